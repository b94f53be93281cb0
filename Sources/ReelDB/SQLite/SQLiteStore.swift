import Foundation
import GRDB
import ReelCore
import ReelStore

/// The store on one SQLite file.
///
/// One connection writes, behind the writeLock that keeps all processes apart (`InterProcessWriteLock`); a few read, without any writeLock,
/// because in WAL mode readers and the writer never wait for each other. Every call blocks its thread: `AsyncStore`
/// is the door for asynchronous code.
public final class SQLiteStore: Store {
    /// What a process does with the database.
    public enum Mode: Sendable {
        case readWrite
        /// Verbs that write throw. Opening still creates or migrates the database if no other process has.
        case readOnly
    }

    public let path: String
    let clock: StoreClock
    let busyTimeout: Duration
    private let writeLock: InterProcessWriteLock
    private let writer: DatabaseQueue?
    private let commits: GroupCommit?
    private let readers: ReaderPool

    /// Opens the database; whichever process is first creates or migrates it.
    ///
    /// - Parameters:
    ///   - path: the database file. Its folder must exist; two more files of SQLite's and one lock file stand beside it.
    ///   - mode: whether this process writes.
    ///   - busyTimeout: how long a verb waits for others' writes before it throws `StoreError.busy`.
    ///   - clock: this machine's own if `nil`.
    ///   - count: how many threads can read at the same time; more wait for each other.
    /// - Throws: `StoreError`.
    public init(
        path: URL, mode: Mode = .readWrite, readers count: Int = 2, busyTimeout: Duration = .seconds(5),
        clock: StoreClock? = nil
    ) throws {
        let path = path.path(percentEncoded: false)
        let operation = "opening the database \(path)"
        self.path = path
        self.busyTimeout = busyTimeout
        self.clock = try clock ?? .system()
        let writeLock = try InterProcessWriteLock(path: path + ".lock")
        self.writeLock = writeLock
        var opened: (writer: DatabaseQueue?, readers: [DatabaseQueue]) = (nil, [])
        try StoreError.translating(operation) {
            try writeLock.withLock(within: busyTimeout, for: operation) {
                let writer = try Self.openWriter(path: path, busyTimeout: busyTimeout)
                try Migrations.all.migrate(writer)
                let readers = try (0..<max(count, 1)).map { _ in
                    try Self.openReader(path: path, busyTimeout: busyTimeout)
                }
                if mode == .readOnly { try writer.close() }
                opened = (mode == .readOnly ? nil : writer, readers)
            }
        }
        writer = opened.writer
        commits = opened.writer.map { GroupCommit(writer: $0, writeLock: writeLock) }
        readers = ReaderPool(connections: opened.readers)
    }

    deinit {
        do {
            try close()
        } catch {
            // Closing may checkpoint, and outside the writeLock that may do harm. Connections that are never closed do none:
            // the next process to open the file finds everything in the WAL.
            for queue in readers.all + [writer].compactMap(\.self) {
                _ = Unmanaged.passRetained(queue)
            }
        }
    }

    /// Closes every connection. Verbs throw from now on.
    ///
    /// - Throws: `StoreError.busy` when the writeLock stays closed; the connections are still open then.
    public func close() throws {
        let operation = "closing the database \(path)"
        try StoreError.translating(operation) {
            try writeLock.withLock(within: busyTimeout, for: operation) {
                try readers.close()
                try writer?.close()
            }
        }
    }

    /// One transaction that writes: all of `body`, or nothing of it.
    package func write<T>(_ operation: String, _ body: (Database) throws -> T) throws -> T {
        guard let commits else {
            throw StoreError(.failed, operation: operation, cause: "this process opened the database for reading only")
        }
        return try StoreError.translating(operation) {
            try commits.write(within: busyTimeout, for: operation, body)
        }
    }

    /// One statement that reads.
    package func readOne<T>(_ operation: String, _ body: (Database) throws -> T) throws -> T {
        try StoreError.translating(operation) {
            try readers.withConnection { try $0.unsafeRead(body) }
        }
    }

    /// Several statements that read, all as of one instant.
    package func read<T>(_ operation: String, _ body: (Database) throws -> T) throws -> T {
        try StoreError.translating(operation) {
            try readers.withConnection { try $0.read(body) }
        }
    }

    /// The wall clock, as stored.
    func storedNow() -> String {
        Timestamp.stored(clock.now())
    }
}
