import ReelCore

/// The options of enqueueing a job.
public struct EnqueueOptions: Hashable, Sendable {
    /// The same key means the same job, if what is asked for is the same, `job` included.
    public var idempotencyKey: String?
    /// How many jobs may be due, or wait for their next try; `nil` is any number.
    public var queueLimit: Int?
    /// How many jobs may wait for their `runAt`; `nil` is any number.
    public var scheduledLimit: Int?
    /// How the queue treats the job.
    public var job: JobOptions

    public init(
        idempotencyKey: String? = nil, queueLimit: Int? = nil, scheduledLimit: Int? = nil,
        job: JobOptions = JobOptions()
    ) {
        self.idempotencyKey = idempotencyKey
        self.queueLimit = queueLimit
        self.scheduledLimit = scheduledLimit
        self.job = job
    }
}

/// What came of a client's request for a job.
public enum EnqueueOutcome: Hashable, Sendable {
    case accepted(Job)
    /// There is a job of this key for the same request with the same options: nothing was added.
    case repeated(Job)
    /// There is a job of this key for another request, or with other options.
    case otherRequest(Job)
    /// As many jobs wait for a runner as may.
    case queueFull(waiting: Int)
    /// The job is for later, and as many such jobs wait as may.
    case scheduleFull(waiting: Int)
}

/// What came of a client's request to cancel.
public enum CancelOutcome: Sendable {
    case cancelled(JobChange)
    /// The job had ended before.
    case alreadyEnded(Job)
    case notFound
}

/// What came of a client's request for another try.
public enum RetryOutcome: Sendable {
    case retried(JobChange)
    /// It is processing, or due anyway.
    case underWay(Job)
    /// It has its video.
    case completed(Job)
    /// As many jobs wait for a runner as may: the job is left as it is.
    case queueFull(waiting: Int)
    case notFound
}
