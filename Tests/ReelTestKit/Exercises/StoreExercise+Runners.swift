import Foundation
import ReelCore
import ReelStore
import Testing

extension StoreBench {
    func register(_ runner: RunnerID, on host: String, in other: (any Store)? = nil) throws {
        try (other ?? store).register(info(runner, on: host), lease: lease)
    }

    func info(_ runner: RunnerID, on host: String) -> RunnerInfo {
        RunnerInfo(
            id: runner, host: HostID(rawValue: host), hostName: "name of \(host)", version: "1.2", slots: 3,
            startedAt: clock.now)
    }
}

extension StoreExercise {
    static let runners = [
        StoreExercise("a runner is registered once, with when it was seen last, until it leaves") { bench in
            let (first, second) = (bench.info(bench.runner, on: "a"), bench.info(RunnerID(), on: "b"))
            try bench.store.register(first, lease: bench.lease)
            bench.clock.advance(by: .seconds(5))
            var later = second
            later.startedAt = bench.clock.now
            try bench.store.register(later, lease: bench.lease)
            try bench.store.register(first, lease: bench.lease)
            let now = bench.clock.now
            #expect(
                try bench.store.runners()
                    == [RegisteredRunner(info: first, seenAt: now), RegisteredRunner(info: later, seenAt: now)])
            try bench.store.deregister(first.id)
            try bench.store.deregister(RunnerID())
            #expect(try bench.store.runners().map(\.info) == [later])
        },
        StoreExercise("an entry that is not renewed goes, unless it is that of who looks; one that is renewed stays") {
            bench in
            let gone = RunnerID()
            try bench.register(bench.runner, on: "a")
            try bench.register(gone, on: "a")
            bench.clock.advance(by: .seconds(15))
            try bench.register(bench.runner, on: "a")
            _ = try bench.store.releaseExpired()
            #expect(try bench.store.runners().count == 2)
            bench.clock.advance(by: .seconds(6))
            bench.clock.setWallClock(to: bench.clock.now + 86_400)
            _ = try bench.store.releaseExpired()
            #expect(try bench.store.runners().map(\.info.id) == [bench.runner])
            bench.clock.advance(by: .seconds(21))
            _ = try bench.store.releaseExpired(sparing: bench.runner)
            #expect(try bench.store.runners().map(\.info.id) == [bench.runner])
            _ = try bench.store.releaseJobs(heldBy: bench.runner)
            #expect(try bench.store.runners().isEmpty)
        },
        StoreExercise("the death of a runner delays its job a little longer each time, and is no crash of the job's") {
            bench in
            let id = try bench.create().id
            var delays: [Duration] = []
            for _ in 1..<RunnerLoss.limit {
                let runner = RunnerID()
                _ = try #require(try bench.store.claimNext(by: runner, lease: bench.lease))
                let change = try #require(try bench.store.releaseJobs(heldBy: runner).first)
                #expect(change.job.status == .pending)
                let wait = change.job.runAt?.timeIntervalSince(bench.clock.now) ?? 0
                delays.append(.seconds(wait))
                #expect(try wait == 0 || bench.store.claimNext(by: runner, lease: bench.lease) == nil)
                bench.clock.advance(by: .seconds(wait))
            }
            #expect(
                delays.prefix(6) == [.zero, .milliseconds(500), .seconds(1), .seconds(2), .seconds(4), .seconds(5)])
            #expect(delays.dropFirst(6).allSatisfy { $0 == .seconds(5) })
            // Its own crashes are counted from none.
            for _ in 1..<crashLimit {
                #expect(try bench.store.recordCrash(try bench.claim().id)?.job.status == .pending)
            }
            #expect(try bench.job(id).status == .pending)
        },
        StoreExercise("a job that kills runner after runner without keeping anything is failed in the end") { bench in
            let id = try bench.create().id
            for number in 1...RunnerLoss.limit {
                let runner = RunnerID()
                bench.clock.advance(by: .seconds(6))
                _ = try bench.claim(by: runner)
                #expect(try bench.job(id).status == .processing, "\(number)")
                _ = try bench.store.releaseJobs(heldBy: runner)
            }
            let job = try bench.job(id)
            #expect(job.status == .failed && job.errorMessage?.contains("\(RunnerLoss.limit) times") == true)
            guard case .retried = try bench.store.retry(id) else {
                Issue.record("it could not be retried")
                return
            }
            _ = try bench.claim()
            #expect(try bench.store.releaseJobs(heldBy: bench.runner).first?.job.runAt == nil)
        },
        StoreExercise("an attempt that keeps something makes the deaths of runners before it count no more") { bench in
            try bench.create()
            for _ in 0..<(RunnerLoss.limit + 5) {
                let claim = try bench.claim()
                try bench.store.resetCrashCount(claim.id)
                let change = try #require(try bench.store.releaseJobs(heldBy: bench.runner).first)
                #expect(change.job.status == .pending && change.job.runAt == nil)
            }
        },
        StoreExercise("a lease that runs out is a runner's death, not the job's crash") { bench in
            try bench.create()
            for _ in 0..<(crashLimit * 2) {
                bench.clock.advance(by: .seconds(6))
                _ = try bench.claim(by: RunnerID())
                bench.clock.advance(by: .seconds(21))
                #expect(try bench.store.releaseExpired().map(\.job.status) == [.pending])
            }
        },
    ]

    static let schedule = [
        StoreExercise("jobs that wait for their time fill no queue, and have a limit of their own") { bench in
            let request = JobRequest(url: "https://example.org/article")
            func options(at seconds: Double?) -> EnqueueOptions {
                EnqueueOptions(
                    queueLimit: 2, scheduledLimit: 3,
                    job: JobOptions(runAt: seconds.map { bench.clock.now + $0 }))
            }
            for _ in 0..<3 {
                guard case .accepted = try bench.store.enqueue(request, options: options(at: 60)) else {
                    Issue.record("a schedule with room refused a job")
                    return
                }
            }
            #expect(try bench.store.enqueue(request, options: options(at: 60)) == .scheduleFull(waiting: 3))
            for _ in 0..<2 {
                guard case .accepted = try bench.store.enqueue(request, options: options(at: nil)) else {
                    Issue.record("jobs for later filled the queue")
                    return
                }
            }
            #expect(try bench.store.enqueue(request, options: options(at: nil)) == .queueFull(waiting: 2))
            // A time that has come is no time to wait for.
            #expect(try bench.store.enqueue(request, options: options(at: -60)) == .queueFull(waiting: 2))
            // Those whose time has come wait as the others do.
            bench.clock.advance(by: .seconds(61))
            #expect(try bench.store.enqueue(request, options: options(at: nil)) == .queueFull(waiting: 5))
            guard case .accepted = try bench.store.enqueue(request, options: options(at: 60)) else {
                Issue.record("a schedule with room again refused a job")
                return
            }
        },
        StoreExercise("a job that waits for its next try counts in the queue") { bench in
            let claim = try bench.begin()
            _ = try bench.store.fail(claim.id, with: bench.error, retryAfter: .seconds(60))
            #expect(
                try bench.store.enqueue(
                    JobRequest(url: "https://example.org/article"), options: EnqueueOptions(queueLimit: 1))
                    == .queueFull(waiting: 1))
        },
    ]

    static let retention = [
        StoreExercise("of an old completed job its history goes, and the job stays as long as its video") { bench in
            let options = EnqueueOptions(idempotencyKey: "order 7")
            let request = JobRequest(url: "https://example.org/article")
            _ = try bench.store.enqueue(request, options: options)
            let claim = try bench.claim()
            try bench.store.record(StageRun(stage: .extract, seconds: 1, cpuSeconds: 1), under: claim.id)
            let job = try #require(try bench.store.complete(claim.id, with: bench.newVideo("a"))).job
            let orphan = try #require(try bench.store.complete(try bench.begin().id, with: bench.newVideo("b"))).job
            _ = try bench.store.deleteVideo(try #require(orphan.videoID))
            let waiting = try bench.create()
            bench.clock.advance(by: .seconds(3600))
            let border = bench.clock.now
            let young = try #require(try bench.store.complete(try bench.claim().id, with: bench.newVideo("c"))).job
            #expect(young.id == waiting.id)

            #expect(try bench.store.removeCompletedJobs(before: border, limit: 1) == 1)
            #expect(try bench.store.removeCompletedJobs(before: border, limit: 9) == 1)
            #expect(try bench.store.removeCompletedJobs(before: border, limit: 9) == 0)
            #expect(try bench.store.job(orphan.id) == nil)
            #expect(try bench.store.job(job.id) == job)
            #expect(try bench.store.snapshot(of: job.id)?.events == [])
            #expect(try bench.store.attempts(of: job.id) == [])
            #expect(try bench.store.completedJob(forURL: request.url)?.id == young.id)
            #expect(try bench.store.video(try #require(job.videoID)) != nil)
            #expect(try bench.store.attempts(of: young.id)?.count == 1)
            guard case .accepted = try bench.store.enqueue(request, options: options) else {
                Issue.record("the key of an old job was still kept")
                return
            }
            // When the video goes, the job goes with the next round.
            _ = try bench.store.deleteVideo(try #require(job.videoID))
            #expect(try bench.store.removeCompletedJobs(before: border, limit: 9) == 1)
            #expect(try bench.store.job(job.id) == nil)
            #expect(try bench.store.integrityProblems() == [])
        },
        StoreExercise("old videos are listed page by page, whether those of the page before still exist or not") {
            bench in
            for name in ["a", "b", "c"] {
                bench.clock.advance(by: .seconds(1))
                _ = try bench.store.complete(try bench.begin().id, with: bench.newVideo(name))
            }
            let border = bench.clock.now + 1
            let first = try bench.store.videos(before: border, after: nil, limit: 2)
            #expect(first.map(\.filePath) == ["outputs/a.mp4", "outputs/b.mp4"])
            _ = try bench.store.deleteVideo(first[1].id)
            let second = try bench.store.videos(before: border, after: first[1], limit: 2)
            #expect(second.map(\.filePath) == ["outputs/c.mp4"])
            #expect(try bench.store.videos(before: border, after: second[0], limit: 2).isEmpty)
            #expect(try bench.store.condition() == .current)
        },
    ]
}
