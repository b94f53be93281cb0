import Foundation

/// Something that happened to a job. Milestones and changes of status are stored; plain progress only passes by.
public struct JobEvent: Hashable, Sendable {
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

    public init(
        jobID: JobID, seq: Int64, kind: Kind, progress: Int, message: String, status: JobStatus, at: Date,
        expectedEnd: Date? = nil
    ) {
        self.jobID = jobID
        self.seq = seq
        self.kind = kind
        self.progress = progress
        self.message = message
        self.status = status
        self.at = at
        self.expectedEnd = expectedEnd
    }
}
