import Foundation
import Glibc
import ReelCache
import ReelCore
import ReelSocket

/// The lock by which others see that this runner lives. It is held until the process ends, however it ends.
package final class RunnerLiveness: Sendable {
    package let id: RunnerID
    private let layout: HomeLayout
    private let descriptor: Int32

    /// - Throws: file errors; `POSIXError` when the lock cannot be had.
    package init(layout: HomeLayout) throws {
        self.layout = layout
        try FileManager.default.createDirectory(at: layout.runners, withIntermediateDirectories: true)
        while true {
            let id = RunnerID()
            if let descriptor = try RunnerLock.hold(layout.runnerLock(id)) {
                self.id = id
                self.descriptor = descriptor
                return
            }
        }
    }

    /// Leaves in good order: the socket first, so that nobody finds a socket without a lock.
    ///
    /// - Parameter isFinalized: whether nothing is claimed any more. If not, the lock file stays, and the next runner that
    ///   finds it unlocked frees the jobs.
    package func leave(isFinalized: Bool = true) {
        unlink(layout.runnerSocket(id).path)
        if isFinalized { unlink(layout.runnerLock(id).path) }
        close(descriptor)
    }
}

/// `flock` on the files in `run/runners`. Locks belong to the open file, so they end with the process that holds them.
package enum RunnerLock {
    /// Creates the file and locks it.
    ///
    /// - Returns: `nil` when somebody took the file for a dead runner's and removed it before it was locked.
    static func hold(_ file: URL) throws -> Int32? {
        let descriptor = open(file.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o660)
        guard descriptor >= 0 else { throw POSIXError.current }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, isStill(file, descriptor) else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    /// The runners whose lock can be taken: they are dead. `bury` is called for each while its lock is held, and its
    /// files are removed afterwards.
    static func reapDeadRunners(in layout: HomeLayout, bury: (RunnerID) async throws -> Void) async throws {
        for id in RunnerFolder(layout.runners).runners().map(RunnerID.init(rawValue:)) {
            let file = layout.runnerLock(id)
            let descriptor = open(file.path, O_RDWR | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            defer { close(descriptor) }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, isStill(file, descriptor) else { continue }
            try await bury(id)
            unlink(layout.runnerSocket(id).path)
            unlink(file.path)
        }
    }

    /// Locks a folder itself.
    ///
    /// - Returns: the open folder, whose closing ends the lock; -1 when somebody else holds it or it cannot be opened.
    package static func holdFolder(_ folder: URL) -> Int32 {
        let descriptor = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return -1 }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return -1
        }
        return descriptor
    }

    private static func isStill(_ file: URL, _ descriptor: Int32) -> Bool {
        var opened = stat()
        var named = stat()
        return fstat(descriptor, &opened) == 0 && stat(file.path, &named) == 0 && opened.st_ino == named.st_ino
    }
}
