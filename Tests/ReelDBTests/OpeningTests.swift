import Foundation
import GRDB
import ReelCore
import ReelDB
import ReelStore
import ReelTestKit
import Synchronization
import Testing

/// What is in the file decides what becomes of it: made, migrated, or left alone with a word about why.
@Suite struct OpeningTests {
    @Test func manyOpenersAtOnceMakeOneDatabase() async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "reelcraft.db")
            let stores = Mutex<[SQLiteStore]>([])
            DispatchQueue.concurrentPerform(iterations: 8) { index in
                do {
                    let store = try SQLiteStore(path: file, mode: index.isMultiple(of: 2) ? .readWrite : .readOnly)
                    try store.checkHealth()
                    stores.withLock { $0.append(store) }
                } catch {
                    Issue.record(error)
                }
            }
            let opened = stores.withLock(\.self)
            #expect(opened.count == 8)
            let migrations = try opened[0].readOne("reading migrations") {
                try String.fetchAll($0, sql: "SELECT identifier FROM grdb_migrations")
            }
            #expect(
                migrations == [
                    "001 create jobs and videos", "002 register runners", "003 remember deleted versions",
                    "004 keep what a key asked for",
                    "005 count what speech costs", "006 share videos", "007 keep recordings apart",
                ])
        }
    }

    @Test func openingAgainKeepsEverything() async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "reelcraft.db")
            let job = try SQLiteStore(path: file).createJob(JobRequest(url: "https://example.org/"))
            #expect(try SQLiteStore(path: file).job(job.id) == job)
        }
    }

    @Test func aReaderThatIsFirstMakesTheDatabaseButDoesNotWrite() async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "reelcraft.db")
            let reader = try SQLiteStore(path: file, mode: .readOnly)
            #expect(try reader.jobs(status: nil, page: Page(limit: 5)).total == 0)
            let error = #expect(throws: StoreError.self) {
                try reader.createJob(JobRequest(url: "https://example.org/"))
            }
            #expect(error?.code == .failed)
            let writer = try SQLiteStore(path: file)
            let job = try writer.createJob(JobRequest(url: "https://example.org/"))
            #expect(try reader.job(job.id) == job)
        }
    }

    @Test func aNewerDatabaseIsLeftAlone() async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "reelcraft.db")
            do {
                let store = try SQLiteStore(path: file)
                try store.write("coming from the future") {
                    try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('999 from the future')")
                }
                try store.close()
            }
            try expectRefusal(of: file, .tooNew, saying: "newer version")
        }
    }

    @Test func anotherProgramsDatabaseIsLeftAlone() async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "places.sqlite")
            try makeDatabase(file, "CREATE TABLE bookmarks (id INTEGER PRIMARY KEY)")
            try expectRefusal(of: file, .foreign, saying: "bookmarks")
        }
    }

    @Test func whatIsNoDatabaseIsLeftAlone() async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "letter.txt")
            try Data(String(repeating: "Dear reader, this is no database. ", count: 50).utf8).write(to: file)
            try expectRefusal(of: file, .corrupt, saying: "not a database")
        }
    }

    @Test func aMissingFolderIsNamed() async throws {
        try await withTemporaryFolder { folder in
            let error = #expect(throws: StoreError.self) {
                try SQLiteStore(path: folder.appending(path: "nowhere/reelcraft.db"))
            }
            #expect(error?.description.contains("nowhere") == true)
            #expect(error?.description.contains("REEL_DATABASE") == true)
        }
    }

    /// A process that died between making the list of migrations and the first of them.
    @Test func aHalfMadeDatabaseIsFinished() async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "reelcraft.db")
            try makeDatabase(file, "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
            try SQLiteStore(path: file).checkHealth()
        }
    }

    private func makeDatabase(_ file: URL, _ sql: String) throws {
        let queue = try DatabaseQueue(path: file.path(percentEncoded: false))
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
    }

    private func expectRefusal(of file: URL, _ code: StoreError.Code, saying words: String) throws {
        let before = try Data(contentsOf: file)
        for mode in [SQLiteStore.Mode.readWrite, .readOnly] {
            let error = #expect(throws: StoreError.self) { try SQLiteStore(path: file, mode: mode) }
            #expect(error?.code == code)
            #expect(error?.description.contains(words) == true)
            #expect(error?.description.contains(file.lastPathComponent) == true)
        }
        #expect(try Data(contentsOf: file) == before)
        let names = try FileManager.default.contentsOfDirectory(
            atPath: file.deletingLastPathComponent().path(percentEncoded: false))
        #expect(Set(names).isSubset(of: [file.lastPathComponent, file.lastPathComponent + ".lock"]))
    }
}
