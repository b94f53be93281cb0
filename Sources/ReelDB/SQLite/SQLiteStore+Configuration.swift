import Foundation
import GRDB
import ReelStore

extension SQLiteStore {
    /// What every connection is told before its first use.
    static func configuration(readOnly: Bool, busyTimeout: Duration) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = readOnly
        configuration.label = readOnly ? "reelcraft.reader" : "reelcraft.writer"
        configuration.foreignKeysEnabled = true
        // Our own processes wait at the writeLock; this is for strangers, such as somebody's sqlite3 shell.
        configuration.busyMode = .timeout(Double(busyTimeout.milliseconds) / 1000)
        configuration.prepareDatabase { db in
            // A mapped file turns a disk error into a signal, and makes the WAL-reset bug worse.
            try db.execute(sql: "PRAGMA mmap_size = 0")
        }
        return configuration
    }

    /// The one connection that writes. Runs inside the writeLock; touches nothing in a database that is not ours.
    static func openWriter(path: String, busyTimeout: Duration) throws -> DatabaseQueue {
        // GRDB would set WAL mode before we have looked at what is in the file, and with it `synchronous = NORMAL`;
        // so it is told to leave the journal mode alone.
        let writer = try DatabaseQueue(
            path: path, configuration: configuration(readOnly: false, busyTimeout: busyTimeout))
        if try writer.unsafeRead({ try SchemaCheck.run($0, path: path) }) == .pythonOriginal {
            try PythonOriginal.copyAside(writer, path: path)
        }
        try writer.writeWithoutTransaction { db in
            let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
            // A job that was accepted survives a power cut: the WAL is flushed with every commit.
            // https://www.sqlite.org/pragma.html#pragma_synchronous
            try db.execute(sql: "PRAGMA synchronous = FULL")
            let level = try Int.fetchOne(db, sql: "PRAGMA synchronous")
            guard mode == "wal", level == 2 else {
                throw StoreError(
                    .failed, operation: "setting up \(path)",
                    cause: "the journal mode is \(mode ?? "unknown") and synchronous \(level ?? -1), not wal and 2; "
                        + "the file system must support shared memory")
            }
            // Gives the disk space back after a burst; a checkpoint otherwise leaves the WAL at its longest.
            try db.execute(sql: "PRAGMA journal_size_limit = 16777216")
        }
        return writer
    }

    /// A connection that reads. Runs inside the writeLock; used once, so that whatever SQLite does to the files on first use
    /// happens inside as well.
    static func openReader(path: String, busyTimeout: Duration) throws -> DatabaseQueue {
        let reader = try DatabaseQueue(
            path: path, configuration: configuration(readOnly: true, busyTimeout: busyTimeout))
        try reader.unsafeRead { try JobQueries.touch($0) }
        return reader
    }
}
