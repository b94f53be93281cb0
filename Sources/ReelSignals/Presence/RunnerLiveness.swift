import Foundation
import Glibc
import ReelCore

/// The lock by which others on this host see that this runner lives. It is held until the process ends, however it ends.
package final class RunnerLiveness: Sendable {
    package let id: RunnerID
    private let layout: HomeLayout
    private let descriptor: Int32

    /// - Throws: file errors; `POSIXError` when the lock's file cannot be made.
    package init(layout: HomeLayout) throws {
        self.layout = layout
        try FileManager.default.createDirectory(at: layout.runners, withIntermediateDirectories: true)
        while true {
            let id = RunnerID()
            if let descriptor = try RunnerLock.create(layout.runnerLock(id)) {
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
