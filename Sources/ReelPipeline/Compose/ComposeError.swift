import Foundation
import ReelCore
import ReelTool

/// Why the pictures could not be composed.
public enum ComposeError: Error, Hashable, Sendable {
    case noScenes
    /// The scenes of script, timeline and pictures are not the same.
    case sceneMissing(sceneNumber: Int, from: String)
    case ffmpegMissing(executable: String)
    /// No font that can be used, or no fontconfig to ask for one.
    case fontMissing(pattern: String)
    /// The captions have letters that no installed font has.
    /// - Parameter package: the smallest of Debian that brings such a font.
    case glyphsMissing(characters: String, package: String)
    case pictureUnreadable(sceneNumber: Int, lastWords: String)
    case clipUnreadable(sceneNumber: Int, lastWords: String)
    /// Not even the library that draws them could be set up.
    case captionsFailed(segment: String)
    case encoderFailed(segment: String, lastWords: String)
    case joinFailed(lastWords: String)
    /// The joined file is not what it must be.
    case joinedWrong(String)
}

extension ComposeError: JobFailureConvertible {
    public var failure: JobFailure {
        switch self {
        case .noScenes:
            JobFailure(
                stage: .compose, code: "no_scenes", message: "The script has no scenes, so there is nothing to show.",
                isRetryable: false)
        case .sceneMissing(let number, let place):
            JobFailure(
                stage: .compose, code: "scene_missing",
                message: "Scene \(number) is missing from the \(place). Make the video again from its article.",
                isRetryable: false)
        case .ffmpegMissing(let executable):
            JobFailure(
                stage: .compose, code: "ffmpeg_missing",
                message: "\(executable) is not installed. Install it with: sudo apt-get install ffmpeg",
                isRetryable: true)
        case .fontMissing(let pattern):
            JobFailure(
                stage: .compose, code: "font_missing",
                message: "No font for the captions was found (\(pattern)). Install one with: "
                    + "sudo apt-get install fontconfig fonts-inter", isRetryable: true)
        case .glyphsMissing(let characters, let package):
            JobFailure(
                stage: .compose, code: "glyphs_missing",
                message: "No installed font can draw these letters of the captions: \(characters). Install one with: "
                    + "sudo apt-get install \(package)", isRetryable: true)
        case .captionsFailed(let segment):
            JobFailure(
                stage: .compose, code: "captions_failed",
                message: "The captions of \(segment) could not be drawn, probably for want of memory. Try again.",
                isRetryable: true)
        case .clipUnreadable(let number, let lastWords):
            JobFailure(
                stage: .compose, code: "clip_unreadable",
                message: "The clip of scene \(number) could not be read. Try again; it is then fetched anew.",
                detail: lastWords, isRetryable: true)
        case .pictureUnreadable(let number, let lastWords):
            JobFailure(
                stage: .compose, code: "picture_unreadable",
                message:
                    "The picture of scene \(number) could not be read. Try again; the picture is then fetched anew.",
                detail: lastWords, isRetryable: true)
        case .encoderFailed(let segment, let lastWords):
            JobFailure(
                stage: .compose, code: "encoder_failed",
                message:
                    "ffmpeg could not encode \(segment). Try again; if it happens twice, look at its words in the log.",
                detail: lastWords, isRetryable: true)
        case .joinFailed(let lastWords):
            JobFailure(
                stage: .compose, code: "join_failed",
                message: "ffmpeg could not join the segments of the video. Try again.", detail: lastWords,
                isRetryable: true)
        case .joinedWrong(let what):
            JobFailure(
                stage: .compose, code: "joined_wrong",
                message: "The joined video is not what was asked for, so it was not used. Try again.", detail: what,
                isRetryable: true)
        }
    }
}

extension ComposeError {
    /// The cause behind what a child process or the file system said; errors that tell enough themselves are passed on.
    ///
    /// - Parameter failed: makes the cause from ffmpeg's last words.
    package static func explain(_ error: any Error, failed: (_ lastWords: String) -> ComposeError) -> any Error {
        if let failure = JobFailure.diskFull(error, in: .compose) { return failure }
        switch error {
        case ToolError.notFound(let executable): return ComposeError.ffmpegMissing(executable: executable)
        case ToolError.failed(_, let status, let tail): return failed(tail.isEmpty ? status : tail)
        case let error as ToolError: return failed(String(describing: error))
        default: return error
        }
    }
}
