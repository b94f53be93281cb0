import ReelCore

/// A stretch of the reel that is encoded by itself and joined with the others.
///
/// Each scene has a body, and all but the first begin with a transition: the frames in which the picture before, still
/// moving, fades into the scene's own. A transition lies within the scene that it opens, so pictures never slip against
/// the voice. Lengths do not depend on other scenes: when one scene changes, only its body and its two transitions do.
/// The first body is cut in up to three, so that whoever watches while the reel is made need not wait for a whole scene.
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
            let bodies = index == 0 ? firstBodies(count, timeline.frameRate) : [opening..<count]
            return
                ([Piece(scene: index, isTransition: true, frames: 0..<opening)]
                + bodies.map { Piece(scene: index, isTransition: false, frames: $0) }).filter { !$0.frames.isEmpty }
        }
    }

    /// What is watched as one segment while the reel is made, in frames of the reel: each body with the transition before it.
    package static func segments(_ timeline: Timeline) -> [Range<Int>] {
        plan(timeline).filter { !$0.isTransition }.map { body in
            let start = timeline.scenes[body.scene].startFrame
            return (start + (body.scene == 0 ? body.frames.lowerBound : 0))..<(start + body.frames.upperBound)
        }
    }

    /// Two seconds, four seconds, and the rest, of which none is below two. An encoder begins anew with a key frame every
    /// two seconds anyway (`FFmpegArguments.encode`).
    private static func firstBodies(_ count: Int, _ frameRate: Int) -> [Range<Int>] {
        let shortest = 2 * frameRate
        let cuts = [shortest, 3 * shortest].filter { $0 + shortest <= count }
        return zip([0] + cuts, cuts + [count]).map { $0..<$1 }
    }
}
