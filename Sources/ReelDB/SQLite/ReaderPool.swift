@preconcurrency import Dispatch
import GRDB
import Synchronization

/// A fixed number of read-only connections, each used by one thread at a time.
///
/// A pool of plain queues costs about half of what `DatabasePool` does for each small read, because statements stay
/// prepared and nothing is set up for a single read.
final class ReaderPool: Sendable {
    private let connections: [DatabaseQueue]
    private let free: Mutex<[Int]>
    private let isClosed = Mutex(false)
    private let available: DispatchSemaphore

    init(connections: [DatabaseQueue]) {
        precondition(!connections.isEmpty, "a pool of no connections would wait for ever")
        self.connections = connections
        free = Mutex(Array(connections.indices))
        available = DispatchSemaphore(value: connections.count)
    }

    /// Waits for a connection if all are in use: reads are short.
    ///
    /// - Throws: `DatabaseError` when the pool is closed; a plain queue that is closed would crash instead.
    func withConnection<T>(_ body: (DatabaseQueue) throws -> T) throws -> T {
        available.wait()
        defer { available.signal() }
        if isClosed.withLock(\.self) {
            throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "the store is closed")
        }
        // Last in, first out: the connection used last has the warmest cache. The semaphore says that there is one.
        let index = free.withLock { $0.removeLast() }
        defer { free.withLock { $0.append(index) } }
        return try body(connections[index])
    }

    /// Waits for those who read, and closes every connection.
    func close() throws {
        for _ in connections { available.wait() }
        defer { for _ in connections { available.signal() } }
        isClosed.withLock { $0 = true }
        for connection in connections { try connection.close() }
    }

    /// The caller has seen to it that nobody reads any more.
    var all: [DatabaseQueue] { connections }
}
