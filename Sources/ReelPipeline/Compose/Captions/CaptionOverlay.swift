import CFrames
import Foundation
import ReelASS
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
        document = ASSDocument(captions: events, canvas: canvas, frameRate: frameRate).text
        changes = Set(events.flatMap { [$0.frames.lowerBound, $0.frames.upperBound] })
    }

    /// Of the library that draws them, for a content key.
    static var drawnBy: String { ASSRenderer.version }
}

/// Draws captions into raw frames by libass.
///
/// libass is asked only when something changes, a few times in a second; what it draws is kept as an overlay in the
/// frames' own format and laid over each frame. ffmpeg's `ass` filter, which asks and blends anew for each frame, takes
/// 3 ms for each of 1080x1920, a sixth of what encoding it costs.
package final class CaptionOverlay {
    private let size: FrameSize
    private let frameRate: Int
    private let changes: Set<Int>
    private let renderer: ASSRenderer
    private var added: [UInt8]
    private var kept: [UInt8]
    /// Where the overlay has something.
    private var area = cframes_rect(x: 0, y: 0, width: 0, height: 0)

    /// - Returns: `nil` when libass cannot be set up.
    package init?(_ captions: SegmentCaptions, size: FrameSize, frameRate: Int) {
        guard let renderer = ASSRenderer(captions.document, size: size) else { return nil }
        (self.renderer, self.size, self.frameRate, changes) = (renderer, size, frameRate, captions.changes)
        added = [UInt8](repeating: 0, count: size.yuvBytes)
        kept = [UInt8](repeating: 255, count: size.yuvBytes)
    }

    /// - Parameter index: frames of the segment, each once and in order.
    package func draw(_ index: Int, into frame: inout [UInt8]) {
        if changes.contains(index) { compose(index) }
        guard area.width > 0 else { return }
        frame.withUnsafeMutableBufferPointer {
            cframes_overlay_draw(added, kept, $0.baseAddress, size.frame, area)
        }
    }

    private func compose(_ index: Int) {
        cframes_overlay_clear(&added, &kept, size.frame, area)
        area = cframes_rect(x: 0, y: 0, width: 0, height: 0)
        renderer.draw(milliseconds: index * 1000 / frameRate) { mask in
            let rect = cframes_rect(x: mask.x, y: mask.y, width: mask.width, height: mask.height)
            cframes_overlay_add(
                &added, &kept, size.frame, mask.bitmap, mask.stride, rect, cframes_colour(rgb: mask.colour),
                mask.opacity)
            area = area.joined(rect)
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
