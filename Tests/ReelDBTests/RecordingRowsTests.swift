import Foundation
import GRDB
import ReelCore
import ReelDB
import ReelStore
import ReelTestKit
import Testing

/// The rows of recordings that came with requests.
@Suite struct RecordingRowsTests {
    /// Retention removes jobs; what nobody can be heard with any more goes with them.
    @Test func aRecordingGoesWithTheLastJobThatHasIt() async throws {
        try await withTemporaryStore { store in
            let script = Script(title: "Hens", scenes: [Scene(sceneNumber: 1, script: "Hens lay eggs.")])
            let narration = RecordedNarration(kind: .wav, data: Data(repeating: 1, count: 1_000))
            let job = try store.createJob(JobRequest(url: "", script: script, narration: narration))
            func count() throws -> Int? {
                try store.readOne("counting") { try Int.fetchOne($0, sql: "SELECT count(*) FROM recordings") }
            }
            try store.write("sharing") { db in
                try db.execute(
                    sql: """
                        INSERT INTO jobs (id, progress_message, created_at, request_json, source_url, recording_id)
                        SELECT ?, progress_message, created_at, request_json, source_url, recording_id FROM jobs
                        """, arguments: [JobID().rawValue])
            }
            #expect(try count() == 1)
            try store.write("removing one") {
                try $0.execute(sql: "DELETE FROM jobs WHERE id = ?", arguments: [job.id.rawValue])
            }
            #expect(try count() == 1)
            try store.write("removing the other") { try $0.execute(sql: "DELETE FROM jobs") }
            #expect(try count() == 0)
        }
    }
}
