@preconcurrency import Dispatch
import Foundation
import ReelStore

/// The one door for everything that may write to the database: transactions, checkpoints, opening and closing.
///
/// SQLite below 3.51.3 can corrupt a database when connections of two processes write and checkpoint the same WAL at the
/// same instant (https://www.sqlite.org/wal.html, "The WAL-Reset Bug"); with one writer at a time that cannot happen, and
/// our own processes never see each other's `SQLITE_BUSY`. The lock is `flock` on a file beside the database, never on the
/// database: SQLite keeps POSIX locks on that one, and closing any descriptor of it would drop them.
///
/// A lock of `flock` belongs to the open file, so two gates of one process keep each other out as well. It ends with
/// the process, however that ends.
final class InterProcessWriteLock: Sendable {
    let path: String
    private let descriptor: CInt
    /// The threads of this process queue here first, so that one of them at most polls the file.
    private let turn = DispatchSemaphore(value: 1)

    private init(path: String, descriptor: CInt) {
        self.path = path
        self.descriptor = descriptor
    }

    /// The lock that others have made, for who must create nothing.
    ///
    /// - Returns: `nil` where there is none.
    static func existing(path: String) throws -> InterProcessWriteLock? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor >= 0 { return InterProcessWriteLock(path: path, descriptor: descriptor) }
        if errno == ENOENT { return nil }
        throw StoreError(
            .failed, operation: "opening \(path), the lock file beside the database",
            cause: String(cString: strerror(errno)))
    }

    init(path: String) throws {
        self.path = path
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o660)
        guard descriptor >= 0 else {
            let reason = String(cString: strerror(errno))
            throw StoreError(
                .failed, operation: "opening \(path), the lock file beside the database",
                cause: "\(reason). The database's folder must exist and this user must be able to write to it; "
                    + "REEL_DATABASE names the database")
        }
    }

    deinit {
        close(descriptor)
    }

    /// Runs `body` while nobody else, in this process or another, is inside. Not reentrant.
    ///
    /// - Throws: `StoreError.busy` when the writeLock stays closed for longer than `timeout`.
    func withLock(within timeout: Duration, for operation: String, _ body: () throws -> Void) throws {
        let deadline = ContinuousClock.now + timeout
        guard turn.wait(timeout: .now() + .milliseconds(Int(timeout.milliseconds))) == .success else {
            throw Self.othersWrite(operation, for: timeout)
        }
        defer { turn.signal() }
        try lock(until: deadline, timeout: timeout, operation: operation)
        defer { flock(descriptor, LOCK_UN) }
        try body()
    }

    /// Polls, because a blocking `flock` could not end at the deadline when the holder is stopped or its disk hangs.
    private func lock(until deadline: ContinuousClock.Instant, timeout: Duration, operation: String) throws {
        var pause: UInt32 = 50
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else {
                throw StoreError(
                    .failed, operation: operation, cause: "flock \(path): \(String(cString: strerror(errno)))")
            }
            guard ContinuousClock.now < deadline else {
                throw Self.busy(operation, "another process held \(path) for \(timeout)")
            }
            usleep(pause)
            pause = min(pause * 2, 2000)
        }
    }

    static func othersWrite(_ operation: String, for time: Duration) -> StoreError {
        busy(operation, "other threads of this process were writing for \(time)")
    }

    private static func busy(_ operation: String, _ cause: String) -> StoreError {
        StoreError(.busy, operation: operation, cause: cause)
    }
}
