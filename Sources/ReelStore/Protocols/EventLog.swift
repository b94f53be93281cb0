import ReelCore

/// What those ask who watch jobs.
public protocol EventLog: Sendable {
    /// The job and its stored events (milestones and changes of status) as of one instant.
    func snapshot(of id: JobID) throws -> JobSnapshot?
    /// The number of the newest event of each job, in one statement that reads no whole rows: to find out cheaply which of
    /// many jobs have changed.
    ///
    /// - Returns: nothing for a job that does not exist.
    func eventSeqs(of ids: [JobID]) throws -> [JobID: Int64]
}
