import Foundation
import ReelCache
import ReelCore

/// What is seen, and where in it the segment begins.
struct Look: Sendable {
    enum Source: Sendable {
        /// A picture, and the camera's way over it.
        case still(PreparedPicture, CameraPath)
        case clip(PreparedClip)
    }

    var source: Source
    var firstFrame: Int
    var scrim: Scrim

    func keyText(version: String) -> String {
        let scrims = scrim.gain.map(String.init).joined(separator: " ")
        let what =
            switch source {
            case .still(let picture, let path): "\(picture.stillKey(version: version)) \(path.keyText)"
            case .clip(let clip): clip.keyText(version: version)
            }
        return "\(what) from \(firstFrame) scrim \(scrims)"
    }
}

/// All that makes one segment what it is, known before anything is drawn.
struct SegmentSpec: Sendable {
    var segment: Segment
    /// For people: "scene 3".
    var name: String
    var size: FrameSize
    var frameRate: Int
    var profile: EncoderProfile
    /// The scene's own picture.
    var current: Look
    /// The picture before, while it fades away.
    var fading: Look?
    /// Whether that one is pushed out instead.
    var isPushed = false
    var captions: SegmentCaptions?

    var frameCount: Int { segment.frames.count }

    /// `nil` without captions.
    func drawnCaptions(_ timeline: Timeline) -> DrawnCaptions? {
        captions.map {
            DrawnCaptions(
                startFrame: timeline.scenes[segment.scene].startFrame + segment.frames.lowerBound,
                frameCount: frameCount,
                document: $0.document)
        }
    }

    /// The key of everything that goes into the bytes. Raise the number when the code draws something else.
    func key(version: String, fonts: String) -> ContentKey {
        let nowhere = URL(fileURLWithPath: "/")
        let arguments = FFmpegArguments.encode(
            [(frameCount, nowhere)], size: size, frameRate: frameRate, profile: profile)
        let parts =
            [
                version, current.keyText(version: version), fading?.keyText(version: version) ?? "",
                isPushed ? "push sideways" : "",
            ] + (captions.map { [SegmentCaptions.drawnBy, fonts, $0.document] } ?? [])
        return ContentKey(recipe: "segment/3", parts + arguments)
    }
}
