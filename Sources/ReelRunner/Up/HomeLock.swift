import Foundation
import Glibc
import ReelCore

/// One `up` for each home; `run/address` says where it is reached.
struct HomeLock {
    private let addressFile: URL

    /// The lock is held until this process ends.
    ///
    /// - Returns: `nil` when another holds it.
    /// - Throws: `UpError` when the home cannot be written.
    static func take(_ layout: HomeLayout) throws -> HomeLock? {
        let path = layout.run.appending(path: "up.lock").path
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw UpError("\(path): \(String(cString: strerror(errno)))") }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            close(file)
            return nil
        }
        return HomeLock(addressFile: addressFile(layout))
    }

    static func address(_ layout: HomeLayout) -> String? {
        let text = try? String(contentsOf: addressFile(layout), encoding: .utf8)
        return text.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
    }

    func publish(_ address: String) throws {
        try Data("\(address)\n".utf8).write(to: addressFile, options: .atomic)
    }

    func withdraw() {
        try? FileManager.default.removeItem(at: addressFile)
    }

    private static func addressFile(_ layout: HomeLayout) -> URL { layout.run.appending(path: "address") }
}
