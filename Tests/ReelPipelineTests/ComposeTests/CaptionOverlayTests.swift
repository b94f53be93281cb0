import CFrames
import Foundation
import ReelCompose
import ReelCore
import ReelTool
import Testing

@Suite("What is laid over frames") struct CaptionOverlayTests {
    private let size = FrameSize(width: 16, height: 12)
    private let blue = cframes_colour(y: 40, u: 230, v: 110)

    /// Lays masks over a grey frame.
    private func drawn(_ masks: [(rect: cframes_rect, mask: [UInt8], opacity: UInt8)]) -> DecodedFrame {
        let frame = cframes_frame(width: Int32(size.width), height: Int32(size.height))
        let whole = cframes_rect(x: 0, y: 0, width: frame.width, height: frame.height)
        var ink = [UInt8](repeating: 99, count: size.width * size.height * 3 / 2)
        var keep = ink
        var target = [UInt8](repeating: 128, count: ink.count)
        cframes_overlay_clear(&ink, &keep, frame, whole)
        for (rect, mask, opacity) in masks {
            cframes_overlay_add(&ink, &keep, frame, mask, rect.width, rect, blue, opacity)
        }
        cframes_overlay_draw(ink, keep, &target, frame, whole)
        return DecodedFrame(size: size, bytes: target[...])
    }

    private func solid(_ x: Int32, _ y: Int32, _ width: Int32, _ height: Int32, opacity: UInt8 = 255) -> (
        rect: cframes_rect, mask: [UInt8], opacity: UInt8
    ) {
        (
            cframes_rect(x: x, y: y, width: width, height: height),
            [UInt8](repeating: 255, count: Int(width * height)), opacity
        )
    }

    @Test("A solid mask is its colour, and nothing beside it changes")
    func covers() {
        let frame = drawn([solid(4, 2, 6, 4)])
        for y in 0..<12 {
            for x in 0..<16 {
                let isInside = (4..<10).contains(x) && (2..<6).contains(y)
                #expect(frame.luma(x, y) == (isInside ? 40 : 128))
                #expect(frame.chroma(x, y) == (isInside ? (230, 110) : (128, 128)))
            }
        }
    }

    @Test("Half of it is half of it, twice is three quarters")
    func blends() {
        #expect(abs(drawn([solid(0, 0, 4, 4, opacity: 128)]).luma(1, 1) - 84) <= 1)
        #expect(abs(drawn([solid(0, 0, 4, 4, opacity: 128), solid(0, 0, 4, 4, opacity: 128)]).luma(1, 1) - 62) <= 1)
    }

    @Test("A pixel at an odd place colours a quarter of its chroma sample")
    func oddPlaces() {
        let frame = drawn([solid(5, 3, 1, 1)])
        #expect(frame.luma(5, 3) == 40 && frame.luma(4, 3) == 128 && frame.luma(5, 2) == 128)
        #expect(abs(frame.chroma(5, 3).u - (128 + (230 - 128) / 4)) <= 1)
    }

    @Test("What lies outside of the frame is left out", arguments: [(-3, -3), (13, 9), (-40, 2), (3, 50), (15, 11)])
    func clips(x: Int32, y: Int32) {
        let frame = drawn([solid(x, y, 6, 6)])
        for row in 0..<12 {
            for column in 0..<16 {
                let isInside = (Int(x)..<Int(x) + 6).contains(column) && (Int(y)..<Int(y) + 6).contains(row)
                #expect(frame.luma(column, row) == (isInside ? 40 : 128))
            }
        }
    }

    @Test("The picture is that of ffmpeg's own filter, from the first frame to the last")
    func sameAsFilter() async throws {
        let world = try ComposeWorld()
        // Elsewhere the filter blurs by pixels of the frame, and we by those of the document, so that drafts look
        // alike.
        let size = Quality.standard.frameSize()
        func event(_ layer: Int, _ frames: Range<Int>, _ text: String) -> CaptionEvent {
            CaptionEvent(layer: layer, frames: frames, text: text)
        }
        // White and black alone, because the filter knows no colours of BT.709.
        let events = [
            event(0, 0..<20, #"{\an7\pos(301,1003)\bord0\1c&H000000&\1a&H40&\p1}m 0 0 l 500 0 l 500 201 l 0 201"#),
            event(2, 0..<7, #"{\an2\pos(540,1180)\1c&HFFFFFF&\3c&H000000&\bord7\blur1.4\fs110}Before"#),
            event(3, 7..<12, #"{\an2\pos(540,1180)\1c&HFFFFFF&\1a&H33&\3c&H000000&\bord7\blur9\fs120}Within"#),
            event(3, 15..<20, #"{\an2\pos(1060,1180)\1c&HFFFFFF&\bord0\fs90}Beyond the edge"#),
        ]
        let captions = try #require(SegmentCaptions(events, canvas: CaptionCanvas(.vertical), frameRate: 30))
        let overlay = try #require(CaptionOverlay(captions, size: size, frameRate: 30))
        let document = world.root.appending(path: "captions.ass")
        try Data(captions.document.utf8).write(to: document)
        let filter = "ass=filename=\(FFmpegText.filterOption(document.path)),format=yuv420p"
        let grey = [UInt8](repeating: 110, count: size.width * size.height * 3 / 2)
        let result = try await Tool.run(
            ToolCommand(
                "ffmpeg",
                ["-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", "\(size.width)x\(size.height)"]
                    + ["-r", "30", "-i", "pipe:0", "-vf", filter, "-f", "rawvideo", "pipe:1"]),
            input: { for _ in 0..<24 { try await $0.write(grey) } }, output: .collected(limit: 128 << 20))
        let theirs = [UInt8](result.standardOutput)
        #expect(theirs.count == 24 * grey.count)
        for index in 0..<24 {
            var frame = grey
            overlay.draw(index, into: &frame)
            let wanted = theirs[(index * grey.count)..<((index + 1) * grey.count)]
            #expect((frame != grey) == (index < 20))
            let off = zip(frame, wanted).map { abs(Int($0) - Int($1)) }.max() ?? 0
            #expect(off <= 3, "frame \(index) is off by \(off)")
        }
    }
}
