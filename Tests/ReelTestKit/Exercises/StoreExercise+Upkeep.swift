import Foundation
import ReelCore
import ReelStore
import Testing

extension StoreExercise {
    static let attempts = [
        StoreExercise("every attempt is kept: who, when, and how it ended") { bench in
            let id = try bench.create().id
            #expect(try bench.store.attempts(of: id) == [])
            #expect(try bench.store.attempts(of: JobID()) == nil)
            let ends: [(Claim) throws -> Void] = [
                { _ = try bench.store.recordCrash($0.id) },
                { _ = try bench.store.release($0.id) },
                { _ = try bench.store.fail($0.id, with: bench.error, retryAfter: .zero) },
                { _ in
                    _ = try bench.store.cancel(id)
                    _ = try bench.store.retry(id)
                },
                { _ = try bench.store.complete($0.id, with: bench.newVideo()) },
            ]
            for end in ends {
                let claim = try bench.claim()
                let running = try #require(try bench.store.attempts(of: id)?.last)
                #expect(running.outcome == nil && running.endedAt == nil && running.startedAt == bench.clock.now)
                bench.clock.advance(by: .seconds(2))
                try end(claim)
            }
            let attempts = try #require(try bench.store.attempts(of: id))
            #expect(attempts.map(\.number) == [1, 2, 3, 4, 5])
            #expect(attempts.map(\.outcome) == [.crashed, .released, .failed, .cancelled, .completed])
            #expect(attempts.allSatisfy { $0.runner == bench.runner && $0.endedAt == $0.startedAt + 2 })
            #expect(attempts.map(\.failure) == [nil, nil, bench.error, nil, nil])
        },
        StoreExercise("what each stage cost stands with its attempt, in order") { bench in
            let claim = try bench.begin()
            let runs = [
                StageRun(stage: .extract, seconds: 0.5, cpuSeconds: 0.1),
                StageRun(
                    stage: .narrate, seconds: 3.25, cpuSeconds: 5.5, made: 8, found: 1, reelSeconds: 41, isDone: false),
            ]
            for run in runs { try bench.store.record(run, under: claim.id) }
            _ = try bench.store.recordCrash(claim.id)
            try bench.store.record(StageRun(stage: .finish, seconds: 1, cpuSeconds: 1), under: claim.id)
            let again = try bench.claim()
            try bench.store.record(runs[0], under: again.id)
            let attempts = try #require(try bench.store.attempts(of: claim.job.id))
            #expect(attempts.map(\.stages) == [runs, [runs[0]]])
        },
        StoreExercise("the history holds whole runs of one quality, the newest first, twenty of each stage") { bench in
            for number in 1...25 {
                let claim = try bench.begin()
                try bench.store.record(
                    StageRun(stage: .compose, seconds: Double(number), cpuSeconds: 1, made: 9, reelSeconds: 40),
                    under: claim.id)
                try bench.store.record(
                    StageRun(stage: .gather, seconds: 1, cpuSeconds: 1, made: 1, found: 3), under: claim.id)
                try bench.store.record(
                    StageRun(stage: .sound, seconds: 1, cpuSeconds: 1, isDone: false), under: claim.id)
                _ = try bench.store.recordCrash(claim.id)
                _ = try bench.store.cancel(claim.job.id)
            }
            let history = try bench.store.stageHistory(of: .standard)
            #expect(history.samples.keys.map(\.self) == [.compose])
            #expect(history.samples[.compose]?.map(\.seconds) == (6...25).reversed().map(Double.init))
            #expect(history.samples[.compose]?.allSatisfy { $0.reelSeconds == 40 } == true)
            #expect(try bench.store.stageHistory(of: .draft) == StageHistory())
        },
        StoreExercise("the time left is kept while the job runs, and only then") { bench in
            let claim = try bench.begin()
            let note = ProgressNote(progress: 30, message: "Voice", isMilestone: false, secondsLeft: 40)
            let event = try #require(try bench.store.record(note, under: claim.id))
            #expect(event.expectedEnd == bench.clock.now + 40)
            #expect(try bench.job(claim.job.id).expectedEnd == bench.clock.now + 40)
            #expect(try bench.store.record(note, under: claim.id) == nil)
            _ = try bench.record(31, "Voice", claim)
            #expect(try bench.job(claim.job.id).expectedEnd == bench.clock.now + 40)
            #expect(try bench.store.release(claim.id)?.job.expectedEnd == nil)
        },
    ]

    static let upkeep = [
        StoreExercise("old failed and cancelled jobs are removed whole; nothing else is") { bench in
            let failed = try bench.failed()
            let cancelled = try bench.create()
            _ = try bench.store.cancel(cancelled.id)
            let completed = try bench.begin()
            _ = try bench.store.complete(completed.id, with: bench.newVideo())
            let waiting = try bench.create()
            _ = try bench.store.cancel(waiting.id)
            bench.clock.advance(by: .seconds(3600))
            let border = bench.clock.now
            let young = try bench.failed()
            _ = try bench.store.retry(waiting.id)
            #expect(try bench.store.removeEndedJobs(before: border, limit: 1) == 1)
            #expect(try bench.store.removeEndedJobs(before: border, limit: 9) == 1)
            #expect(try bench.store.removeEndedJobs(before: border, limit: 9) == 0)
            for gone in [failed.id, cancelled.id] {
                #expect(try bench.store.job(gone) == nil)
                #expect(try bench.store.snapshot(of: gone) == nil)
                #expect(try bench.store.attempts(of: gone) == nil)
            }
            let left = try bench.store.jobs(status: nil, page: Page(limit: 9))
            #expect(Set(left.items.map(\.id)) == [completed.job.id, young.id, waiting.id] && left.total == 3)
            #expect(try bench.store.integrityProblems() == [])
        },
        StoreExercise("a store that took nothing over has nothing to import, and its own videos stay what they are") {
            bench in
            let id = try #require(try bench.store.complete(try bench.begin().id, with: bench.newVideo())?.job.videoID)
            #expect(try bench.store.videosToImport() == [])
            let video = try bench.store.video(id)
            let film = ImportedFilm(filePath: "outputs/other.mp4", duration: 1, sizeMB: 1)
            try bench.store.setImported(id, film: film)
            try bench.store.setImported(id, film: nil)
            try bench.store.setImported(VideoID(rawValue: id.rawValue + 1), film: film)
            #expect(try bench.store.video(id) == video)
            #expect(try bench.store.videoPaths() == ["outputs/reel.mp4"])
        },
        StoreExercise("old videos are listed, the oldest first") { bench in
            for name in ["a", "b"] { _ = try bench.store.complete(try bench.begin().id, with: bench.newVideo(name)) }
            let border = bench.clock.now + 1
            bench.clock.advance(by: .seconds(5))
            _ = try bench.store.complete(try bench.begin().id, with: bench.newVideo("c"))
            let old = try bench.store.videos(before: border, limit: 9)
            #expect(old.map(\.filePath) == ["outputs/a.mp4", "outputs/b.mp4"])
            #expect(try bench.store.videos(before: border, limit: 1) == [old[0]])
        },
        StoreExercise("a backup is a whole store of that instant, and is not written over a file") { bench in
            let claim = try bench.begin()
            _ = try bench.store.complete(claim.id, with: bench.newVideo())
            let file = FileManager.default.temporaryDirectory.appending(path: "backup-\(UUID().uuidString).db")
            defer { try? FileManager.default.removeItem(at: file) }
            try bench.store.backUp(to: file)
            #expect(try file.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0 > 0)
            #expect(throws: StoreError.self) { try bench.store.backUp(to: file) }
            #expect(try bench.store.integrityProblems() == [])
        },
    ]
}
