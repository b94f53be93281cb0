import CAss
import CFrames
import Foundation
import ReelCore

/// What is written into the frames of one segment.
package struct SegmentCaptions: Hashable, Sendable {
    /// The ASS document, with times from the segment's beginning.
    package var document: String
    /// The frames in which something else is written than in the frame before.
    package var changes: Set<Int>

    /// - Parameter events: with frames of the segment; `nil` when there are none.
    package init?(_ events: [CaptionEvent], canvas: CaptionCanvas, frameRate: Int) {
        guard !events.isEmpty else { return nil }
        document = ASSDocument.text(events, canvas: canvas, frameRate: frameRate)
        changes = Set(events.flatMap { [$0.frames.lowerBound, $0.frames.upperBound] })
    }

    /// Of the library that draws them, for a content key.
    static var drawnBy: String { "libass \(ass_library_version())" }
}

/// Draws captions into raw frames by libass.
///
/// libass is asked only when something changes, a few times in a second; what it draws is kept as an overlay in the frames'
/// own format and laid over each frame. ffmpeg's `ass` filter, which asks and blends anew for each frame, takes 3 ms for
/// each of 1080x1920, a sixth of what encoding it costs.
package final class CaptionOverlay {
    private let size: FrameSize
    private let frameRate: Int
    private let changes: Set<Int>
    private let library: OpaquePointer
    private let renderer: OpaquePointer
    private let track: UnsafeMutablePointer<ASS_Track>
    private var ink: [UInt8]
    private var keep: [UInt8]
    /// Where the overlay has something.
    private var area = cframes_rect(x: 0, y: 0, width: 0, height: 0)

    /// - Returns: `nil` when libass cannot be set up.
    package init?(_ captions: SegmentCaptions, size: FrameSize, frameRate: Int) {
        guard let library = reel_ass_open() else { return nil }
        guard let renderer = reel_ass_renderer(library, Int32(size.width), Int32(size.height)) else {
            ass_library_done(library)
            return nil
        }
        var text = Array(captions.document.utf8CString)
        guard let track = ass_read_memory(library, &text, text.count - 1, nil) else {
            ass_renderer_done(renderer)
            ass_library_done(library)
            return nil
        }
        (self.library, self.renderer, self.track) = (library, renderer, track)
        (self.size, self.frameRate, changes) = (size, frameRate, captions.changes)
        ink = [UInt8](repeating: 0, count: size.yuvBytes)
        keep = [UInt8](repeating: 255, count: size.yuvBytes)
    }

    deinit {
        ass_free_track(track)
        ass_renderer_done(renderer)
        ass_library_done(library)
    }

    /// - Parameter index: frames of the segment, each once and in order.
    package func draw(_ index: Int, into frame: inout [UInt8]) {
        if changes.contains(index) { compose(index) }
        guard area.width > 0 else { return }
        frame.withUnsafeMutableBufferPointer {
            cframes_overlay_draw(ink, keep, $0.baseAddress, size.frame, area)
        }
    }

    private func compose(_ index: Int) {
        cframes_overlay_clear(&ink, &keep, size.frame, area)
        area = cframes_rect(x: 0, y: 0, width: 0, height: 0)
        var image = ass_render_frame(renderer, track, Int64(index * 1000 / frameRate), nil)
        while let mask = image?.pointee {
            let rect = cframes_rect(x: mask.dst_x, y: mask.dst_y, width: mask.w, height: mask.h)
            // RGBT: T is how much is let through.
            let opacity = UInt8(255 - mask.color & 255)
            cframes_overlay_add(
                &ink, &keep, size.frame, mask.bitmap, mask.stride, rect, cframes_colour(rgb: mask.color >> 8), opacity)
            area = area.joined(rect)
            image = mask.next
        }
    }
}

extension cframes_colour {
    /// ITU-R BT.709, limited range.
    fileprivate init(rgb: UInt32) {
        func share(_ shift: UInt32) -> Double { Double(rgb >> shift & 255) / 255 }
        let (red, green, blue) = (share(16), share(8), share(0))
        let luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
        func byte(_ value: Double) -> UInt8 { UInt8(value.rounded()) }
        self.init(
            y: byte(16 + 219 * luma), u: byte(128 + 224 * (blue - luma) / 1.8556),
            v: byte(128 + 224 * (red - luma) / 1.5748))
    }
}

extension cframes_rect {
    /// The smallest rectangle around both; an empty one is nowhere.
    fileprivate func joined(_ other: cframes_rect) -> cframes_rect {
        guard width > 0, height > 0 else { return other }
        guard other.width > 0, other.height > 0 else { return self }
        let (left, top) = (min(x, other.x), min(y, other.y))
        return cframes_rect(
            x: left, y: top, width: max(x + width, other.x + other.width) - left,
            height: max(y + height, other.y + other.height) - top)
    }
}
