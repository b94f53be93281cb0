import Foundation
import GRDB
import ReelStore

/// Looks at a database file and copies it, without writing anything: neither to the file nor beside it.
struct SQLiteInspector: StoreInspector {
    let path: String
    var busyTimeout: Duration = .seconds(5)

    func condition() throws -> StoreCondition {
        try reading("looking at the database \(path)") { try SchemaCheck.condition($0) }
    }

    /// By SQLite itself, on a connection that only reads: writers go on meanwhile, and the copy is that of the instant at
    /// which it began. https://www.sqlite.org/lang_vacuum.html#vacuuminto
    func backUp(to file: URL) throws {
        let operation = "backing up to \(file.path)"
        let part = file.appendingPathExtension("part-\(UUID().uuidString.lowercased().prefix(8))")
        guard !FileManager.default.fileExists(atPath: file.path) else {
            throw StoreError(.failed, operation: operation, cause: "the file exists already; name one that does not")
        }
        defer { try? FileManager.default.removeItem(at: part) }
        try reading(operation) { db in
            guard try SchemaCheck.condition(db) != .foreign else {
                throw StoreError(
                    .foreign, operation: operation,
                    cause: "\(path) belongs to another program. Set REEL_DATABASE to the file of ReelCraft's own")
            }
            try? FileManager.default.removeItem(at: part)
            try db.execute(sql: "VACUUM INTO ?", arguments: [part.path])
        }
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

    func integrityProblems() throws -> [String] {
        try reading("checking the integrity of \(path)") { db in
            var problems = try String.fetchAll(db, sql: "PRAGMA integrity_check(20)").filter { $0 != "ok" }
            problems += try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").prefix(20).map { row in
                "a row of \(row[0] as String? ?? "?") names what does not exist in \(row[2] as String? ?? "?")"
            }
            // An older schema lacks columns; what a newer one holds is not for us to judge.
            if problems.isEmpty, try SchemaCheck.condition(db) == .current {
                problems += try UnreadableRows.all(db, limit: 20)
            }
            return problems
        }
    }

    /// Nobody else has the file open: it can be read as one that nobody changes, for which SQLite creates no files beside
    /// it. Should somebody have opened it meanwhile, what was read may be of two instants, and is read again.
    private func reading<T>(_ operation: String, _ body: (Database) throws -> T) throws -> T {
        guard FileManager.default.fileExists(atPath: path) else {
            throw StoreError(
                .absent, operation: operation,
                cause: "there is no database at \(path). Set REEL_DATABASE to the one that the service uses; the first "
                    + "start of the service makes it")
        }
        return try StoreError.translating(operation) {
            if let before = unusedState() {
                let result = Result { try query("file:\(escapedPath)?immutable=1", body) }
                if unusedState() == before { return try result.get() }
            }
            guard let lock = try InterProcessWriteLock.existing(path: path + ".lock") else {
                return try query(path, body)
            }
            var reader: DatabaseQueue?
            try lock.withLock(within: busyTimeout, for: operation) { reader = try open(path) }
            guard let reader else { throw StoreError(.failed, operation: operation, cause: "no connection") }
            defer { try? lock.withLock(within: .seconds(60), for: operation) { try reader.close() } }
            return try reader.unsafeRead(body)
        }
    }

    private func query<T>(_ path: String, _ body: (Database) throws -> T) throws -> T {
        let reader = try open(path)
        defer { try? reader.close() }
        return try reader.unsafeRead(body)
    }

    private func open(_ path: String) throws -> DatabaseQueue {
        let reader = try DatabaseQueue(
            path: path, configuration: SQLiteStore.configuration(readOnly: true, busyTimeout: busyTimeout))
        _ = try reader.unsafeRead { try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_schema") }
        return reader
    }

    private var escapedPath: String {
        path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? path
    }

    /// - Returns: `nil` while somebody has the file open, or has died with it; else what changes when it is written to.
    private func unusedState() -> [Int]? {
        var state = stat()
        guard access(path + "-wal", F_OK) != 0, access(path + "-journal", F_OK) != 0, stat(path, &state) == 0 else {
            return nil
        }
        return [Int(state.st_ino), Int(state.st_size), state.st_mtim.tv_sec, state.st_mtim.tv_nsec]
    }
}
