import ReelCore

/// What clients ask about jobs. A recording that came with a request is not read along.
public protocol JobReader: Sendable {
    /// - Throws: `StoreError`; its code is `unreadable` for a job whose record cannot be read. Lists leave such a job out,
    ///   but count it.
    func job(_ id: JobID) throws -> Job?
    /// The job that made a video; `nil` when its record is gone.
    func job(ofVideo id: VideoID) throws -> Job?
    /// Newest first.
    func jobs(status: JobStatus?, page: Page) throws -> Listing<Job>
    /// The newest completed job for this address whose video still exists.
    func completedJob(forURL url: String) throws -> Job?
    /// The job's attempts in order, the running one too.
    ///
    /// - Returns: `nil` when there is no such job.
    func attempts(of id: JobID) throws -> [Attempt]?
    /// How many jobs and videos there are.
    func counts() throws -> StoreCounts
    /// Reads something small.
    func checkHealth() throws
}
