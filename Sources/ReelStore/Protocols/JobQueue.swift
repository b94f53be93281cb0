import ReelCore

/// What clients do to jobs.
public protocol JobQueue: Sendable {
    /// Puts a job into the queue, unless the options say otherwise. When this returns, the job survives a power cut.
    func enqueue(_ request: JobRequest, options: EnqueueOptions) throws -> EnqueueOutcome
    /// Cancels a job that has not ended.
    func cancel(_ id: JobID) throws -> CancelOutcome
    /// Puts a job that failed or was cancelled back into the queue, with all its tries before it; one that waits for its
    /// next try is due at once.
    ///
    /// - Parameters:
    ///   - id: of the job.
    ///   - queueLimit: how many jobs may wait, as in `EnqueueOptions`: a job that would be added to them is not retried when
    ///     as many wait.
    func retry(_ id: JobID, queueLimit: Int?) throws -> RetryOutcome
}

extension JobQueue {
    /// Retries a job, whatever waits already.
    public func retry(_ id: JobID) throws -> RetryOutcome {
        try retry(id, queueLimit: nil)
    }

    /// Enqueues a job, whatever waits already.
    public func createJob(_ request: JobRequest, options: JobOptions = JobOptions()) throws -> Job {
        switch try enqueue(request, options: EnqueueOptions(job: options)) {
        case .accepted(let job), .repeated(let job): return job
        case .otherRequest, .queueFull, .scheduleFull:
            throw StoreError(.failed, operation: "creating a job", cause: "it was refused by a limit that nobody set")
        }
    }
}
