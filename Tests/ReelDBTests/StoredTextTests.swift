import Foundation
import GRDB
import ReelCore
import ReelDB
import ReelStore
import ReelTestKit
import Testing

/// Texts of rows that earlier versions, or the Python original, stored as they came.
@Suite(.serialized) struct StoredTextTests {
    @Test func oldRowsAreReadWithinBounds() async throws {
        try await withTemporaryFolder { folder in
            let store = try SQLiteStore(path: folder.appending(path: "reelcraft.db"))
            let job = try store.createJob(JobRequest(url: "https://example.org/"))
            let heap = "\u{1B}[2J\u{202E}a" + String(repeating: "\u{301}", count: 7_000)
            try store.write("writing as an earlier version") { db in
                try db.execute(
                    sql: """
                        UPDATE jobs SET status = 'failed', progress_message = :text, error_message = :text,
                          completed_at = created_at;
                        INSERT INTO videos (origin, title, source_url, created_at, script_json)
                        SELECT 'original', :text, :text, created_at, json_object('title', :text, 'scenes', json_array()) FROM jobs;
                        """, arguments: ["text": heap])
            }
            let read = try #require(try store.job(job.id))
            let video = try #require(try store.videos(page: Page(limit: 1)).items.first)
            for text in [
                read.progressMessage, read.errorMessage ?? "", video.title, video.sourceURL, video.script?.title ?? "",
            ] {
                #expect(!text.isEmpty && !text.unicodeScalars.contains { $0.isControl })
            }
            #expect(read.errorMessage?.unicodeScalars.count ?? .max <= 4_000)
            #expect(video.title.unicodeScalars.count <= 500 && video.sourceURL.unicodeScalars.count <= 2_048)
        }
    }

    @Test(arguments: HostileShape.five(sign: "\u{301}", opening: "{", closing: "}", nearly: "\u{202E}a"))
    func aTakeoverCostsAsMuchAsItsTextsAreLong(_ shape: HostileShape) async throws {
        try await withTemporaryFolder { folder in
            try await onThread {
                DoublingExercise(first: 4_000).run(shape) { text in
                    let file = folder.appending(path: "\(UUID().uuidString).db")
                    do {
                        let queue = try DatabaseQueue(path: file.path)
                        try queue.writeWithoutTransaction { db in
                            try db.execute(sql: PythonDatabase.tables)
                            try db.execute(
                                sql: "UPDATE videos SET title = :t, source_url = :t, script_json = :t; "
                                    + "UPDATE jobs SET progress_message = :t, error_message = :t",
                                arguments: ["t": text])
                        }
                        try queue.close()
                        let store = try SQLiteStore(path: file)
                        _ = try store.videos(page: Page(limit: 9))
                        _ = try store.jobs(status: nil, page: Page(limit: 9))
                        try store.close()
                    } catch {
                        Issue.record(error)
                    }
                }
            }
        }
    }
}
