import ReelCore

/// A job that this runner may work on until the lease ends.
public struct Claim: Hashable, Sendable {
    public var id: ClaimID
    /// The job after the claim, `processing`.
    public var job: Job
    /// The change of status, to be published.
    public var event: JobEvent
    /// How many attempts of the job have ended in an error so far.
    public var errorCount: Int

    public init(id: ClaimID, job: Job, event: JobEvent, errorCount: Int = 0) {
        self.id = id
        self.job = job
        self.event = event
        self.errorCount = errorCount
    }
}
