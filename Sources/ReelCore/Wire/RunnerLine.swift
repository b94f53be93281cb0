import Foundation

/// A line of the conversation on a runner's socket, JSON and a newline. Whatever is not understood is passed over.
public enum RunnerCommand: Hashable, Sendable {
    /// There may be work: look at the queue now.
    case wake
    /// This job was cancelled in the store: end its attempt now, and tell the watchers.
    case cancelled(JobID)
    /// This job was put back into the queue by a client: look at the queue now, and tell the watchers.
    case retried(JobID)
    /// Send every event of every job from now on, as `RunnerEvent` lines, until the connection closes.
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

/// A line that a runner sends to its watchers: one event of one job, already in the store.
public struct RunnerEvent: Hashable, Codable, Sendable {
    public var kind: JobEvent.Kind
    public var jobID: JobID
    public var seq: Int64
    public var progress: Int
    public var message: String
    /// Whole seconds until the job is expected to end, where it can be told.
    public var etaSeconds: Int?
    /// The whole job, with a change of status.
    public var job: JobResponse?

    /// - Parameter job: the job after the event; sent only when its status changed.
    public init(_ event: JobEvent, job: Job? = nil) {
        kind = event.kind
        jobID = event.jobID
        seq = event.seq
        progress = event.progress
        message = event.message
        etaSeconds = event.expectedEnd.map { JobResponse.seconds(until: $0, now: event.at) }
        self.job = event.kind == .status ? job.map { JobResponse($0) } : nil
    }

    enum CodingKeys: String, CodingKey {
        case kind, seq, progress, message, job
        case jobID = "job_id"
        case etaSeconds = "eta_seconds"
    }
}
