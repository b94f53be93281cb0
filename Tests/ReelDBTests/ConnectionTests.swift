import Foundation
import GRDB
import ReelCore
import ReelDB
import ReelStore
import ReelTestKit
import Testing

/// Every connection is set up as it must be, read back from SQLite itself.
@Suite struct ConnectionTests {
    @Test func theWriterFlushesEveryCommit() async throws {
        try await withTemporaryStore { store in
            let pragmas = try store.write("reading pragmas", Pragmas.init)
            #expect(
                pragmas
                    == Pragmas(
                        journalMode: "wal", synchronous: 2, foreignKeys: 1, mmapSize: 0, busyTimeout: 5000,
                        journalSizeLimit: 16_777_216))
        }
    }

    @Test func readersCannotWrite() async throws {
        try await withTemporaryStore { store in
            #expect(throws: StoreError.self) {
                try store.readOne("writing by mistake") { try $0.execute(sql: "DELETE FROM jobs") }
            }
            let pragmas = try store.readOne("reading pragmas", Pragmas.init)
            #expect(pragmas.journalMode == "wal")
            #expect(pragmas.mmapSize == 0)
            #expect(pragmas.busyTimeout == 5000)
        }
    }

    @Test func manyThreadsShareFewReaders() async throws {
        try await withTemporaryStore { store in
            let id = try store.createJob(JobRequest(url: "https://example.org/")).id
            DispatchQueue.concurrentPerform(iterations: 16) { _ in
                for _ in 0..<50 {
                    #expect((try? store.job(id))?.id == id)
                }
            }
        }
    }

    @Test func aClosedStoreSaysSo() async throws {
        try await withTemporaryStore { store in
            try store.close()
            try store.close()
            #expect(throws: StoreError.self) { try store.checkHealth() }
            #expect(throws: StoreError.self) { try store.createJob(JobRequest(url: "https://example.org/")) }
        }
    }

    @Test func theLastToCloseLeavesOneTidyFile() async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "reelcraft.db")
            let first = try SQLiteStore(path: file)
            let reader = try SQLiteStore(path: file, mode: .readOnly)
            _ = try first.createJob(JobRequest(url: "https://example.org/"))
            try reader.close()
            try first.close()
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
            #expect(names.sorted() == ["reelcraft.db", "reelcraft.db.lock"])
        }
    }
}

/// How a connection is set up.
private struct Pragmas: Equatable {
    var journalMode: String?
    /// 2 is FULL.
    var synchronous: Int?
    var foreignKeys: Int?
    var mmapSize: Int?
    var busyTimeout: Int?
    var journalSizeLimit: Int?
}

extension Pragmas {
    init(_ db: Database) throws {
        journalMode = try String.fetchOne(db, sql: "PRAGMA journal_mode")
        synchronous = try Int.fetchOne(db, sql: "PRAGMA synchronous")
        foreignKeys = try Int.fetchOne(db, sql: "PRAGMA foreign_keys")
        mmapSize = try Int.fetchOne(db, sql: "PRAGMA mmap_size")
        busyTimeout = try Int.fetchOne(db, sql: "PRAGMA busy_timeout")
        journalSizeLimit = try Int.fetchOne(db, sql: "PRAGMA journal_size_limit")
    }
}

/// A store in a folder of its own.
func withTemporaryStore(
    readers: Int = 2, clock: ManualClock = ManualClock(), _ body: (SQLiteStore) async throws -> Void
) async throws {
    try await withTemporaryFolder { folder in
        try await body(
            SQLiteStore(path: folder.appending(path: "reelcraft.db"), readers: readers, clock: clock.storeClock))
    }
}

extension NewVideo {
    static func sample(_ name: String) -> NewVideo {
        NewVideo(
            title: name, sourceURL: "https://example.org/", filePath: "outputs/\(name).mp4", duration: 30, sizeMB: 3,
            script: Script(title: name, scenes: []))
    }
}
