import Foundation
import GRDB
import ReelCore
import ReelDB
import ReelStore
import ReelTestKit
import Testing

/// Databases of earlier versions go on being used.
@Suite struct PriorVersionTests {
    /// Makes the database of `Tests/Fixtures/databases/VERSION.sql`.
    static func make(_ version: String, at file: URL) throws {
        let fixture = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/databases/\(version).sql")
        let queue = try DatabaseQueue(path: file.path)
        try queue.writeWithoutTransaction { try $0.execute(sql: String(contentsOf: fixture, encoding: .utf8)) }
        try queue.close()
    }

    private func id(_ number: Int) throws -> JobID {
        try #require(JobID(rawValue: "aaaaaaaa-0000-4000-8000-00000000000\(number)"))
    }

    @Test func aDatabaseOfTheFirstMigrationIsTakenOverWithAllThatItHolds() async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "reelcraft.db")
            try Self.make("001", at: file)
            let store = try SQLiteStore(path: file)
            #expect(try store.condition() == .current)
            #expect(try store.integrityProblems() == [])
            let counts = try store.counts()
            #expect(
                counts.jobs == [.pending: 3, .processing: 1, .completed: 1, .failed: 1, .cancelled: 1]
                    && counts.videos == 2)
            let statuses = try (1...7).map { try #require(try store.job(id($0))).status }
            #expect(statuses == [.pending, .pending, .pending, .processing, .completed, .failed, .cancelled])
            #expect(try store.snapshot(of: id(5))?.events.map(\.seq) == [1, 2, 3])
            #expect(try store.attempts(of: id(5))?.map(\.outcome) == [.completed])
            #expect(try store.attempts(of: id(4))?.map(\.outcome) == [nil])
            #expect(try store.videos(page: Page(limit: 9)).items.map(\.version) == [2, 1])
            #expect(try store.stageHistory(of: .standard).samples[.compose]?.count == 1)
            guard
                case .repeated(let later) = try store.enqueue(
                    JobRequest(url: "https://example.org/later"), options: EnqueueOptions(idempotencyKey: "order 7"))
            else {
                Issue.record("the idempotency key is not known any more")
                return
            }
            #expect(try later.id == id(2))
        }
    }

    @Test func itsJobsGoOn() async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "reelcraft.db")
            try Self.make("001", at: file)
            let store = try SQLiteStore(path: file)
            // The runner of before is gone: its boot is another one.
            #expect(try store.releaseExpired().map(\.job.id) == [id(4)])
            let runner = RunnerID()
            let order = try (0..<3).map { _ in
                try #require(try store.claimNext(by: runner, lease: .seconds(20))).job.id
            }
            #expect(try order == [id(1), id(3), id(4)])
            #expect(try store.claimNext(by: runner, lease: .seconds(20)) == nil)
            // It had crashed twice; that still counts.
            let claim = try #require(
                try store.claims(of: runner).first { claim in
                    try store.write("looking") { db in
                        try String.fetchOne(
                            db, sql: "SELECT id FROM jobs WHERE claim_id = ?", arguments: [claim.rawValue])
                    } == id(3).rawValue
                })
            #expect(try store.recordCrash(claim)?.job.status == .failed)
        }
    }
}
