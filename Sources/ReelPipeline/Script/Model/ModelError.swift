import ReelCore

/// Why a model gave no script.
public enum ModelError: Error, Hashable, Sendable {
    /// The endpoint does not take the key (401, 403).
    case unauthorized(status: Int)
    /// 429, and the wait asked for is too long or tries are used up.
    case rateLimited
    /// 402, or a message that the account has no credit.
    case noCredit
    /// 404: no such endpoint or model.
    case notFound
    /// Any other status; what the endpoint said.
    case status(Int, String)
    case unreachable(String)
    case timedOut(seconds: Double)
    /// The answer ended at its limit of tokens.
    case truncated
    case empty
    /// The model would not do it.
    case refused(String)
    /// It is no JSON, or not of the shape that was asked for, after every try.
    case unusable(String)
}

extension ModelError: JobFailureConvertible {
    public var failure: JobFailure {
        JobFailure(
            stage: .script, code: code, message: "The language model wrote no script: \(reason). \(advice)",
            detail: detail, isRetryable: isTransient)
    }

    /// Whether the same question may well be answered a little later.
    var isTransient: Bool {
        switch self {
        case .rateLimited, .unreachable, .timedOut: true
        case .status(let status, _): status == 408 || status == 409 || status >= 500
        default: false
        }
    }

    /// What was wrong, as a part of a sentence.
    public var reason: String {
        switch self {
        case .unauthorized: "its endpoint does not accept the key"
        case .rateLimited: "its endpoint gets too many requests"
        case .noCredit: "the account at its endpoint has no credit"
        case .notFound: "its endpoint has no such address or model"
        case .status(let status, _): "its endpoint answered with status \(status)"
        case .unreachable: "its endpoint could not be reached"
        case .timedOut(let seconds): "it did not answer within \(Int(seconds)) seconds"
        case .truncated: "its answer was cut off"
        case .empty: "its answer was empty"
        case .refused: "it declined"
        case .unusable: "its answers were not of the form that was asked for"
        }
    }

    private var advice: String {
        switch self {
        case .unauthorized: "Check REEL_LLM_KEY."
        case .noCredit: "Top the account up, or unset REEL_LLM_URL."
        case .notFound: "Check REEL_LLM_URL and REEL_LLM_MODEL."
        case .truncated: "Raise REEL_LLM_CONTEXT if the model can take more."
        case .unreachable, .timedOut: "Check that REEL_LLM_URL can be reached from this machine, and try again."
        case .rateLimited, .status: "Try again later."
        case .empty, .refused, .unusable: "Try again, or use another model (REEL_LLM_MODEL)."
        }
    }

    private var code: String {
        switch self {
        case .unauthorized: "llm_unauthorized"
        case .rateLimited: "llm_rate_limited"
        case .noCredit: "llm_no_credit"
        case .notFound: "llm_not_found"
        case .status: "llm_status"
        case .unreachable: "llm_unreachable"
        case .timedOut: "llm_timeout"
        case .truncated: "llm_truncated"
        case .empty: "llm_empty"
        case .refused: "llm_refused"
        case .unusable: "llm_unusable"
        }
    }

    private var detail: String? {
        switch self {
        case .status(_, let words), .unreachable(let words), .refused(let words), .unusable(let words): words
        default: nil
        }
    }
}
