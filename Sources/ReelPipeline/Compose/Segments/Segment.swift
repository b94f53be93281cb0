import ReelCore

/// A stretch of the reel that is encoded by itself and joined with the others.
///
/// Each scene has a body, and all but the first begin with a transition: the frames in which the picture before, still
/// moving, fades into the scene's own. A transition lies within the scene that it opens, so pictures never slip against
/// the voice. Lengths do not depend on other scenes: when one scene changes, only its body and its two transitions do.
/// The first bodies are cut, so that whoever watches while the reel is made need not wait for whole scenes.
package struct Segment: Hashable, Sendable {
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

    /// The segments of a reel, in order; together they have exactly the timeline's frames.
    package static func plan(_ timeline: Timeline) -> [Segment] {
        timeline.scenes.indices.flatMap { index -> [Segment] in
            let count = timeline.scenes[index].frameCount
            let opening = index == 0 ? 0 : timeline.transitionFrames
            let bodies = cuts(opening..<count, index, second: timeline.frameRate)
            return
                ([Segment(scene: index, isTransition: true, frames: 0..<opening)]
                + bodies.map { Segment(scene: index, isTransition: false, frames: $0) }).filter { !$0.frames.isEmpty }
        }
    }

    /// What is watched as one segment while the reel is made, in frames of the reel: each body with the transition
    /// before it.
    package static func watchable(_ timeline: Timeline) -> [Range<Int>] {
        let segments = plan(timeline)
        return segments.indices.filter { !segments[$0].isTransition }.map { index in
            let body = segments[index]
            let first = index > 0 && segments[index - 1].isTransition ? 0 : body.frames.lowerBound
            let start = timeline.scenes[body.scene].startFrame
            return (start + first)..<(start + body.frames.upperBound)
        }
    }

    /// The first two scenes begin with one second and go on by two, the third one comes by four, with an end of two at
    /// least, or of one after one. So the beginning is ready early, and what follows before it
    /// has been watched. It depends on the scene's number and length alone, or an edit would change more than its
    /// scene; and it is nearly free, because an encoder begins anew with a key frame every two seconds anyway
    /// (`FFmpegArguments.encode`).
    private static func cuts(_ body: Range<Int>, _ scene: Int, second: Int) -> [Range<Int>] {
        guard scene < 3 else { return [body] }
        var segments: [Range<Int>] = []
        var rest = body
        while true {
            let seconds = scene == 2 ? 4 : segments.isEmpty ? 1 : 2
            guard rest.count >= (seconds + min(seconds, 2)) * second else { return segments + [rest] }
            segments.append(rest.prefix(seconds * second))
            rest = rest.dropFirst(seconds * second)
        }
    }
}
