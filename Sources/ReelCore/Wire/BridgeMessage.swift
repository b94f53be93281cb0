import Foundation

/// What the bridge sends to a client over `/ws`, one JSON text frame each.
public enum BridgeMessage: Encodable, Sendable {
    /// First on every connection.
    case connection
    /// The answer to `{"subscribe": "<job id>"}`.
    case subscribed(JobID)
    /// A change of status is a `job_status` with the whole job, which also comes after `subscribed`; everything else is a
    /// `job_progress`.
    case event(JobEvent)
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
        case .event(let event):
            try container.encode(event.jobID, forKey: .jobID)
            try container.encode(event.seq, forKey: .seq)
            if event.kind == .status {
                try container.encode("job_status", forKey: .type)
                try container.encode(event.job, forKey: .status)
            } else {
                try container.encode("job_progress", forKey: .type)
                try container.encode(event.progress, forKey: .progress)
                try container.encode(event.message, forKey: .message)
                try container.encodeIfPresent(event.etaSeconds, forKey: .etaSeconds)
            }
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
