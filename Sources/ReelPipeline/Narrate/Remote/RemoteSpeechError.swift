import ReelCore

/// Why a speech service spoke nothing that can be used.
public enum RemoteSpeechError: Error, Hashable, Sendable {
    /// The service does not take the key (401, 403).
    case unauthorized(status: Int)
    /// 402, or a message that the account has no credit.
    case noCredit
    /// 404: no such address, model or voice.
    case notFound(String)
    /// 429, and the wait asked for is too long or tries are used up.
    case rateLimited
    /// Any other status; what the service said.
    case status(Int, String)
    case unreachable(String)
    case timedOut(seconds: Double)
    case tooLarge
    /// The answer is not of the form that the service documents.
    case unusable(String)
    /// There is no sound in it.
    case empty
    /// It is no audio, or none that ffmpeg can read.
    case notAudio(String)
    /// The audio ends before its end.
    case truncated
    /// The speech lasts far longer or shorter than its words can take: another sample rate, another text, a loop.
    case wrongLength(seconds: Double, expected: Double)
}

extension RemoteSpeechError: JobFailureConvertible {
    public var failure: JobFailure {
        JobFailure(
            stage: .narrate, code: code,
            message: "The speech service spoke nothing that can be used: \(reason). \(advice)",
            detail: detail, isRetryable: isTransient)
    }

    /// Whether the same text may well be spoken a little later.
    var isTransient: Bool {
        switch self {
        case .rateLimited, .unreachable, .timedOut: true
        case .status(let status, _): status == 408 || status == 409 || status >= 500
        default: isSlip
        }
    }

    /// Whether the service answered, and what it answered is wrong. Such an answer may have been paid for.
    var isSlip: Bool {
        switch self {
        case .unusable, .empty, .notAudio, .truncated, .wrongLength: true
        default: false
        }
    }

    /// What was wrong, as a part of a sentence.
    public var reason: String {
        switch self {
        case .unauthorized: "it does not accept the key"
        case .noCredit: "the account there has no credit"
        case .notFound: "it has no such address, model or voice"
        case .rateLimited: "it gets too many requests"
        case .status(let status, _): "it answered with status \(status)"
        case .unreachable: "it could not be reached"
        case .timedOut(let seconds): "it did not answer within \(Int(seconds)) seconds"
        case .tooLarge: "its answer was far larger than speech of this text is"
        case .unusable: "its answer was not of the documented form"
        case .empty: "its audio has no sound"
        case .notAudio: "its answer was no audio that can be read"
        case .truncated: "its audio was cut off"
        case .wrongLength(let seconds, let expected):
            "its audio lasts \(Self.brief(seconds)) s, but the words take about \(Self.brief(expected)) s"
        }
    }

    private var advice: String {
        switch self {
        case .unauthorized: "Check REEL_SPEECH_KEY."
        case .noCredit: "Top the account up, or unset REEL_SPEECH_URL."
        case .notFound: "Check REEL_SPEECH_URL, REEL_SPEECH_MODEL and REEL_SPEECH_VOICE."
        case .unreachable, .timedOut: "Check that REEL_SPEECH_URL can be reached from this machine, and try again."
        case .rateLimited: "Try again later."
        case .status(let status, _):
            status >= 500
                ? "Try again later." : "Check REEL_SPEECH_MODEL, REEL_SPEECH_VOICE and REEL_SPEECH_FORMAT."
        case .unusable: "Check REEL_SPEECH_KIND and REEL_SPEECH_URL."
        case .notAudio: "Check REEL_SPEECH_KIND and REEL_SPEECH_FORMAT."
        case .empty, .truncated, .tooLarge: "Try again, or use another model or voice."
        case .wrongLength:
            "Try again; if it happens twice, use another REEL_SPEECH_FORMAT (its sample rate may be wrong), model or voice."
        }
    }

    private var code: String {
        switch self {
        case .unauthorized: "speech_unauthorized"
        case .noCredit: "speech_no_credit"
        case .notFound: "speech_not_found"
        case .rateLimited: "speech_rate_limited"
        case .status: "speech_status"
        case .unreachable: "speech_unreachable"
        case .timedOut: "speech_timeout"
        case .tooLarge: "speech_too_large"
        case .unusable: "speech_unusable"
        case .empty: "speech_empty"
        case .notAudio: "speech_not_audio"
        case .truncated: "speech_truncated"
        case .wrongLength: "speech_wrong_length"
        }
    }

    private var detail: String? {
        switch self {
        case .notFound(let words), .status(_, let words), .unreachable(let words), .unusable(let words),
            .notAudio(let words):
            words
        default: nil
        }
    }

    private static func brief(_ seconds: Double) -> String { "\((seconds * 10).rounded() / 10)" }
}
