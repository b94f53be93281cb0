import Foundation
import Glibc
import ReelCore

/// The runners of this host, by the locks that they hold (`RunnerLiveness`). A runner that dies is seen at once, whereas
/// its lease takes seconds to end. Of runners of other hosts nothing can be told this way.
package struct HostPresence: RunnerPresence {
    private let layout: HomeLayout
    private let folder: RunnerFolder

    package init(layout: HomeLayout) {
        self.layout = layout
        folder = RunnerFolder(layout.runners)
    }

    package func livingCount() -> Int {
        folder.locks().count(where: RunnerLock.isHeld)
    }

    package func known() -> Set<RunnerID> {
        Set(folder.runners())
    }

    /// A runner whose lock can be taken is dead. `release` is called while the lock is held; its files are removed
    /// afterwards.
    package func reapDeadRunners(_ release: (RunnerID) async throws -> Void) async throws {
        for id in folder.runners() {
            let file = layout.runnerLock(id)
            guard let lock = RunnerLock.take(file) else { continue }
            defer { close(lock) }
            try await release(id)
            unlink(layout.runnerSocket(id).path)
            unlink(file.path)
        }
    }
}
