import Foundation

/// Why an attempt ended without a video: what is stored, shown and logged.
public struct JobFailure: Error, Hashable, Codable, Sendable {
    /// Where it happened; `nil` when it was no stage's doing (a crash, a full disk).
    public var stage: StageName?
    /// A short, stable word for programs, such as `fetch_refused` or `not_an_article`.
    public var code: String
    /// For people: what was wrong and what to do about it.
    public var message: String
    /// For developers: what the machine said.
    public var detail: String?
    /// Whether the same job can succeed later without anything being changed.
    public var isRetryable: Bool

    /// Unicode scalars.
    private static let longestMessage = 4_000

    /// The texts lose secrets, credentials and control characters: whatever an error says is stored and shown, and it may
    /// quote a stranger.
    public init(stage: StageName?, code: String, message: String, detail: String? = nil, isRetryable: Bool) {
        self.stage = stage
        self.code = code
        self.message = Redaction.message(message.withoutControls).cut(to: Self.longestMessage)
        self.detail = detail.map { Redaction.message($0.withoutControls) }
        self.isRetryable = isRetryable
    }

    enum CodingKeys: CodingKey {
        case stage, code, message, detail, isRetryable
    }

    /// From an attempt, which reads strangers' bytes, or from the store.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            stage: try container.decodeIfPresent(StageName.self, forKey: .stage),
            code: try container.decode(String.self, forKey: .code),
            message: try container.decode(String.self, forKey: .message),
            detail: try container.decodeIfPresent(String.self, forKey: .detail),
            isRetryable: try container.decode(Bool.self, forKey: .isRetryable))
    }
}

extension JobFailure {
    /// The failure of a job for which the disk had no room.
    public static func diskFull(in stage: StageName?, detail: String) -> JobFailure {
        JobFailure(
            stage: stage, code: "disk_full",
            message: "The disk is full. Free some space under REEL_HOME and try again.", detail: detail,
            isRetryable: true)
    }

    /// Whether the file system said that there is no room.
    public static func isDiskFull(_ error: any Error) -> Bool {
        switch error {
        case let error as CocoaError: error.code == .fileWriteOutOfSpace || underlying(error).map(isDiskFull) ?? false
        case let error as POSIXError: error.code == .ENOSPC || error.code == .EDQUOT
        default: false
        }
    }

    private static func underlying(_ error: CocoaError) -> (any Error)? {
        error.userInfo[NSUnderlyingErrorKey] as? any Error
    }
}

/// An error that knows what it means for the job.
public protocol JobFailureConvertible: Error {
    var failure: JobFailure { get }
}

extension JobFailure: JobFailureConvertible {
    public var failure: JobFailure { self }
}

extension JobFailure {
    /// The failure that any error means: its own word where it has one, else "unexpected".
    public init(_ error: any Error, in stage: StageName?) {
        if let known = error as? any JobFailureConvertible {
            self = known.failure
            self.stage = self.stage ?? stage
        } else if Self.isDiskFull(error) {
            self = .diskFull(in: stage, detail: String(describing: error))
        } else {
            self.init(
                stage: stage, code: "unexpected",
                message: "Something unexpected went wrong while making the video. Try again; if it happens twice, "
                    + "look into the runner's log for this job.",
                detail: String(describing: error), isRetryable: true)
        }
    }
}
