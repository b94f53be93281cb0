import CFrames
import ReelCore

/// Draws the frames of a segment, or of a transition and the body after it, one after the other and always into the
/// same memory.
struct FrameCompositor {
    private let parts: [SegmentSpec]
    private let size: FrameSize
    /// The scene's own picture.
    private var current: Shot
    /// The picture before, while it goes: in the frames of the first part.
    private var fading: Shot?
    /// The part that is being drawn, and its first frame.
    private(set) var part = 0
    private var partStart = 0
    private var captions: CaptionOverlay?
    private(set) var frame: [UInt8]
    private var other: [UInt8]
    private var pushed: [UInt8]

    /// - Throws: `ComposeError.captionsFailed`.
    init(_ parts: [SegmentSpec], current: Shot, fading: Shot?) throws {
        self.parts = parts
        size = parts[0].size
        self.current = current
        self.fading = fading
        frame = [UInt8](repeating: 0, count: size.yuvBytes)
        other = fading == nil ? [] : frame
        pushed = parts[0].isPushed ? frame : []
        captions = try Self.captions(of: parts[0])
    }

    private static func captions(of part: SegmentSpec) throws -> CaptionOverlay? {
        try part.captions.map {
            guard let overlay = CaptionOverlay($0, size: part.size, frameRate: part.frameRate) else {
                throw ComposeError.captionsFailed(segment: part.name)
            }
            return overlay
        }
    }

    /// - Parameter index: frames of all parts, each once and in order.
    /// - Throws: what ended the reading of a clip; `ComposeError.captionsFailed`.
    mutating func draw(_ index: Int) async throws {
        if index - partStart == parts[part].frameCount {
            part += 1
            partStart = index
            fading = nil
            captions = try Self.captions(of: parts[part])
        }
        try await current.draw(index, into: &frame, size: size)
        if fading != nil {
            try await fading?.draw(index, into: &other, size: size)
            if parts[part].isPushed { push(index) } else { fade(index) }
        }
        captions?.draw(index - partStart, into: &frame)
    }

    /// Even steps from the frame before, which is all old, to the frame after, which is all new.
    private mutating func fade(_ index: Int) {
        let steps = parts[part].frameCount + 1
        let weight = Int32((256 * (index + 1) + steps / 2) / steps)
        let count = frame.count
        frame.withUnsafeMutableBufferPointer { new in
            other.withUnsafeBufferPointer { old in
                cframes_blend(old.baseAddress, new.baseAddress, new.baseAddress, count, weight)
            }
        }
    }

    /// The new picture comes in from the right and takes the old one with it, slow at both ends. Sideways, because so
    /// no words pass under the captions.
    private mutating func push(_ index: Int) {
        let time = Double(index + 1) / Double(parts[part].frameCount + 1)
        let shown = min(max(2 * Int(time * time * (3 - 2 * time) * Double(size.width) / 2), 2), size.width - 2)
        let (height, rest) = (Int32(size.height), Int32(size.width - shown))
        let isDrawn = pushed.withUnsafeMutableBufferPointer { target in
            cframes_copy(other, size.frame, Int32(shown), 0, target.baseAddress, size.frame, 0, 0, rest, height)
                && cframes_copy(frame, size.frame, 0, 0, target.baseAddress, size.frame, rest, 0, Int32(shown), height)
        }
        precondition(isDrawn, "frames have even sizes, and at least two columns of each picture are shown")
        swap(&frame, &pushed)
    }
}
