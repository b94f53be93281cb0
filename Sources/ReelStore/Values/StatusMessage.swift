import ReelCore

/// The words of changes of status, the same whatever the store's engine.
package enum StatusMessage {
    package static let started = "Processing started"
    package static let resumed = "Processing resumed"
    package static let released = "Waiting to be resumed"
    package static let crashed = "The attempt ended unexpectedly; waiting to be resumed"
    package static let retried = "Waiting to be tried again"
    package static let cancelled = "Job cancelled"
    package static let completed = Milestone.completed.message()

    package static func retrying(after failure: JobFailure) -> String {
        "Waiting for another try: \(failure.message)"
    }

    /// What a job ends with whose runners keep dying.
    package static func runnerLostForGood(times: Int) -> JobFailure {
        JobFailure(
            stage: nil, code: "runner_lost",
            message:
                "The runner died \(times) times in a row while it made this video, without getting any further, so "
                + "it is not tried again by itself. Find out what ends the runner (the system's log; most often the "
                + "machine ran out of memory), then retry the job.",
            isRetryable: false)
    }

    /// What a job ends with whose record cannot be read.
    package static let unreadable = JobFailure(
        stage: nil, code: "unreadable",
        message: "The record of this job in the database cannot be read, so it cannot be made. Create the job again.",
        isRetryable: false)

    /// What a job that keeps killing its attempts ends with.
    package static func crashedForGood(times: Int) -> JobFailure {
        JobFailure(
            stage: nil, code: "crashed",
            message: "Making this video ended unexpectedly \(times) times in a row without getting any further, so it "
                + "is not tried again by itself. Most often the machine ran out of memory: make some free, or ask for "
                + "draft quality, and create the job again. The runner's log says more about this job.",
            isRetryable: false)
    }
}
