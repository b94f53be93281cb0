import Foundation
import ReelCache
import ReelCore

/// What a shot of a segment is made of, and where in it the segment begins.
package struct ShotSpec: Sendable {
    enum Source: Sendable {
        /// A picture, and the camera's way over it.
        case still(PreparedPicture, CameraPath)
        case clip(PreparedClip)
    }

    var source: Source
    var firstFrame: Int
    var scrim: Scrim

    func keyText(version: String) -> String {
        let source =
            switch source {
            case .still(let picture, let path): "\(picture.stillKey(version: version)) \(path.keyText)"
            case .clip(let clip): clip.keyText(version: version)
            }
        return Self.keyText(source, firstFrame: firstFrame, scrim: scrim)
    }

    /// Its part of a segment's key. Segments that an earlier release kept are found by it, so its words do not follow
    /// the names of the code.
    package static func keyText(_ source: String, firstFrame: Int, scrim: Scrim) -> String {
        "\(source) from \(firstFrame) shade \(scrim.gain.map(String.init).joined(separator: " "))"
    }
}

/// All that makes one segment what it is, known before anything is drawn.
package struct SegmentSpec: Sendable {
    var segment: Segment
    /// For people: "scene 3".
    var name: String
    var size: FrameSize
    var frameRate: Int
    var profile: EncoderProfile
    /// The scene's own picture.
    var current: ShotSpec
    /// The picture before, while it fades away.
    var fading: ShotSpec?
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

    /// Raise the number when the code draws something else, and for no other reason: see `ShotSpec.keyText`.
    package static let recipe = "piece/3"

    /// The key of everything that goes into the bytes.
    func key(version: String, fonts: String) -> ContentKey {
        let nowhere = URL(fileURLWithPath: "/")
        let arguments = FFmpegArguments.encode(
            [(frameCount, nowhere)], size: size, frameRate: frameRate, profile: profile)
        let parts =
            [
                version, current.keyText(version: version), fading?.keyText(version: version) ?? "",
                isPushed ? "push sideways" : "",
            ] + (captions.map { [SegmentCaptions.drawnBy, fonts, $0.document] } ?? [])
        return ContentKey(recipe: Self.recipe, parts + arguments)
    }
}
