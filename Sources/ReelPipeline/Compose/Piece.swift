import ReelCore

/// A stretch of the reel that is encoded by itself and joined with the others.
///
/// Each scene has a body, and all but the first begin with a transition: the frames in which the picture before, still
/// moving, fades into the scene's own. A transition lies within the scene that it opens, so pictures never slip against
/// the voice. Lengths do not depend on other scenes: when one scene changes, only its body and its two transitions do.
package struct Piece: Hashable, Sendable {
    /// Index into the timeline's scenes of the scene that is being told.
    package var scene: Int
    /// Whether the scene before still fades out.
    package var isTransition: Bool
    /// Frames from the beginning of the scene.
    package var frames: Range<Int>

    package init(scene: Int, isTransition: Bool, frames: Range<Int>) {
        self.scene = scene
        self.isTransition = isTransition
        self.frames = frames
    }

    /// The pieces of a reel, in order; together they have exactly the timeline's frames.
    package static func plan(_ timeline: Timeline) -> [Piece] {
        timeline.scenes.indices.flatMap { index -> [Piece] in
            let count = timeline.scenes[index].frameCount
            let opening = index == 0 ? 0 : min(timeline.transitionFrames, count)
            return [
                Piece(scene: index, isTransition: true, frames: 0..<opening),
                Piece(scene: index, isTransition: false, frames: opening..<count),
            ].filter { !$0.frames.isEmpty }
        }
    }
}
