import Foundation
import Glibc
import ReelCore

/// Expensive things, each kept in a folder under its content key: `cache/ab/abcdef…/{FILES, digests.json}`.
///
/// An entry is written in its maker's work folder, so that half of it goes when the maker goes; it is flushed, and renamed
/// into place whole. It is verified when it is read, and one that is not what it was is thrown away and made again.
/// Callers get hard links, so that removing an entry never takes something from a job that uses it. Several processes may
/// share one cache.
public struct ContentCache: Sendable {
    public let root: URL
    private let onUse: @Sendable (ContentKey, _ wasMade: Bool) -> Void
    /// The system call, which tests let fail.
    private let link: LinkFile

    package typealias LinkFile = @Sendable (_ file: URL, _ name: URL) throws -> Void

    /// - Parameters:
    ///   - root: the folder of the cache.
    ///   - onMade: called after each entry that had to be made and is now safe.
    public init(root: URL, onMade: @escaping @Sendable () -> Void = {}) {
        self.init(root: root) { _, wasMade in if wasMade { onMade() } }
    }

    /// - Parameters:
    ///   - root: the folder of the cache.
    ///   - onUse: called after each entry that was found, or had to be made and is now safe.
    public init(root: URL, onUse: @escaping @Sendable (ContentKey, _ wasMade: Bool) -> Void) {
        self.init(root: root, link: Self.link, onUse: onUse)
    }

    package init(
        root: URL, link: @escaping LinkFile, onUse: @escaping @Sendable (ContentKey, _ wasMade: Bool) -> Void
    ) {
        self.root = root
        self.link = link
        self.onUse = onUse
    }

    /// The files of one entry, linked into a folder of the caller's.
    public struct Entry: Sendable {
        public let key: ContentKey
        public let folder: URL
        /// Whether it had to be made.
        public let wasMade: Bool

        /// One of the entry's files, by the name under which it was made.
        public func file(_ name: String) -> URL {
            folder.appending(path: name)
        }
    }

    /// Finds the entry, or makes it.
    ///
    /// - Parameters:
    ///   - key: the hash of all that goes into the entry.
    ///   - workFolder: the entry's files appear in a folder below it, named for the key. It lies on the cache's own file
    ///     system: renames and links do not reach further.
    ///   - make: writes the entry's files into the folder that it is given. Files only, no folders.
    /// - Throws: what `make` throws; file errors, a full disk among them.
    public func entry(
        _ key: ContentKey, linkedInto workFolder: URL, make: (URL) async throws -> Void
    ) async throws -> Entry {
        let link = workFolder.appending(path: key.hex, directoryHint: .isDirectory)
        let home = folder(of: key)
        if try await blocking({ try linkVerified(home, into: link) }) {
            // The time of last use, by which a full cache will choose what to drop.
            _ = utimes(home.path, nil)
            onUse(key, false)
            return Entry(key: key, folder: link, wasMade: false)
        }
        let making = workFolder.appending(path: ".making-\(UUID().uuidString)", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: making, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: making) }
        try await make(making)
        try await blocking {
            try seal(making)
            try putInPlace(making, as: home)
            if try linkVerified(home, into: link) { return }
            // What stood there is no entry: a process died while removing it.
            _ = Self.remove(home)
            guard FileManager.default.fileExists(atPath: making.path) else { throw Unreadable(path: home.path) }
            try putInPlace(making, as: home)
            guard try linkVerified(home, into: link) else { throw Unreadable(path: home.path) }
        }
        onUse(key, true)
        return Entry(key: key, folder: link, wasMade: true)
    }

    private static let digestsName = "digests.json"

    private func folder(of key: ContentKey) -> URL {
        root.appending(path: String(key.hex.prefix(2)), directoryHint: .isDirectory)
            .appending(path: key.hex, directoryHint: .isDirectory)
    }

    /// Flushes every file and writes down its digest.
    private func seal(_ folder: URL) throws {
        var digests: [String: String] = [:]
        for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
            digests[file.lastPathComponent] = try SHA256Digest.file(file)
            try DurableFile.flush(file)
        }
        let list = folder.appending(path: Self.digestsName)
        try WireCoding.encode(digests).write(to: list)
        try DurableFile.flush(list)
        try DurableFile.flush(folder)
    }

    /// Somebody else may have been quicker: then theirs stays, because both are the same.
    private func putInPlace(_ folder: URL, as home: URL) throws {
        let parent = home.deletingLastPathComponent()
        try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
        guard rename(folder.path, home.path) == 0 || errno == ENOTEMPTY || errno == EEXIST else {
            throw POSIXError.current
        }
        try DurableFile.flush(parent)
    }

    /// Links the entry's files and checks the links, so that what was checked is what is used.
    ///
    /// - Returns: `false` when there is no such entry, or it was damaged and is gone now.
    /// - Throws: errors that say nothing about the entry, such as a full disk or too many open files; it stays.
    private func linkVerified(_ home: URL, into folder: URL) throws -> Bool {
        let list: Data
        do {
            list = try Data(contentsOf: home.appending(path: Self.digestsName))
        } catch CocoaError.fileReadNoSuchFile {
            return false
        }
        let manager = FileManager.default
        try? manager.removeItem(at: folder)
        try manager.createDirectory(at: folder, withIntermediateDirectories: true)
        do {
            guard let digests = try? WireCoding.decode([String: String].self, from: list) else { throw Damage() }
            for (name, digest) in digests {
                try linkVerified(home.appending(path: name), as: folder.appending(path: name), digest)
            }
            return true
        } catch {
            try? manager.removeItem(at: folder)
            guard error is Damage else { throw error }
            _ = Self.remove(home)
            return false
        }
    }

    /// - Throws: `Damage` when the file is not there, cannot be read back from the disk, or is not what it was.
    private func linkVerified(_ file: URL, as name: URL, _ digest: String) throws {
        do {
            try link(file, name)
        } catch let error as POSIXError where [.EMLINK, .EXDEV].contains(error.code) {
            // A file can have only so many names.
            try FileManager.default.copyItem(at: file, to: name)
        } catch let error as POSIXError where error.code == .ENOENT {
            var status = stat()
            guard lstat(file.path, &status) != 0, errno == ENOENT else { throw error }
            throw Damage()
        }
        do {
            guard try SHA256Digest.file(name) == digest else { throw Damage() }
        } catch  where Self.isBadDisk(error) {
            throw Damage()
        }
    }

    private static func link(_ file: URL, _ name: URL) throws {
        guard Glibc.link(file.path, name.path) == 0 else { throw POSIXError.current }
    }

    private static func isBadDisk(_ error: any Error) -> Bool {
        let cause = (error as? CocoaError)?.userInfo[NSUnderlyingErrorKey] ?? error
        return (cause as? POSIXError)?.code == .EIO
    }
}

/// A file is not what it was when it was written.
private struct Damage: Error {}

/// What was just written cannot be read back.
private struct Unreadable: JobFailureConvertible {
    let path: String

    var failure: JobFailure {
        JobFailure(
            stage: nil, code: "cache_unreadable",
            message: "A file that was just written could not be read back. Check the disk under REEL_HOME.",
            detail: path, isRetryable: true)
    }
}
