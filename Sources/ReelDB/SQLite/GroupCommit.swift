@preconcurrency import Dispatch
import GRDB
import Synchronization

/// Lets threads that write at the same time share one transaction, and with it one flush to the disk, which is most of
/// what a small write costs.
///
/// Each thread queues its work and then waits at the gate. The first to get through does all that has queued by then,
/// each piece in a savepoint of its own; the others find their work done. Nobody is told of success before the commit.
final class GroupCommit: Sendable {
    private let writer: DatabaseQueue
    private let gate: WriteGate
    private let queue = Mutex<[PendingWrite]>([])

    init(writer: DatabaseQueue, gate: WriteGate) {
        self.writer = writer
        self.gate = gate
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
        queue.withLock { $0.append(work) }
        do {
            try gate.pass(within: timeout, for: operation, unless: { work.isDone }, commitAll)
        } catch {
            // When it is too late to give up, because another thread has the work in its hands, it will say how it ended.
            if takeBack(work) { work.finish(error) }
        }
        try work.outcome()
    }

    /// Takes a piece of work out of the queue.
    ///
    /// - Returns: whether it was still there.
    private func takeBack(_ work: PendingWrite) -> Bool {
        queue.withLock {
            let index = $0.firstIndex { $0 === work }
            if let index { $0.remove(at: index) }
            return index != nil
        }
    }

    /// Runs inside the gate.
    private func commitAll() {
        let batch = queue.withLock { waiting in
            defer { waiting = [] }
            return waiting
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
/// then signals.
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

    /// - Parameter failure: why the transaction was not committed.
    func finish(_ failure: (any Error)?) {
        error = error ?? failure
        // The body must not outlive its caller, who goes on as soon as we signal; this object may.
        body = nil
        finished.store(true, ordering: .releasing)
        signal.signal()
    }

    /// Waits for the end.
    ///
    /// - Throws: what the work or its transaction failed with.
    func outcome() throws {
        signal.wait()
        if let error { throw error }
    }
}
