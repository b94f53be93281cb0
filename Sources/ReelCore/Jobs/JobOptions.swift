import Foundation

/// How a job is to be treated by the queue, apart from what it is to make.
public struct JobOptions: Hashable, Codable, Sendable {
    /// Higher goes first; jobs of one priority go in the order of their creation.
    public var priority: Int
    /// Not to be started before this instant; `nil` and the past are now.
    public var runAt: Date?
    /// How many attempts may end in an error before the job is failed. Crashes and stops are not counted.
    public var maxAttempts: Int

    public init(priority: Int = 0, runAt: Date? = nil, maxAttempts: Int = JobOptions.defaultMaxAttempts) {
        self.priority = priority
        self.runAt = runAt
        self.maxAttempts = maxAttempts
    }

    enum CodingKeys: String, CodingKey {
        case priority
        case runAt = "run_at"
        case maxAttempts = "max_attempts"
    }

    public static let defaultMaxAttempts = 3
    public static let priorities = -100...100
    public static let attempts = 1...20
}
