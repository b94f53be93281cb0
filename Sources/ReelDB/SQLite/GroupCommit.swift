@preconcurrency import Dispatch
import GRDB
import Synchronization

/// Lets threads that write at the same time share one transaction, and with it one flush to the disk, which is most of
/// what a small write costs.
///
/// Each thread queues its work. One of them leads: it passes the writeLock and does all that has queued by then, each piece in a
/// savepoint of its own. Then it wakes those whose work is done, and one of those who came meanwhile, to lead next. Nobody
/// is told of success before the commit.
final class GroupCommit: Sendable {
    private struct State {
        var waiting: [PendingWrite] = []
        /// Whose thread does the next transaction; one of those who wait, or in it.
        var leader: PendingWrite?

        /// - Returns: whether it is to lead.
        mutating func add(_ work: PendingWrite) -> Bool {
            waiting.append(work)
            if leader == nil { leader = work }
            return leader === work
        }

        /// Takes a piece of work out of the queue.
        ///
        /// - Returns: whether it was still there, and not in a thread's hands.
        mutating func take(_ work: PendingWrite) -> Bool {
            guard let index = waiting.firstIndex(where: { $0 === work }) else { return false }
            waiting.remove(at: index)
            return true
        }
    }

    private let writer: DatabaseQueue
    private let writeLock: InterProcessWriteLock
    private let state = Mutex(State())

    init(writer: DatabaseQueue, writeLock: InterProcessWriteLock) {
        self.writer = writer
        self.writeLock = writeLock
    }

    /// Does all of `body`, or nothing of it.
    func write<T>(within timeout: Duration, for operation: String, _ body: (Database) throws -> T) throws -> T {
        var result: T?
        let keepingResult: (Database) throws -> Void = { result = try body($0) }
        try withoutActuallyEscaping(keepingResult) { try commit($0, within: timeout, for: operation) }
        // There is one: the work ended without an error.
        return result!
    }

    private func commit(
        _ run: @escaping (Database) throws -> Void, within timeout: Duration, for operation: String
    ) throws {
        let work = PendingWrite(run)
        let deadline = ContinuousClock.now + timeout
        var leads = state.withLock { $0.add(work) }
        while true {
            if leads {
                lead(work, until: deadline, for: operation)
            } else if !work.waitForNews(until: deadline), state.withLock({ $0.leader !== work && $0.take(work) }) {
                throw InterProcessWriteLock.othersWrite(operation, for: timeout)
            }
            if work.isDone { return try work.outcome() }
            leads = state.withLock { $0.leader === work }
        }
    }

    /// Passes the writeLock and commits, the leader's own work with it, or lets that fail alone; then another leads.
    private func lead(_ work: PendingWrite, until deadline: ContinuousClock.Instant, for operation: String) {
        do {
            try writeLock.withLock(
                within: max(.zero, ContinuousClock.now.duration(to: deadline)), for: operation, commitAll)
        } catch {
            // When it is too late to give up, because the work was done, it has said how it ended.
            if state.withLock({ $0.take(work) }) { work.finish(error) }
        }
        state.withLock { state in
            state.leader = state.waiting.first
            state.leader?.wake()
        }
    }

    /// Runs inside the writeLock.
    private func commitAll() {
        let batch = state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        var failure: (any Error)?
        do {
            try writer.write { db in
                if batch.count == 1 { return try batch[0].run(db) }
                for work in batch { try runApart(work, db) }
            }
        } catch {
            failure = error
        }
        for work in batch { work.finish(failure) }
    }

    /// Does one piece of work so that its failure undoes nothing but itself.
    private func runApart(_ work: PendingWrite, _ db: Database) throws {
        do {
            try db.inSavepoint {
                try work.run(db)
                return .commit
            }
        } catch {
            // A full disk, for one, makes SQLite undo the whole transaction: nobody's work is done then.
            guard db.isInsideTransaction else { throw error }
            work.fail(error)
        }
    }
}

/// A thread's piece of work, on its way through another thread's transaction.
///
/// Unchecked, because two threads use it in turn: its own fills it in and then waits; the one that commits runs it and
/// then says so by `finished`, which its own thread reads before the rest.
private final class PendingWrite: @unchecked Sendable {
    private var body: ((Database) throws -> Void)?
    private var error: (any Error)?
    private let finished = Atomic(false)
    private let signal = DispatchSemaphore(value: 0)

    init(_ body: @escaping (Database) throws -> Void) {
        self.body = body
    }

    var isDone: Bool { finished.load(ordering: .acquiring) }

    func run(_ db: Database) throws {
        try body?(db)
    }

    /// The work itself failed, whatever becomes of the transaction.
    func fail(_ error: any Error) {
        self.error = error
    }

    /// There is news: its thread is to lead.
    func wake() {
        signal.signal()
    }

    /// - Parameter failure: why the transaction was not committed.
    func finish(_ failure: (any Error)?) {
        error = error ?? failure
        // The body must not outlive its caller, who goes on as soon as we say so; this object may.
        body = nil
        finished.store(true, ordering: .releasing)
        signal.signal()
    }

    /// Waits until it is done or to lead.
    ///
    /// - Returns: `false` when the deadline came first. Past it, waits for the end alone: the work is in another thread's hands.
    func waitForNews(until deadline: ContinuousClock.Instant) -> Bool {
        let left = ContinuousClock.now.duration(to: deadline)
        guard left > .zero else {
            // A moment, so that who asks again and again does not spin.
            return signal.wait(timeout: .now() + .milliseconds(20)) == .success
        }
        return signal.wait(timeout: .now() + .milliseconds(Int(left.milliseconds) + 1)) == .success
    }

    /// How it ended. Asked when `isDone`.
    ///
    /// - Throws: what the work or its transaction failed with.
    func outcome() throws {
        if let error { throw error }
    }
}
