import Foundation

/// An error as clients get it, `application/problem+json` (RFC 9457).
public struct ProblemResponse: Codable, Sendable {
    /// The status in words, such as `Not Found`.
    public var title: String
    public var status: Int
    /// What was wrong and what to do, for people. Always there; the Python original's clients read it too.
    public var detail: String
    /// What is wrong with each field, where that is known.
    public var errors: [FieldProblem]?

    public init(title: String, status: Int, detail: String, errors: [FieldProblem]? = nil) {
        self.title = title
        self.status = status
        self.detail = detail
        self.errors = errors
    }
}

/// `GET /health`.
public struct HealthResponse: Codable, Sendable {
    /// `healthy`; `degraded` when a runner or the bridge is missing; `unhealthy` when the database does not answer.
    public var status: String
    public var message: String
    /// How many runners live.
    public var runners: Int
    /// Whether the bridge answers.
    public var bridge: Bool
    /// For people: what is missing, and what that means.
    public var warnings: [String]

    public init(status: String, message: String, runners: Int, bridge: Bool, warnings: [String]) {
        self.status = status
        self.message = message
        self.runners = runners
        self.bridge = bridge
        self.warnings = warnings
    }
}
