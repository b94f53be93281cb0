import Foundation

/// What the bridge sends to a client over `/ws`, one JSON text frame each.
public enum BridgeMessage: Encodable, Sendable {
    /// First on every connection.
    case connection
    /// The answer to `{"subscribe": "<job id>"}`.
    case subscribed(JobID)
    /// A milestone passed, or the number moving between two.
    case jobProgress(JobID, progress: Int, message: String, seq: Int64, etaSeconds: Int? = nil)
    /// The whole job: after `subscribed`, and on every change of status.
    case jobStatus(JobID, JobResponse, seq: Int64)
    /// The client asked for something that cannot be; `job_id` is what it named, if it named one.
    case error(jobID: String?, message: String)

    enum CodingKeys: String, CodingKey {
        case type, message, progress, status, seq
        case jobID = "job_id"
        case etaSeconds = "eta_seconds"
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .connection:
            try container.encode("connection", forKey: .type)
            try container.encode("Connected to ReelCraft API", forKey: .message)
        case .subscribed(let id):
            try container.encode("subscribed", forKey: .type)
            try container.encode(id, forKey: .jobID)
            try container.encode("Subscribed to job \(id)", forKey: .message)
        case .jobProgress(let id, let progress, let message, let seq, let etaSeconds):
            try container.encode("job_progress", forKey: .type)
            try container.encode(id, forKey: .jobID)
            try container.encode(progress, forKey: .progress)
            try container.encode(message, forKey: .message)
            try container.encode(seq, forKey: .seq)
            try container.encodeIfPresent(etaSeconds, forKey: .etaSeconds)
        case .jobStatus(let id, let job, let seq):
            try container.encode("job_status", forKey: .type)
            try container.encode(id, forKey: .jobID)
            try container.encode(job, forKey: .status)
            try container.encode(seq, forKey: .seq)
        case .error(let id, let message):
            try container.encode("error", forKey: .type)
            try container.encodeIfPresent(id, forKey: .jobID)
            try container.encode(message, forKey: .message)
        }
    }
}

/// What a client sends to the bridge.
public struct BridgeRequest: Codable, Sendable {
    public var subscribe: String

    public init(subscribe: String) {
        self.subscribe = subscribe
    }
}
