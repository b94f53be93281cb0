import Foundation
import Glibc

/// `flock` on the files in `run/runners`. Locks belong to the open file, so they end with the process that holds them.
enum RunnerLock {
    /// Creates the file and locks it.
    ///
    /// - Returns: the open file, whose closing ends the lock; `nil` when somebody took the file for a dead runner's and
    ///   removed it before it was locked.
    /// - Throws: `POSIXError` when the file cannot be made.
    static func create(_ file: URL) throws -> Int32? {
        let descriptor = open(file.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o660)
        guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        return lock(descriptor, file)
    }

    /// Locks the file of a runner that is dead.
    ///
    /// - Returns: the open file; `nil` when its runner lives, or the file is gone.
    static func take(_ file: URL) -> Int32? {
        let descriptor = open(file.path, O_RDWR | O_CLOEXEC)
        return descriptor < 0 ? nil : lock(descriptor, file)
    }

    /// Whether a runner lives. A shared lock is asked for, so that two who ask at once do not take each other for a
    /// runner.
    static func isHeld(_ file: URL) -> Bool {
        let descriptor = open(file.path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }  // Which also releases the lock.
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }

    /// Takes `descriptor` over: it is closed when the lock cannot be had.
    private static func lock(_ descriptor: Int32, _ file: URL) -> Int32? {
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0, isStill(file, descriptor) { return descriptor }
        close(descriptor)
        return nil
    }

    /// Whether the name still stands for the open file.
    private static func isStill(_ file: URL, _ descriptor: Int32) -> Bool {
        var opened = stat()
        var named = stat()
        return fstat(descriptor, &opened) == 0 && stat(file.path, &named) == 0 && opened.st_ino == named.st_ino
    }
}
