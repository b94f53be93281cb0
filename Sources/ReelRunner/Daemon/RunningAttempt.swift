import ReelCore
import ReelStore

/// An attempt that this runner sees to its end, and the two ways to end it before.
struct RunningAttempt: Sendable {
    let jobID: JobID
    let task: Task<Void, Never>
    private let stopRequests: AsyncStream<Void>.Continuation

    /// - Parameter body: runs the attempt and writes its end into the store; is given the requests to stop.
    init(jobID: JobID, body: @escaping @Sendable (AsyncStream<Void>) async -> Void) {
        self.jobID = jobID
        let (requests, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        stopRequests = continuation
        task = Task {
            await body(requests)
            continuation.finish()
        }
    }

    /// What it has begun is finished, then it ends.
    func stopSoon() { stopRequests.yield() }

    /// The whole process group is ended.
    func end() { task.cancel() }
}

/// How far the end of an attempt has been written down.
enum FinalizationStep: Sendable {
    /// - Parameter stream: the name under which a stream may stand in the outputs.
    case end(AttemptOutcome, stream: OutputName?)
    /// The files stand in the outputs under their names; the row is still to be written. When the store did not answer,
    /// it is not known whether it was.
    case published(NewVideo)
}
