import Foundation
import GRDB
import ReelCore
import ReelDB
import ReelStore
import ReelTestKit
import Testing

/// A database of the Python ReelCraft becomes ours, as a whole or not at all, and stays behind as a copy.
@Suite struct TakeoverTests {
    @Test func everyRowIsThereInOurWords() async throws {
        try await withOriginal { file in
            let store = try SQLiteStore(path: file)
            let videos = try store.videos(page: Page(limit: 9)).items
            #expect(videos.map(\.id.rawValue) == [6, 4, 3])
            let coral = try #require(videos.last)
            #expect(coral.title == "Coral \"gardens\"" && coral.origin == .original && coral.duration == nil)
            #expect(coral.filePath == "outputs/Coral Gardens.mp4" && coral.sizeMB == 7.25)
            #expect(coral.script?.scenes.map(\.script) == ["Corals are animals."])
            #expect(Timestamp.stored(coral.createdAt) == "2025-10-27 10:30:00.123")
            #expect(videos[1].origin == .cloud && videos[1].script == nil)
            #expect(VideoResponse(videos[1]).url == "https://cdn.example/clouds.mp4")
            #expect(videos[0].filePath == nil && VideoResponse(videos[0]).url == nil)

            let jobs = try store.jobs(status: nil, page: Page(limit: 9)).items
            #expect(jobs.map(\.status) == [.cancelled, .failed, .failed, .failed, .completed])
            #expect(jobs.map(\.progress) == [99, 30, 55, 0, 100])
            #expect(jobs[4].videoID == coral.id && jobs[4].request.url == "https://example.org/coral")
            #expect(jobs[1].errorMessage == "No key" && jobs[1].progressMessage == "Job created")
            for lost in jobs[2...3] {
                #expect(lost.errorMessage?.contains("Submit the article again") == true)
            }
            #expect(try store.counts().jobs[.failed] == 3)
            #expect(try store.counts().videos == 3)
            // It is a database like any other now: new rows follow the old ones.
            let claim = try #require(
                try { () -> Claim? in
                    _ = try store.createJob(JobRequest(url: "https://example.org/new"))
                    return try store.claimNext(by: RunnerID(), lease: .seconds(20))
                }())
            let made = try #require(try store.complete(claim.id, with: .sample("new")))
            #expect(made.job.videoID?.rawValue == 7)
        }
    }

    @Test func theOriginalStaysBesideAsItWas() async throws {
        try await withOriginal { file in
            _ = try SQLiteStore(path: file)
            let copy = URL(fileURLWithPath: file.path + ".python-original")
            let queue = try DatabaseQueue(path: copy.path)
            let rows = try queue.read { try String.fetchAll($0, sql: "SELECT status FROM jobs ORDER BY id") }
            #expect(rows == ["COMPLETED", "PENDING", "PROCESSING", "FAILED", "CANCELLED"])
            // Opened again, it is ours: nothing is taken over twice, and the copy is not made anew.
            try FileManager.default.removeItem(at: copy)
            #expect(try SQLiteStore(path: file).jobs(status: nil, page: Page(limit: 9)).total == 5)
            #expect(!FileManager.default.fileExists(atPath: copy.path))
        }
    }

    @Test func aTakeoverThatFailsChangesNothing() async throws {
        try await withOriginal { file in
            // A table of a name that we need.
            let queue = try DatabaseQueue(path: file.path)
            try queue.writeWithoutTransaction {
                try $0.execute(sql: "CREATE TABLE row_counts (x)")
            }
            try queue.close()
            #expect(throws: StoreError.self) { try SQLiteStore(path: file) }
            let after = try DatabaseQueue(path: file.path)
            let count = try after.read {
                try Int.fetchOne($0, sql: "SELECT count(*) FROM jobs WHERE status = 'PROCESSING'")
            }
            #expect(count == 1)
        }
    }

    @Test func importingSaysWhereTheFilmIs() async throws {
        try await withOriginal { file in
            let store = try SQLiteStore(path: file)
            #expect(try store.videosToImport().map(\.id.rawValue) == [3, 6])
            try store.setImported(
                VideoID(rawValue: 3), film: ImportedFilm(filePath: "outputs/coral-1.mp4", duration: 30, sizeMB: 7))
            try store.setImported(VideoID(rawValue: 6), film: nil)
            #expect(try store.videosToImport().isEmpty)
            let coral = try #require(try store.video(VideoID(rawValue: 3)))
            let answer = VideoResponse(coral)
            #expect(answer.url == "/outputs/coral-1.mp4" && answer.posterURL == "/outputs/coral-1.jpg")
            #expect(answer.captionsURL == nil && answer.duration == 30)
            #expect(try store.video(VideoID(rawValue: 6))?.origin == .missing)
        }
    }

    private func withOriginal(_ body: (URL) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "reelcraft.db")
            let queue = try DatabaseQueue(path: file.path)
            try await queue.writeWithoutTransaction { try $0.execute(sql: PythonDatabase.tables) }
            try queue.close()
            try await body(file)
        }
    }
}
