import Foundation
import Glibc
import ReelCache
import ReelCore

/// Finished reels in a folder of this machine, which nginx serves as `/outputs/`.
public struct LocalOutputs: OutputStore {
    private let folder: URL

    public init(folder: URL) {
        self.folder = folder
    }

    public var capabilities: Set<OutputCapability> { [.isShared, .isServedByNginx] }

    public func publish(_ files: [(source: OutputSource, key: OutputKey)]) throws {
        try LocalPlacement.place(files.map { ($0.source, $0.key.path) }, in: folder)
    }

    public func add(_ file: UntrustedFile, as key: OutputKey) throws {
        let place = place(of: key)
        try makeFolder(of: place)
        try LocalPlacement.link(file, as: place.path)
    }

    public func write(_ data: Data, as key: OutputKey) throws {
        let place = place(of: key)
        try makeFolder(of: place)
        let partial = LocalPlacement.partial(place.path)
        try LocalPlacement.write(data, to: partial)
        guard rename(partial, place.path) == 0 else { throw POSIXError.current }
    }

    public func flushStream(of name: OutputName) throws {
        let stream = streamFolder(of: name)
        for file in try FileManager.default.contentsOfDirectory(atPath: stream.path) {
            try DurableFile.flush(stream.appending(path: file))
        }
        try DurableFile.flush(stream)
    }

    /// Removes the stream of a reel, and nothing else of it.
    public func deleteStream(of name: OutputName) throws {
        try Self.removeItem(streamFolder(of: name))
    }

    public func size(of key: OutputKey) throws -> Int? {
        try open(key)?.size
    }

    public func read(_ key: OutputKey, _ range: Range<Int>) throws -> Data? {
        try open(key)?.read(range)
    }

    public func address(of key: OutputKey) -> OutputAddress {
        .path("/\(HomeLayout.outputsName)/\(key.path)")
    }

    public func delete(_ name: OutputName) -> OutputDeletion {
        var deletion = OutputDeletion()
        func remove(_ path: String) -> Bool {
            do {
                return try Self.removeItem(folder.appending(path: path))
            } catch {
                deletion.failures.append((path, error))
                return false
            }
        }
        // The video comes last in the list, so that one that could not be deleted whole is found by its video.
        _ = remove(HLSFile.folder(name.rawValue))
        for file in ReelFile.allCases {
            let path = file.name(name.rawValue)
            _ = remove(LocalPlacement.partial(path))
            let isGone = remove(path)
            if file == .video { deletion.hadVideo = isGone }
        }
        return deletion
    }

    public func list() throws -> [OutputListing] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        } catch CocoaError.fileReadNoSuchFile {
            return []
        }
        var listings: [String: OutputListing] = [:]
        for name in names {
            var status = stat()
            guard lstat(folder.appending(path: name).path, &status) == 0 else { continue }
            let baseName = ReelFile.baseName(ofFile: name)
            // The time of the last change of the inode, which a rename sets too.
            let changedAt = Date(timeIntervalSince1970: TimeInterval(status.st_ctim.tv_sec))
            var listing = listings[baseName] ?? OutputListing(baseName: baseName, entries: [], changedAt: changedAt)
            listing.entries.append(name)
            listing.changedAt = max(listing.changedAt, changedAt)
            listings[baseName] = listing
        }
        return listings.values.sorted { $0.baseName < $1.baseName }
    }

    public func remove(_ listing: OutputListing) throws {
        for entry in listing.entries { try Self.removeItem(folder.appending(path: entry)) }
    }

    // MARK: Paths

    private func place(of key: OutputKey) -> URL { folder.appending(path: key.path) }

    private func streamFolder(of name: OutputName) -> URL {
        folder.appending(path: HLSFile.folder(name.rawValue), directoryHint: .isDirectory)
    }

    private func makeFolder(of place: URL) throws {
        try FileManager.default.createDirectory(
            at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    }

    /// Nothing that is a link is served or read; nobody but us writes here, and nobody has to rely on that.
    private func open(_ key: OutputKey) throws -> UntrustedFile? {
        do {
            // The outputs themselves may be a link to a larger disk.
            let outputs = try UntrustedFolder(folder.resolvingSymlinksInPath())
            return switch key.part {
            case .file(let file): try outputs.file(file.name(key.name.rawValue))
            case .stream(let file): try outputs.folder(HLSFile.folder(key.name.rawValue)).file(file.name)
            }
        } catch let error as POSIXError where error.code == .ENOENT {
            return nil
        } catch OutputError.notAPlainFile {
            return nil
        }
    }

    /// - Returns: whether there was something.
    @discardableResult private static func removeItem(_ item: URL) throws -> Bool {
        do {
            try FileManager.default.removeItem(at: item)
            return true
        } catch CocoaError.fileNoSuchFile {
            return false
        }
    }
}
