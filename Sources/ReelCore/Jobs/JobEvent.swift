import Foundation

/// Something that happened to a job: what the store writes down, what a runner publishes, and what watchers are told.
/// Milestones and changes of status are stored; plain progress is only published.
public struct JobEvent: Hashable, Sendable {
    /// What an event tells of.
    public enum Kind: String, Codable, CaseIterable, Sendable {
        /// The job reached one of the `Milestone`s.
        case milestone
        /// The number or the words moved between two milestones.
        case progress
        /// The job's status changed.
        case status
    }

    public var jobID: JobID
    /// Grows by at least one with every event of the job; a reader that has seen `seq` drops what is not above it.
    public var seq: Int64
    public var kind: Kind
    /// The job's percent when it happened.
    public var progress: Int
    public var message: String
    /// The job's status when it happened.
    public var status: JobStatus
    public var at: Date
    /// When the job was expected to end then; not stored.
    public var expectedEnd: Date?
    /// The job after a change of its status, for watchers; not stored.
    public var job: JobResponse?

    public init(
        jobID: JobID, seq: Int64, kind: Kind, progress: Int, message: String, status: JobStatus, at: Date,
        expectedEnd: Date? = nil, job: JobResponse? = nil
    ) {
        self.jobID = jobID
        self.seq = seq
        self.kind = kind
        self.progress = progress
        self.message = message
        self.status = status
        self.at = at
        self.expectedEnd = expectedEnd
        self.job = job
    }

    /// Whole seconds from the event until the job was expected to end, where that can be told.
    public var etaSeconds: Int? {
        expectedEnd.map { JobResponse.seconds(until: $0, now: at) }
    }

    /// The event as it is published.
    ///
    /// - Parameter job: the job after the event; taken along only when its status changed.
    public func carrying(_ job: Job) -> JobEvent {
        var event = self
        event.job = kind == .status ? JobResponse(job) : nil
        return event
    }
}

/// As a runner sends it to its watchers, a line of JSON for each event.
extension JobEvent: Codable {
    enum CodingKeys: String, CodingKey {
        case kind, seq, progress, message, status, at, job
        case jobID = "job_id"
        case etaSeconds = "eta_seconds"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        jobID = try container.decode(JobID.self, forKey: .jobID)
        seq = try container.decode(Int64.self, forKey: .seq)
        kind = try container.decode(Kind.self, forKey: .kind)
        progress = try container.decode(Int.self, forKey: .progress)
        message = try container.decode(String.self, forKey: .message)
        status = try container.decode(JobStatus.self, forKey: .status)
        at = Date(timeIntervalSince1970: try container.decode(Double.self, forKey: .at))
        // Whole seconds are what is sent, so `etaSeconds` comes out as it went in.
        expectedEnd = try container.decodeIfPresent(Int.self, forKey: .etaSeconds).map { [at] in at + Double($0) }
        job = try container.decodeIfPresent(JobResponse.self, forKey: .job)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(jobID, forKey: .jobID)
        try container.encode(seq, forKey: .seq)
        try container.encode(kind, forKey: .kind)
        try container.encode(progress, forKey: .progress)
        try container.encode(message, forKey: .message)
        try container.encode(status, forKey: .status)
        try container.encode(at.timeIntervalSince1970, forKey: .at)
        try container.encodeIfPresent(etaSeconds, forKey: .etaSeconds)
        try container.encodeIfPresent(job, forKey: .job)
    }
}
