import Foundation
import GRDB
import ReelCore
import ReelDB
import ReelStore
import ReelTestKit
import Testing

/// A row that cannot be read is one row's trouble.
@Suite struct UnreadableRowsTests {
    private static let broken = #"{"quality":"ultra","url":"https://example.org/"}"#

    private func set(_ request: String, of id: JobID, in store: SQLiteStore) throws {
        try store.write("editing by hand") { db in
            try db.execute(
                sql: "UPDATE jobs SET request_json = ? WHERE id = ?", arguments: [request, id.rawValue])
        }
    }

    @Test(arguments: [
        #"{"url":"https://example.org/"}"#, #"{"url": "https://example.org/", "quality": null}"#,
        #"{"quality":"standard","url":"https://example.org/","later":1}"#,
    ])
    func aMissingFieldHasItsDefault(_ request: String) async throws {
        try await withTemporaryStore { store in
            let job = try store.createJob(JobRequest(url: "https://example.org/"))
            try set(request, of: job.id, in: store)
            #expect(try store.job(job.id) == job)
            #expect(try store.jobs(status: nil, page: Page(limit: 9)).items == [job])
        }
    }

    @Test func aJobThatCannotBeReadIsLeftOutOfListsAndNamed() async throws {
        try await withTemporaryStore { store in
            let url = "https://example.org/"
            var ids: [JobID] = []
            for name in ["a", "b"] {
                ids.append(try store.createJob(JobRequest(url: url)).id)
                let claim = try #require(try store.claimNext(by: RunnerID(), lease: .seconds(20)))
                _ = try store.complete(claim.id, with: .sample(name))
            }
            try set(Self.broken, of: ids[1], in: store)
            let listing = try store.jobs(status: .completed, page: Page(limit: 9))
            #expect(listing.items.map(\.id) == [ids[0]] && listing.total == 2)
            #expect(try store.jobs(status: nil, page: Page(limit: 9)).items.map(\.id) == [ids[0]])
            #expect(try store.completedJob(forURL: url)?.id == ids[0])
            for verb: (SQLiteStore) throws -> Void in [
                { _ = try $0.job(ids[1]) }, { _ = try $0.snapshot(of: ids[1]) },
            ] {
                let error = #expect(throws: StoreError.self) { try verb(store) }
                #expect(error?.code == .unreadable && error?.cause.contains(ids[1].rawValue) == true)
            }
            #expect(try store.eventSeqs(of: ids).count == 2)
            let problems = try store.integrityProblems()
            #expect(problems.count == 1 && problems[0].contains(ids[1].rawValue))
        }
    }

    @Test func itDoesNotKeepOthersFromBeingClaimed() async throws {
        try await withTemporaryStore { store in
            let broken = try store.createJob(JobRequest(url: "https://example.org/")).id
            let good = try store.createJob(JobRequest(url: "https://example.org/good")).id
            try set(Self.broken, of: broken, in: store)
            let runner = RunnerID()
            #expect(try store.claimNext(by: runner, lease: .seconds(20))?.job.id == good)
            #expect(try store.claims(of: runner).count == 1)
            // It has failed, and says why once it can be read.
            try set(#"{"url":"https://example.org/"}"#, of: broken, in: store)
            let job = try #require(try store.job(broken))
            #expect(job.status == .failed && job.errorMessage?.contains("cannot be read") == true)
        }
    }

    @Test func itDoesNotKeepOthersFromBeingFreed() async throws {
        try await withTemporaryStore { store in
            let runner = RunnerID()
            let jobs = try (0..<3).map { _ in try store.createJob(JobRequest(url: "https://example.org/")).id }
            let claims = try store.claimNext(
                (0..<3).map { _ in ClaimID() }, by: runner, lease: .seconds(20), hostLimit: nil)
            #expect(claims.count == 3)
            try set(Self.broken, of: jobs[1], in: store)
            #expect(try store.releaseJobs(heldBy: runner).map(\.job.id) == [jobs[0], jobs[2]])
            #expect(try store.claims(of: runner).isEmpty)
        }
    }

    @Test func anEventThatCannotBeReadIsLeftOut() async throws {
        try await withTemporaryStore { store in
            let id = try store.createJob(JobRequest(url: "https://example.org/")).id
            let claim = try #require(try store.claimNext(by: RunnerID(), lease: .seconds(20)))
            _ = try store.record(
                ProgressNote(progress: 10, message: "Article extracted", isMilestone: true), under: claim.id)
            // The table's own checks are off, as an editor of databases may have them.
            try store.write("editing by hand") { db in
                try db.execute(
                    sql: """
                        PRAGMA ignore_check_constraints = ON;
                        UPDATE job_events SET kind = 'odd' WHERE seq = 1;
                        PRAGMA ignore_check_constraints = OFF;
                        """)
            }
            #expect(try store.snapshot(of: id)?.events.map(\.seq) == [2])
            #expect(try store.integrityProblems().contains { $0.contains(id.rawValue) || $0.contains("job_events") })
        }
    }
}
