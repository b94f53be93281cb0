import Foundation
import ReelCore
import ReelTool

/// What ends the finish stage.
public enum FinishError: Error, Sendable {
    case ffmpegMissing
    /// Narration, timeline and script do not speak of the same scenes.
    case scenesDiffer
    case soundFailed(reason: String)
    /// There is no music of that name.
    case musicMissing(String, reason: String)
    /// A file of the user's that cannot be played.
    case musicUnusable(String, reason: String, detail: String? = nil)
    case muxFailed(reason: String)
    case posterFailed(reason: String)
    /// The stream for watching while it renders; the reel is made without it.
    case streamFailed(reason: String)
    /// The finished file is not what it should be.
    case refused(DeliveryReport)
}

extension FinishError: JobFailureConvertible {
    public var failure: JobFailure {
        switch self {
        case .ffmpegMissing:
            failure(
                "ffmpeg_missing",
                "The program ffmpeg is not installed on this machine. Install it (apt-get install ffmpeg).",
                isRetryable: false)
        case .scenesDiffer:
            failure(
                "scenes_differ", "The narration does not belong to these scenes. Start the job again.",
                isRetryable: false)
        case .soundFailed(let reason):
            failure("sound_failed", "The sound could not be finished. Try again.", reason)
        case .musicMissing(let name, let reason):
            failure(
                "music_missing",
                "There is no music \"\(name)\": \(reason). Choose another, or none.", isRetryable: false)
        case .musicUnusable(let name, let reason, let detail):
            failure(
                "music_unusable",
                "The music \"\(name)\" cannot be used: \(reason). Save it anew as mp3, m4a, ogg, opus, flac or wav, or "
                    + "choose another.",
                detail, isRetryable: false)
        case .muxFailed(let reason):
            failure("mux_failed", "Sound and pictures could not be joined. Try again.", reason)
        case .posterFailed(let reason):
            failure("poster_failed", "No stills could be taken from the video. Try again.", reason)
        case .streamFailed(let reason):
            failure("live_failed", "The video could not be shown while it is made. Wait for the finished one.", reason)
        case .refused(let report):
            failure(
                "video_refused",
                "The finished video did not pass its check: " + report.faults.map(\.message).joined(separator: "; ")
                    + ". Try again; if it happens twice, report it with the job's log.")
        }
    }

    private func failure(
        _ code: String, _ message: String, _ detail: String? = nil, isRetryable: Bool = true
    ) -> JobFailure {
        JobFailure(stage: .finish, code: code, message: message, detail: detail, isRetryable: isRetryable)
    }
}

extension Tool {
    /// Runs ffmpeg or ffprobe and says what its failure means here.
    @discardableResult
    static func finish(
        _ executable: String, _ arguments: [String], timeout: Duration = .seconds(300),
        input: Data? = nil, orThrow error: (String) -> FinishError
    ) async throws -> ToolResult {
        do {
            let command = ToolCommand(executable, arguments, timeout: timeout)
            guard let input else { return try await run(command) }
            return try await run(command, input: { try await $0.write(input) })
        } catch ToolError.notFound {
            throw FinishError.ffmpegMissing
        } catch let failure as ToolError {
            if failure.isDiskFull { throw JobFailure.diskFull(in: .finish, detail: failure.description) }
            throw error(failure.description)
        }
    }
}
