import Foundation
import ReelCore
import ReelStore
import Testing

extension StoreExercise {
    private static let sound = Data("ID3\u{0}recorded".utf8)

    private static func recorded(_ data: Data? = sound, editing video: VideoID? = nil) -> JobRequest {
        JobRequest(
            url: "", script: Script(title: "Hens", scenes: [Scene(sceneNumber: 1, script: "Hens lay eggs.")]),
            editOf: video, narration: RecordedNarration(kind: .mp3, data: data))
    }

    static let recordings = [
        StoreExercise("a recording reaches whoever claims its job, and nobody else reads it along") { bench in
            let job = try bench.store.createJob(recorded())
            #expect(job.request == recorded(nil))
            #expect(try bench.store.jobs(status: nil, page: Page(limit: 9)).items == [job])
            let claim = try bench.claim()
            #expect(claim.job.request == recorded())
            _ = try bench.store.release(claim.id)
            #expect(try bench.claim().job.request == recorded(), "by the next runner too")
        },
        StoreExercise("a key is of one recording") { bench in
            let options = EnqueueOptions(idempotencyKey: "once")
            let first = try bench.store.enqueue(recorded(), options: options)
            guard case .accepted(let job) = first else {
                Issue.record("\(first)")
                return
            }
            #expect(try bench.store.enqueue(recorded(), options: options) == .repeated(job))
            #expect(try bench.store.enqueue(recorded(Data("other".utf8)), options: options) == .otherRequest(job))
        },
        StoreExercise("an edit is heard as the video that it edits, whichever of both jobs is kept") { bench in
            _ = try bench.store.createJob(recorded())
            let made = try #require(try bench.store.complete(try bench.claim().id, with: bench.newVideo("one"))).job
            let video = try #require(made.videoID)
            #expect(try bench.store.job(ofVideo: video)?.id == made.id)
            #expect(try bench.store.job(ofVideo: VideoID(rawValue: 99)) == nil)
            let edit = try bench.store.createJob(recorded(nil, editing: video))
            _ = try bench.store.deleteVideo(video)
            bench.clock.advance(by: .seconds(60))
            #expect(try bench.store.removeCompletedJobs(before: bench.clock.now, limit: 9) == 1)
            let claim = try bench.claim()
            #expect(claim.job.id == edit.id)
            #expect(claim.job.request == recorded(editing: video))
        },
    ]
}
