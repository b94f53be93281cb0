import Foundation
import ReelCore
import ReelStore

/// Where finished reels are kept, and their streams while they are made.
///
/// A file is known by its `OutputKey`; nothing is ever renamed, and nobody but this target knows whether a key is a path.
/// Every function blocks its thread. All of them may be called from several processes at once, since two claims never
/// write under one name.
public protocol OutputStore: Sendable {
    /// What this implementation can do beyond what all must; `OutputExercise` skips what is not declared.
    var capabilities: Set<OutputCapability> { get }

    /// Publishes files for good, in the order given: when this returns they survive a power cut, and whoever sees the
    /// last one sees all of them. A file of the same key is replaced at once.
    ///
    /// - Throws: file errors; `OutputError`. Some of the files may be there then: `delete` them.
    func publish(_ files: [(source: OutputSource, key: OutputKey)]) throws

    /// Makes a file readable while its reel is still being made. It stays where it was as well, and is not flushed.
    func add(_ file: UntrustedFile, as key: OutputKey) throws
    /// Writes a small file of a reel in the making, such as a playlist; one of the same key is replaced at once. Not flushed.
    func write(_ data: Data, as key: OutputKey) throws
    /// Makes what `add` and `write` put into the stream survive a power cut.
    func flushStream(of name: OutputName) throws
    /// Removes the stream of a reel, and nothing else of it.
    func deleteStream(of name: OutputName) throws

    /// Bytes; `nil` when there is no such file.
    func size(of key: OutputKey) throws -> Int?
    /// - Returns: the bytes of a range as far as the file reaches; `nil` when there is no such file.
    func read(_ key: OutputKey, _ range: Range<Int>) throws -> Data?
    /// Where a client finds the file. Does not look whether it is there.
    func address(of key: OutputKey) -> OutputAddress

    /// Deletes all files of a reel, its stream too. What cannot be deleted does not keep the rest.
    func delete(_ name: OutputName) -> OutputDeletion
    /// All that there is, grouped by name. Takes long when there is much: for maintenance.
    func list() throws -> [OutputListing]
    /// Deletes what was listed, whatever it is.
    func remove(_ listing: OutputListing) throws
}

/// What an implementation may lack.
public enum OutputCapability: String, CaseIterable, Sendable {
    /// What is there outlives the process, and another one that opens the outputs sees it.
    case isShared
    /// Addresses are paths on this host, which nginx serves.
    case isServedByNginx
}

/// What is to be published.
public enum OutputSource: Sendable {
    /// The file is taken: afterwards it may be gone from where it was.
    case moving(UntrustedFile)
    /// The file stays where it was, and may share its bytes with the published one.
    case keeping(UntrustedFile)
    case data(Data)
}

/// Where a client finds a file.
public enum OutputAddress: Hashable, Sendable {
    /// On this service, such as `/outputs/NAME.mp4`.
    case path(String)
    /// Somewhere else: `https://…`.
    case url(String)
}

/// All files of one name, as found by `list`.
public struct OutputListing: Hashable, Sendable {
    /// What they share; of files that are none of a reel's it may be any text, without a dot.
    public var baseName: String
    /// The files and folders, relative to the outputs.
    public var entries: [String]
    /// When one of them was changed last, by the wall clock.
    public var changedAt: Date

    public init(baseName: String, entries: [String], changedAt: Date) {
        self.baseName = baseName
        self.entries = entries
        self.changedAt = changedAt
    }

    public var name: OutputName? { OutputName(rawValue: baseName) }
}

/// What a deletion did.
public struct OutputDeletion: Sendable {
    /// Whether there was a video, and it is gone.
    public var hadVideo = false
    public var failures: [(path: String, error: any Error)] = []

    public init() {}
}

extension OutputStore {
    /// Deletes what claims put there that came to nothing: streams of reels that were never finished, and files of a
    /// runner that died before the row was written. Lists everything, so it is for claims of others: who knows the name
    /// calls `delete`.
    public func withdraw(filesOf claims: Set<ClaimID>) throws {
        guard !claims.isEmpty else { return }
        for listing in try list() {
            guard let claim = listing.name?.claim, claims.contains(claim) else { continue }
            try remove(listing)
        }
    }
}

/// The place that chooses an implementation.
public enum Outputs {
    /// Opens the store of finished reels that the settings name.
    public static func open(_ layout: HomeLayout) -> any OutputStore {
        LocalOutputs(folder: layout.outputs)
    }
}
