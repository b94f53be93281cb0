import Foundation
import ReelStore

/// SQLite: one file, for the processes of one host.
enum SQLiteEngine: StoreEngine {
    static let schemes: Set<String> = ["file", "sqlite"]
    static let example = "the path of an SQLite file (reelcraft.db, or sqlite:///var/lib/reelcraft/reelcraft.db)"

    static func open(_ url: URL, _ options: StoreOptions) throws -> any Store {
        var clock = try StoreClock.system()
        if let now = options.now { clock.now = now }
        return try SQLiteStore(
            path: try file(url), mode: options.isReadOnly ? .readOnly : .readWrite, readers: options.readers,
            clock: clock)
    }

    static func inspector(of url: URL) throws -> any StoreInspector {
        SQLiteInspector(path: try file(url).path(percentEncoded: false))
    }

    /// - Throws: `StoreError` for `sqlite://name`, where the name stands in the place of a host.
    static func file(_ url: URL) throws -> URL {
        if url.isFileURL { return url }
        let path = url.path(percentEncoded: false)
        guard url.host(percentEncoded: false) ?? "" == "", path.hasPrefix("/"), path != "/" else {
            throw StoreError(
                .failed, operation: "opening the database",
                cause:
                    "REEL_DATABASE is \"\(url)\", which names no file. It should be \(example); three slashes begin an "
                    + "absolute path")
        }
        return URL(fileURLWithPath: path)
    }
}
