import Foundation
import Glibc
import ReelCore

/// What the entries of a cache take on the disk, and what a trim did about it.
public struct CacheTrim: Hashable, Sendable {
    /// Bytes before.
    public var size = 0
    public var removedEntries = 0
    public var removedBytes = 0
}

extension ContentCache {
    /// Removes entries, the longest unused first, until the rest fits. A job that uses an entry holds links of its own to
    /// its files, so nothing is taken from it.
    ///
    /// - Parameters:
    ///   - limit: bytes that may stay.
    ///   - age: seconds; what was used more lately is spared, because a job may be about to link it.
    public func trim(to limit: Int, sparing age: TimeInterval = 120) -> CacheTrim {
        var entries: [(folder: URL, size: Int, used: timespec)] = []
        for parent in Self.children(of: root) {
            for entry in Self.children(of: parent) where !entry.lastPathComponent.hasPrefix(".") {
                var status = stat()
                guard lstat(entry.path, &status) == 0 else { continue }
                entries.append((entry, Self.size(of: entry), status.st_mtim))
            }
        }
        var trim = CacheTrim(size: entries.reduce(0) { $0 + $1.size })
        let newest = Date().timeIntervalSince1970 - age
        entries.sort { ($0.used.tv_sec, $0.used.tv_nsec) < ($1.used.tv_sec, $1.used.tv_nsec) }
        for entry in entries {
            guard trim.size - trim.removedBytes > limit, TimeInterval(entry.used.tv_sec) < newest else { break }
            guard Self.remove(entry.folder) else { continue }
            trim.removedEntries += 1
            trim.removedBytes += entry.size
        }
        return trim
    }

    /// Renamed first: nobody ever finds half an entry.
    static func remove(_ entry: URL) -> Bool {
        let aside = entry.deletingLastPathComponent().appending(path: ".removing-\(UUID().uuidString)")
        guard rename(entry.path, aside.path) == 0 else { return false }
        try? FileManager.default.removeItem(at: aside)
        return true
    }

    /// Bytes on the disk.
    private static func size(of entry: URL) -> Int {
        children(of: entry).reduce(0) { sum, file in
            var status = stat()
            return lstat(file.path, &status) == 0 ? sum + Int(status.st_blocks) * 512 : sum
        }
    }

    private static func children(of folder: URL) -> [URL] {
        (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
    }
}
