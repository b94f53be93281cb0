import ReelCore

/// A job after a change of its status, and the events that tell of it.
public struct JobChange: Hashable, Sendable {
    public var job: Job
    /// To be published in this order. The last one is the change of status; a completed job's last milestone goes
    /// before it.
    public var events: [JobEvent]

    public init(job: Job, events: [JobEvent]) {
        self.job = job
        self.events = events
    }
}

/// A job and its stored events as of one instant.
public struct JobSnapshot: Hashable, Sendable {
    public var job: Job
    /// Stored events in order.
    public var events: [JobEvent]

    public init(job: Job, events: [JobEvent]) {
        self.job = job
        self.events = events
    }
}
