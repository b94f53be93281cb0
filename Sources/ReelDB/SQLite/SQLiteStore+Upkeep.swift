import Foundation
import GRDB
import ReelCore
import ReelStore

/// The verbs of upkeep.
extension SQLiteStore {
    public func removeEndedJobs(before date: Date, limit: Int) throws -> Int {
        try write("removing old jobs") { db in
            let date = Timestamp.stored(date)
            var removed = 0
            for status in [JobStatus.failed, .cancelled] {
                removed += try JobQueries.removeEnded(db, status, before: date, limit: limit - removed)
            }
            return removed
        }
    }

    public func videos(before date: Date, limit: Int) throws -> [Video] {
        try readOne("listing old videos") {
            try VideoQueries.list($0, before: Timestamp.stored(date), limit: max(limit, 0))
        }
    }

    /// By SQLite's own backup interface, on a connection that only reads: writers go on meanwhile, and the copy is that
    /// of the instant at which it began. https://www.sqlite.org/lang_vacuum.html#vacuuminto
    public func backUp(to file: URL) throws {
        let operation = "backing up to \(file.path)"
        let part = file.appendingPathExtension("part-\(UUID().uuidString.lowercased().prefix(8))")
        guard !FileManager.default.fileExists(atPath: file.path) else {
            throw StoreError(.failed, operation: operation, cause: "the file exists already; name one that does not")
        }
        defer { try? FileManager.default.removeItem(at: part) }
        try unsafeRead(operation) { try $0.execute(sql: "VACUUM INTO ?", arguments: [part.path]) }
        do {
            let handle = try FileHandle(forReadingFrom: part)
            try handle.synchronize()
            try handle.close()
            // Refused if somebody was quicker: a link never replaces.
            try FileManager.default.linkItem(at: part, to: file)
            let folder = try FileHandle(forReadingFrom: file.deletingLastPathComponent())
            try folder.synchronize()
            try folder.close()
        } catch {
            throw StoreError(.failed, operation: operation, cause: error.localizedDescription)
        }
    }

    public func integrityProblems() throws -> [String] {
        try unsafeRead("checking the integrity") { try Self.problems($0) }
    }

    /// What is wrong with a copy that nobody uses; nothing is written beside it.
    public static func problems(inCopy file: URL) throws -> [String] {
        try StoreError.translating("checking \(file.path)") {
            let reader = try DatabaseQueue(
                path: file.path, configuration: configuration(readOnly: true, busyTimeout: .zero))
            defer { try? reader.close() }
            return try reader.unsafeRead { try problems($0) }
        }
    }

    private static func problems(_ db: Database) throws -> [String] {
        let problems = try String.fetchAll(db, sql: "PRAGMA integrity_check(20)").filter { $0 != "ok" }
        let orphans = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").map { row in
            "a row of \(row[0] as String? ?? "?") names what does not exist in \(row[2] as String? ?? "?")"
        }
        return problems + orphans.prefix(20)
    }
}
