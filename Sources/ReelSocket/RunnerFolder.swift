import Foundation
import Glibc

/// `run/runners`, where each runner that lives has a socket `ID.sock` and holds a lock on `ID.lock`. The one place that
/// knows this.
public struct RunnerFolder: Sendable {
    public let url: URL

    /// - Parameter url: `HomeLayout.runners`. A folder of a few names; reading it takes microseconds.
    public init(_ url: URL) {
        self.url = url
    }

    /// Paths of the sockets of runners, alive or dead.
    public func sockets() -> [String] {
        names(endingIn: ".sock").map { url.appending(path: $0).path }
    }

    /// The names of the runners that have a lock file, dead or alive.
    public func runners() -> [String] {
        names(endingIn: ".lock").map { String($0.dropLast(".lock".count)) }
    }

    /// How many runners live: those whose lock cannot be taken.
    public func livingCount() -> Int {
        names(endingIn: ".lock").count { isHeld(url.appending(path: $0).path) }
    }

    /// By the C library: Foundation's listing would be a tenth of what accepting a job costs.
    private func names(endingIn suffix: String) -> [String] {
        guard let folder = opendir(url.path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(suffix) { names.append(name) }
        }
        return names
    }

    /// A shared lock is asked for, so that two who ask at once do not take each other for a runner.
    private func isHeld(_ path: String) -> Bool {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard file >= 0 else { return false }
        defer { close(file) }  // Which also releases the lock.
        return flock(file, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }
}
