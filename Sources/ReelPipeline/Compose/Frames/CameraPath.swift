import Foundation
import ReelCore

/// The part of a prepared still that is seen in one frame.
package struct CameraWindow: Hashable, Sendable {
    /// Still pixels for one output pixel.
    package var scale: Double
    /// The left top corner, in still pixels.
    package var left: Double
    package var top: Double

    package init(scale: Double, left: Double, top: Double) {
        self.scale = scale
        self.left = left
        self.top = top
    }
}

/// The slow movement over a still ("Ken Burns"): where the camera looks at each moment.
package struct CameraPath: Hashable, Sendable {
    package var motion: SceneVisual.Motion
    /// How much closer the camera comes, or how much it leaves out while it pans: 0.12 is 12 %.
    package var reach: Double
    package var still: FrameSize
    package var output: FrameSize
    /// The point that the camera comes closer to, in shares of the still: what matters stays where it is.
    package var anchor: FocusPoint
    /// Frames of the whole movement: the scene, and the transition in which its picture fades away.
    package var frameCount: Int

    package init(
        motion: SceneVisual.Motion, reach: Double, still: FrameSize, output: FrameSize, frameCount: Int,
        anchor: FocusPoint = FocusPoint(x: 0.5, y: 0.5)
    ) {
        self.motion = motion
        self.reach = reach
        self.still = still
        self.output = output
        self.frameCount = frameCount
        self.anchor = anchor
    }

    /// Everything above, for a content key.
    var keyText: String {
        "\(motion.rawValue) \(reach) \(still.width)x\(still.height) \(output.width)x\(output.height) \(frameCount)"
            + " \(anchor.x) \(anchor.y)"
    }

    package func window(at frame: Int) -> CameraWindow {
        let progress = Self.ease(frameCount > 1 ? Double(frame) / Double(frameCount - 1) : 0)
        // As much as the still holds in the output's shape.
        let widest = min(
            Double(still.width) / Double(output.width), Double(still.height) / Double(output.height))
        let scale: Double
        var across = anchor.x
        switch motion {
        // The zoom grows by equal ratios, not by equal pixels, so that its speed feels the same all the way.
        case .zoomIn: scale = widest * pow(1 + reach, -progress)
        case .zoomOut: scale = widest * pow(1 + reach, progress - 1)
        case .panLeft:
            scale = widest / (1 + reach)
            across = 1 - progress
        case .panRight:
            scale = widest / (1 + reach)
            across = progress
        }
        return CameraWindow(
            scale: scale, left: (Double(still.width) - scale * Double(output.width)) * across,
            top: (Double(still.height) - scale * Double(output.height)) * anchor.y)
    }

    /// Half steady, half slow-in and slow-out: the movement is soft at its ends and never stands still, because both
    /// ends are covered by a transition.
    static func ease(_ t: Double) -> Double {
        let clamped = min(max(t, 0), 1)
        return 0.5 * clamped + 0.5 * clamped * clamped * (3 - 2 * clamped)
    }
}
