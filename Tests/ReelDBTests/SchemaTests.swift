import Foundation
import GRDB
import ReelCore
import ReelDB
import ReelStore
import ReelTestKit
import Testing

/// The tables refuse what must not be, whoever writes it.
@Suite struct SchemaTests {
    /// Each statement would leave a row that no status allows. The job `p` is pending, `r` processing, `c` completed.
    @Test(arguments: [
        "UPDATE jobs SET status = 'paused' WHERE id = :p",
        "UPDATE jobs SET status = 'PENDING' WHERE id = :p",
        "UPDATE jobs SET progress = 101 WHERE id = :c",
        "UPDATE jobs SET progress = -1 WHERE id = :p",
        "UPDATE jobs SET progress = 'half' WHERE id = :p",
        "UPDATE jobs SET progress = 100 WHERE id = :r",
        "UPDATE jobs SET progress = 99 WHERE id = :c",
        "UPDATE jobs SET progress_message = NULL WHERE id = :p",
        "UPDATE jobs SET status = 'processing' WHERE id = :p",
        "UPDATE jobs SET status = 'pending' WHERE id = :r",
        "UPDATE jobs SET claim_id = 'x', claimed_by = 'x', lease_expires_at = 1, lease_boot_id = 'x' WHERE id = :p",
        "UPDATE jobs SET claimed_by = NULL WHERE id = :r",
        "UPDATE jobs SET lease_expires_at = NULL WHERE id = :r",
        "UPDATE jobs SET lease_boot_id = NULL WHERE id = :r",
        "UPDATE jobs SET started_at = NULL WHERE id = :r",
        "UPDATE jobs SET attempt = 0 WHERE id = :r",
        "UPDATE jobs SET run_at = '2025-10-27 10:30:00.000' WHERE id = :r",
        "UPDATE jobs SET completed_at = NULL WHERE id = :c",
        "UPDATE jobs SET completed_at = '2025-10-27 10:30:00.000' WHERE id = :p",
        "UPDATE jobs SET status = 'cancelled' WHERE id = :p",
        "UPDATE jobs SET status = 'failed', completed_at = '2025-10-27 10:30:00.000' WHERE id = :p",
        "UPDATE jobs SET error_message = 'Oh' WHERE id = :p",
        "UPDATE jobs SET video_id = 1 WHERE id = :p",
        "UPDATE jobs SET video_id = 99 WHERE id = :c",
        "UPDATE jobs SET created_at = '2025-10-27T10:30:00' WHERE id = :p",
        "UPDATE jobs SET created_at = '2025-10-27 10:30:00' WHERE id = :p",
        "UPDATE jobs SET request_json = '{' WHERE id = :p",
        "UPDATE jobs SET max_attempts = 0 WHERE id = :p",
        "UPDATE jobs SET id = 'not-a-uuid' WHERE id = :p",
        "UPDATE jobs SET id = upper(id) WHERE id = :p",
        "UPDATE jobs SET claim_id = (SELECT claim_id FROM jobs WHERE id = :r) WHERE id = :p",
        "UPDATE videos SET duration = -1",
        "UPDATE videos SET file_path = NULL",
        "UPDATE videos SET style_json = '{'",
        "UPDATE videos SET version = 0",
        "UPDATE videos SET version = 2",
        "UPDATE videos SET family_id = id",
        "UPDATE videos SET edit_of = id",
        "UPDATE videos SET version = 2, family_id = 7, edit_of = 99",
        "INSERT INTO videos (title, source_url, file_path, duration, size_mb, created_at) "
            + "SELECT title, source_url, file_path, duration, size_mb, created_at FROM videos",
        "UPDATE job_events SET kind = 'progress' WHERE job_id = :c",
        "UPDATE job_events SET seq = 1 WHERE job_id = :c",
        "UPDATE job_events SET job_id = 'nobody'",
    ])
    func refuses(_ statement: String) async throws {
        try await withTemporaryStore { store in
            let completed = try store.createJob(JobRequest(url: "https://example.org/c"))
            let first = try #require(try store.claimNext(by: RunnerID(), lease: .seconds(20)))
            _ = try store.complete(first.id, with: .sample("c"))
            let running = try store.createJob(JobRequest(url: "https://example.org/r"))
            _ = try #require(try store.claimNext(by: RunnerID(), lease: .seconds(20)))
            let pending = try store.createJob(JobRequest(url: "https://example.org/p"))
            let sql =
                statement
                .replacing(":p", with: "'\(pending.id)'").replacing(":r", with: "'\(running.id)'")
                .replacing(":c", with: "'\(completed.id)'")
            var changes = 0
            let error = #expect(throws: StoreError.self) {
                try store.write("breaking the rules") { db in
                    try db.execute(sql: sql)
                    changes = db.changesCount
                }
            }
            let cause = try #require(error, "\(changes) rows were changed").cause
            #expect(cause.contains("constraint failed") || cause.contains("cannot store"))
        }
    }

    @Test func deletingAVideoLeavesTheJobThatMadeIt() async throws {
        try await withTemporaryStore { store in
            let job = try store.createJob(JobRequest(url: "https://example.org/"))
            let claim = try #require(try store.claimNext(by: RunnerID(), lease: .seconds(20)))
            _ = try store.complete(claim.id, with: .sample("a"))
            try store.write("deleting") { try $0.execute(sql: "DELETE FROM videos") }
            let after = try #require(try store.job(job.id))
            #expect(after.status == .completed)
            #expect(after.videoID == nil)
            #expect(try store.completedJob(forURL: "https://example.org/") == nil)
        }
    }

    @Test func aDeletedVideosNumberIsNotGivenAgain() async throws {
        try await withTemporaryStore { store in
            var ids: [VideoID] = []
            for name in ["a", "b"] {
                _ = try store.createJob(JobRequest(url: "https://example.org/"))
                let claim = try #require(try store.claimNext(by: RunnerID(), lease: .seconds(20)))
                ids.append(try #require(try store.complete(claim.id, with: .sample(name))?.job.videoID))
                try store.write("deleting") { try $0.execute(sql: "DELETE FROM videos") }
            }
            #expect(ids.map(\.rawValue) == [1, 2])
        }
    }

    @Test func totalsHoldAfterRowsAreDeletedByHand() async throws {
        try await withTemporaryStore { store in
            for _ in 0..<5 { _ = try store.createJob(JobRequest(url: "https://example.org/")) }
            let claim = try #require(try store.claimNext(by: RunnerID(), lease: .seconds(20)))
            _ = try store.complete(claim.id, with: .sample("a"))
            try store.write("deleting") { db in
                try db.execute(
                    sql: "DELETE FROM jobs WHERE rowid IN (SELECT rowid FROM jobs WHERE status = 'pending' LIMIT 2)")
                try db.execute(sql: "DELETE FROM videos")
            }
            #expect(try store.jobs(status: .pending, page: Page(limit: 9)).total == 2)
            #expect(try store.jobs(status: nil, page: Page(limit: 9)).total == 3)
            #expect(try store.videos(page: Page(limit: 9)).total == 0)
        }
    }

    @Test func higherPriorityGoesFirst() async throws {
        try await withTemporaryStore { store in
            let ids = try (0..<3).map { _ in try store.createJob(JobRequest(url: "https://example.org/")).id }
            try store.write("raising a priority") {
                try $0.execute(sql: "UPDATE jobs SET priority = 5 WHERE id = ?", arguments: [ids[2].rawValue])
                try $0.execute(sql: "UPDATE jobs SET priority = -5 WHERE id = ?", arguments: [ids[0].rawValue])
            }
            let order = try (0..<3).map { _ in
                try #require(try store.claimNext(by: RunnerID(), lease: .seconds(20))).job.id
            }
            #expect(order == [ids[2], ids[1], ids[0]])
        }
    }

    /// People and scripts read these names with `sqlite3`.
    @Test func theOriginalsColumnsAreThere() async throws {
        try await withTemporaryStore { store in
            let columns = try store.readOne("reading the schema") { db in
                (
                    jobs: Set(try db.columns(in: "jobs").map(\.name)),
                    videos: Set(try db.columns(in: "videos").map(\.name))
                )
            }
            #expect(
                columns.jobs.isSuperset(of: [
                    "id", "status", "progress", "progress_message", "error_message", "created_at", "started_at",
                    "completed_at", "video_id",
                ]))
            #expect(
                columns.videos.isSuperset(of: [
                    "id", "title", "source_url", "file_path", "duration", "size_mb", "script_json", "created_at",
                    "storage_location",
                ]))
        }
    }
}
