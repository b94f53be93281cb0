import ReelCore

/// What ends the gather stage. A picture that cannot be used never does: it is passed over (`PictureProblem`).
public enum GatherError: Error, Hashable, Sendable {
    case ffmpegMissing
    /// A background could not be written; `reason` is what ffmpeg said.
    case backdropFailed(reason: String)
    /// A card could not be drawn; `reason` is what ffmpeg said.
    case cardFailed(reason: String)
}

extension GatherError: JobFailureConvertible {
    public var failure: JobFailure {
        switch self {
        case .ffmpegMissing:
            JobFailure(
                stage: .gather, code: "ffmpeg_missing",
                message: "The program ffmpeg is not installed on this machine. Install it (apt-get install ffmpeg).",
                isRetryable: false)
        case .backdropFailed(let reason):
            JobFailure(
                stage: .gather, code: "backdrop_failed",
                message: "A background could not be drawn. Check the space left on the disk and try again.",
                detail: reason, isRetryable: true)
        case .cardFailed(let reason):
            JobFailure(
                stage: .gather, code: "card_failed",
                message: "A card could not be drawn. Check the space left on the disk and the font in "
                    + "REEL_COMPOSE_FONT, and try again.",
                detail: reason, isRetryable: true)
        }
    }
}

/// Why a picture of the page is not used. The job goes on without it.
package enum PictureProblem: Error, Hashable, Sendable, CustomStringConvertible {
    case notFetched(String)
    case notAPicture
    case notAClip
    case unsupported(String)
    case damaged(String)
    case tooSmall(FrameSize, smallestEdge: Int)
    case tooLarge(FrameSize, pixels: Int)
    case strip(FrameSize)
    case blank
    case undecodable(String)

    package var description: String {
        switch self {
        case .notFetched(let reason): "it could not be fetched: \(reason)"
        case .notAPicture: "its bytes are not a picture"
        case .notAClip: "its bytes are not an MP4 clip"
        case .unsupported(let format): "\(format) is not a format that is used"
        case .damaged(let reason): "its file is damaged: \(reason)"
        case .tooSmall(let size, let edge):
            "\(size.width)x\(size.height) is small: the longer edge must have \(edge) pixels"
        case .tooLarge(let size, let pixels): "\(size.width)x\(size.height) is more than \(pixels) pixels"
        case .strip(let size): "\(size.width)x\(size.height) is a strip"
        case .blank: "it shows one colour only"
        case .undecodable(let reason): "it could not be decoded: \(reason)"
        }
    }
}
