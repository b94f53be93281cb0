import ReelCore

/// How the frames of a clip come through the pipe, and where they go in the reel's frame.
///
/// A clip that fills the frame comes in the frame's size. One that lies inside comes with a small, blurred fill on top
/// of it in one raw frame, which is a third of the bytes and leaves the enlarging to our own scaler.
package struct ClipLayout: Hashable, Sendable {
    package var layout: StillLayout
    /// Pixels of the fill, and of what comes through the pipe.
    package var fill: FrameSize
    package var piped: FrameSize

    package init(clip: FrameSize, output: FrameSize, focus: FocusPoint? = nil) {
        layout = StillLayout(picture: clip, output: output, focus: focus, oversize: 1)
        switch layout.fit {
        case .cover:
            fill = FrameSize(width: 0, height: 0)
            piped = output
        case .inside(let place, _):
            fill = FrameSize(width: max(16, output.width / 16 * 2), height: max(16, output.height / 16 * 2))
            piped = FrameSize(width: max(fill.width, place.width), height: fill.height + place.height)
        }
    }
}

/// Which frames of a clip are shown when.
package enum ClipLoop {
    /// A clip shorter than this stands still at its end, because starting it again and again would flicker: 1 s.
    static let shortest = 30

    /// - Parameters:
    ///   - start: the frame of the scene from which on frames are wanted; frame 0 shows the clip's first.
    ///   - count: how many.
    ///   - length: frames of the clip.
    /// - Returns: stretches of the clip to be shown one after the other. Where they are fewer frames than wanted, the
    ///   last one stays.
    package static func stretches(start: Int, count: Int, length: Int) -> [Range<Int>] {
        guard length > 0, count > 0 else { return [] }
        if length < shortest {
            let first = min(start, length - 1)
            return [first..<max(first + 1, min(length, start + count))]
        }
        var stretches: [Range<Int>] = []
        var (from, left) = (start % length, count)
        while left > 0 {
            let to = min(length, from + left)
            stretches.append(from..<to)
            left -= to - from
            from = 0
        }
        return stretches
    }
}
