import Foundation
import ReelCore
import ReelStore
import ReelTestKit
import Testing

/// What a client asks for and does not get is said by the job and stands in the reel's script.
@Suite(.timeLimit(.minutes(6))) struct UnmetRequestTests {
    @Test func aPictureAndAVoiceThatCannotBeHadAreSaid() async throws {
        try await withTemporaryFolder { folder in
            let world = try DaemonWorld(in: folder, script: "")
            try world.useRealAttempts()
            // German, and a picture inside the private network, which is never fetched.
            let words = ["Die Mauersegler sind im Mai gekommen.", "Sie bleiben bis in den August."]
            var script = Script(
                title: "Mauersegler",
                scenes: words.enumerated().map { Scene(sceneNumber: $0 + 1, script: $1, assetKeywords: ["swift"]) })
            script.language = "de"
            script.scenes[1].visual = SceneChoice(
                kind: .picture, provider: .client, url: "http://127.0.0.1:1/a.png", motion: .zoomIn)
            let request = JobRequest(
                url: "", quality: .draft, script: script, style: ReelStyle(voice: "slt"))
            let (events, video) = try await world.whileRunning {
                let id = try world.store.createJob(request).id
                try await eventually(within: .seconds(240), "the job to end") {
                    try world.store.job(id).map { [.completed, .failed].contains($0.status) } ?? false
                }
                let job = try #require(try world.store.job(id))
                #expect(job.status == .completed, "\(job.errorMessage ?? "")")
                let video = try job.videoID.flatMap { try world.store.video($0) }
                let snapshot = try #require(try world.store.snapshot(of: id))
                return (snapshot.events.map(\.message), video)
            }
            let reason = "The picture asked for scene 2 could not be had: it could not be fetched: "
            #expect(events.contains { $0.hasPrefix("Assets downloaded successfully. \(reason)") }, "\(events)")
            #expect(
                events.contains {
                    $0.hasPrefix("Audio generation completed. The voice slt does not speak the language of the script")
                })
            let made = try #require(video?.script)
            let note = try #require(made.scenes[1].visual?.note)
            #expect(note.hasPrefix(reason))
        }
    }
}
