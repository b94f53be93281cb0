import Foundation
import Glibc
import ReelCore

/// `run/runners`, where each runner that lives has a socket `ID.sock` and holds a lock on `ID.lock`. A folder of a few
/// names; reading it takes microseconds.
struct RunnerFolder: Sendable {
    private let url: URL

    /// - Parameter url: `HomeLayout.runners`.
    init(_ url: URL) {
        self.url = url
    }

    /// Paths of the sockets of runners, alive or dead.
    func sockets() -> [String] {
        names(endingIn: ".sock").map { url.appending(path: $0).path }
    }

    /// The lock files of runners, alive or dead.
    func locks() -> [URL] {
        names(endingIn: ".lock").map { url.appending(path: $0) }
    }

    /// The runners that have a lock file, alive or dead.
    func runners() -> [RunnerID] {
        names(endingIn: ".lock").map { RunnerID(rawValue: String($0.dropLast(".lock".count))) }
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
}
