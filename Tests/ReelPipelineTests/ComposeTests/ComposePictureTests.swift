import Foundation
import ReelCompose
import ReelCore
import Testing

@Suite("Pictures and transitions in the frames") struct ComposePictureTests {
    @Test("A picture fades from old to new in even steps and never beyond")
    func transition() async throws {
        let world = try ComposeWorld()
        let dark = try await world.plain("dark.png", (0, 0, 0))
        let light = try await world.plain("light.png", (255, 255, 255))
        let scenes = [dark, light].map { Told(words: [], frames: 20, picture: $0, size: upright) }
        let made = try await world.compose(ComposeInput(scenes))
        let levels = try await decode(made.file, draft).map { $0.luma(180, 100) }
        for frame in 0..<20 { #expect(abs(levels[frame] - 16) <= 2) }
        for frame in 20..<29 {
            let wanted = 16 + 219 * (frame - 19) / 10
            #expect(abs(levels[frame] - wanted) <= 4, "frame \(frame): \(levels[frame]) instead of \(wanted)")
        }
        for frame in 29..<40 { #expect(abs(levels[frame] - 235) <= 2) }
    }

    @Test("A card pushes another card out, so that no words lie over words")
    func push() async throws {
        let world = try ComposeWorld()
        // Of the frame's own shape, so that nothing but them is seen.
        let dark = try await world.picture("dark.png", draft) { _, _ in (0, 0, 0) }
        let light = try await world.picture("light.png", draft) { _, _ in (255, 255, 255) }
        var input = ComposeInput([dark, light].map { Told(words: [], frames: 20, picture: $0, size: draft) })
        input.captions = .off
        for index in input.visuals.indices { input.visuals[index].choice.kind = .card }
        let frames = try await decode(try await world.compose(input).file, draft)
        var shares: [Double] = []
        for frame in frames[20..<29] {
            let row = (0..<draft.width).map { frame.luma($0, 300) }
            // All old on the left, all new on the right, and hardly a column between.
            #expect(row.count { $0 > 40 && $0 < 210 } <= 12)
            #expect(row == row.sorted() || zip(row, row.dropFirst()).allSatisfy { $1 - $0 > -40 })
            shares.append(Double(row.count { $0 > 128 }) / Double(draft.width))
        }
        #expect(shares == shares.sorted() && shares[0] < 0.1 && abs(shares[4] - 0.5) < 0.05 && shares[8] > 0.9)
        #expect(frames[29].luma(5, 300) > 230 && frames[19].luma(355, 300) < 20)
    }

    @Test("A picture moves on without a jump while it fades away")
    func movingFade() async throws {
        let world = try ComposeWorld()
        let size = FrameSize(width: 360, height: 640)
        let edge = try await world.picture("edge.png", size) { x, _ in
            let level = UInt8(128 + 120 * tanh(Double(x - 180) / 4))
            return (level, level, level)
        }
        let grey = try await world.plain("grey.png", (128, 128, 128))
        let made = try await world.compose(
            ComposeInput([
                Told(words: [], frames: 20, picture: edge, size: size, motion: .panRight),
                Told(words: [], frames: 12, picture: grey, size: upright),
            ]))
        let places = try await decode(made.file, draft)[10..<26].map { frame -> Double in
            let row = (0..<draft.width).map { Double(frame.luma($0, 100)) }
            let middle = (row.min()! + row.max()!) / 2
            let at = row.firstIndex { $0 >= middle }!
            return Double(at) - (row[at] - middle) / (row[at] - row[at - 1])
        }
        let steps = zip(places, places.dropFirst()).map { $1 - $0 }
        // About 40 pixels in 29 frames, a little faster in the middle.
        for step in steps { #expect(abs(step + 1.6) < 0.7, "\(steps)") }
    }

    @Test("A picture's colours arrive in the numbers of BT.709, from PNG and from JPEG", arguments: ["a.png", "a.jpg"])
    func pictureColours(name: String) async throws {
        let world = try ComposeWorld()
        let picture = try await world.plain(name, (40, 60, 200))
        let made = try await world.compose(ComposeInput([Told(words: [], frames: 10, picture: picture, size: upright)]))
        let frame = try await decode(made.file, draft)[0]
        // Y = 16 + 219/255 (0.2126 R + 0.7152 G + 0.0722 B), Cb and Cr likewise; the scrim begins further down.
        let wanted = (luma: 73, u: 192, v: 114)
        #expect(abs(frame.luma(180, 100) - wanted.luma) <= 2)
        #expect(abs(frame.chroma(180, 100).u - wanted.u) <= 2 && abs(frame.chroma(180, 100).v - wanted.v) <= 2)
    }

    @Test("A circle in a wide picture is still a circle, and the whole picture is there")
    func circle() async throws {
        let world = try ComposeWorld()
        let size = FrameSize(width: 640, height: 360)
        let picture = try await world.picture("wide.png", size) { x, y in
            let isInside = (x - 320) * (x - 320) + (y - 180) * (y - 180) < 150 * 150
            let isCorner = (x < 24 || x >= 616) && (y < 24 || y >= 336)
            return isCorner ? (255, 0, 0) : isInside ? (255, 255, 255) : (0, 0, 0)
        }
        let scene = Told(words: [], frames: 12, picture: picture, size: size, motion: .zoomIn)
        let made = try await world.compose(ComposeInput([scene]))
        let frame = try #require(try await decode(made.file, draft).first)
        let middle = (draft.height - 1) * 43 / 100
        // From the middle outwards, because the fill above and below is bright as well.
        func reach(_ dx: Int, _ dy: Int) -> Int {
            (0..<180).first { frame.luma(180 + dx * $0, middle + dy * $0) < 110 } ?? 180
        }
        let across = reach(1, 0) + reach(-1, 0)
        let down = reach(0, 1) + reach(0, -1)
        #expect(across > 150)
        // The scrim takes light, not shape, in the lower part.
        #expect(abs(Double(across) / Double(down) - 1) < 0.04, "\(across) by \(down)")
        let corners = [4, draft.width - 5].map { x in (0..<draft.height).count { frame.chroma(x, $0).v > 180 } }
        // 24 of 640 pixels of the picture, twice in each of the outer columns.
        #expect(corners.allSatisfy { (20...32).contains($0) }, "\(corners)")
    }

    @Test("Every aspect has its frame, with a picture that is not stretched", arguments: Aspect.allCases)
    func aspects(aspect: Aspect) async throws {
        let world = try ComposeWorld()
        let size = FrameSize(width: 400, height: 400)
        let picture = try await world.picture("disc.png", size) { x, y in
            (x - 200) * (x - 200) + (y - 200) * (y - 200) < 150 * 150 ? (255, 255, 255) : (0, 0, 0)
        }
        let scene = Told(words: [], frames: 12, picture: picture, size: size)
        let made = try await world.compose(ComposeInput([scene], aspect: aspect, captions: .off))
        let frameSize = Quality.draft.frameSize(aspect)
        #expect(made.size == frameSize)
        let frame = try #require(try await decode(made.file, frameSize).first)
        func isBright(_ x: Int, _ y: Int) -> Bool { frame.luma(x, y) > 210 }
        let rows = (0..<frameSize.height).map { y in (0..<frameSize.width).count { isBright($0, y) } }
        let columns = (0..<frameSize.width).map { x in (0..<frameSize.height).count { isBright(x, $0) } }
        #expect(rows.max()! > 180)
        #expect(abs(Double(rows.max()!) / Double(columns.max()!) - 1) < 0.05)
    }
}
