import Foundation

/// A line of the conversation on a runner's socket, JSON and a newline. Whatever is not understood is skipped.
public enum RunnerCommand: Hashable, Sendable {
    /// There may be work: look at the queue now.
    case wake
    /// This job was cancelled in the store: end its attempt now, and tell the watchers.
    case cancelled(JobID)
    /// This job was put back into the queue by a client: look at the queue now, and tell the watchers.
    case retried(JobID)
    /// Send every event of every job from now on, as `JobEvent` lines, until the connection closes.
    case watch
    /// The runner's answer to `watch`, its first line: every event from now on will come. A watcher that reads the store
    /// after this line misses nothing.
    case watching
}

extension RunnerCommand: Codable {
    enum CodingKeys: String, CodingKey {
        case type
        case jobID = "job_id"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        switch try container.decode(String.self, forKey: .type) {
        case "wake": self = .wake
        case "cancelled": self = .cancelled(try container.decode(JobID.self, forKey: .jobID))
        case "retried": self = .retried(try container.decode(JobID.self, forKey: .jobID))
        case "watch": self = .watch
        case "watching": self = .watching
        case let other:
            throw DecodingError.dataCorruptedError(
                forKey: .type, in: container, debugDescription: "no runner command is called \(other)")
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .wake: try container.encode("wake", forKey: .type)
        case .cancelled(let id):
            try container.encode("cancelled", forKey: .type)
            try container.encode(id, forKey: .jobID)
        case .retried(let id):
            try container.encode("retried", forKey: .type)
            try container.encode(id, forKey: .jobID)
        case .watch: try container.encode("watch", forKey: .type)
        case .watching: try container.encode("watching", forKey: .type)
        }
    }
}
