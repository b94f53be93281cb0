@preconcurrency import Dispatch

/// A store for asynchronous code: its verbs block, so they run on a thread of their own and never on the cooperative pool.
/// One verb runs at a time, in the order of asking.
public typealias AsyncStore = AsyncStoreAccess<any Store>

/// Asynchronous access to some of a store's verbs.
///
///     let log = AsyncStoreAccess<any EventLog>(store)
///     let snapshot = try await log.perform { try $0.snapshot(of: id) }
public actor AsyncStoreAccess<Verbs: Sendable> {
    private let store: Verbs
    private let executor: QueueExecutor

    public init(_ store: Verbs) {
        self.store = store
        executor = QueueExecutor(label: "reelcraft.store")
    }

    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// Runs one or several verbs and waits for them without blocking. What was begun is finished, even when the task is
    /// cancelled meanwhile: a transaction whose outcome nobody knows would be worse.
    public func perform<T: Sendable>(_ body: @Sendable (Verbs) throws -> T) async throws -> T {
        try body(store)
    }
}

/// Runs an actor on a serial queue, which has a thread of its own whenever it has work.
private final class QueueExecutor: SerialExecutor {
    private let queue: DispatchQueue

    init(label: String) {
        queue = DispatchQueue(label: label, qos: .userInitiated)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    func checkIsolated() {
        dispatchPrecondition(condition: .onQueue(queue))
    }
}
