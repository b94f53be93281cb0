/// Where a job stands. The words are those stored and those sent.
public enum JobStatus: String, Codable, CaseIterable, Sendable {
    /// Accepted and waiting for a runner: new, freed from a runner that died or stopped, or waiting to be tried again.
    case pending
    /// Claimed by a runner whose lease is current.
    case processing
    /// Ended with a video, in the same transaction that wrote the video's row.
    case completed
    /// Ended without one; `errorMessage` says why and what to do.
    case failed
    /// Ended by a client's request.
    case cancelled

    /// Whether nothing will happen to the job by itself any more. A client may still ask for another try.
    public var isFinal: Bool {
        switch self {
        case .pending, .processing: false
        case .completed, .failed, .cancelled: true
        }
    }

    /// The statuses that may follow this one.
    public var successors: Set<JobStatus> {
        switch self {
        case .pending: [.processing, .cancelled]
        case .processing: [.completed, .failed, .cancelled, .pending]
        // By a client's request only.
        case .failed, .cancelled: [.pending]
        case .completed: []
        }
    }
}
