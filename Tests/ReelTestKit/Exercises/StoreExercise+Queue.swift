import Foundation
import ReelCore
import ReelStore
import Testing

extension StoreExercise {
    static let queue = [
        StoreExercise("a job's options are kept") { bench in
            let options = JobOptions(priority: -7, runAt: bench.clock.now + 60, maxAttempts: 5)
            let job = try bench.store.createJob(JobRequest(url: "https://example.org/"), options: options)
            #expect(job.priority == -7 && job.runAt == options.runAt && job.maxAttempts == 5)
            #expect(try bench.job(job.id) == job)
        },
        StoreExercise("higher priority goes first, and within one the oldest") { bench in
            var ids: [Int: [JobID]] = [:]
            for priority in [0, 5, -5, 5, 0, -5] {
                bench.clock.advance(by: .seconds(1))
                let job = try bench.store.createJob(
                    JobRequest(url: "https://example.org/"), options: JobOptions(priority: priority))
                ids[priority, default: []].append(job.id)
            }
            let order = try (0..<6).map { _ in try bench.claim().job.id }
            #expect(order == [5, 0, -5].flatMap { ids[$0] ?? [] })
        },
        StoreExercise("a job is not started before its time, and then goes by its priority") { bench in
            let later = try bench.store.createJob(
                JobRequest(url: "https://example.org/"),
                options: JobOptions(priority: 9, runAt: bench.clock.now + 10))
            #expect(try bench.claim(1).isEmpty)
            #expect(try bench.store.nextDue() == later.runAt)
            let now = try bench.create()
            bench.clock.advance(by: .seconds(9))
            let due = try bench.claim(2)
            #expect(due.map(\.job.id) == [later.id, now.id])
            #expect(due[0].job.runAt == nil)
        },
        StoreExercise("several are claimed at once, each under its own name, in order") { bench in
            let ids = try (0..<3).map { _ in try bench.create().id }
            let names = (0..<5).map { _ in ClaimID() }
            let claims = try bench.store.claimNext(names, by: bench.runner, lease: bench.lease, hostLimit: nil)
            #expect(claims.map(\.job.id) == ids)
            #expect(claims.map(\.id) == Array(names.prefix(3)))
            #expect(try bench.store.renewLeases(of: bench.runner, lease: bench.lease) == Set(names.prefix(3)))
        },
        StoreExercise("the limit of a host counts the jobs of all its runners, and those of no other host") {
            bench in
            for _ in 0..<7 { try bench.create() }
            let (second, elsewhere) = (RunnerID(), RunnerID())
            try bench.register(bench.runner, on: "here")
            try bench.register(second, on: "here")
            #expect(try bench.claim(2, hostLimit: 3).count == 2)
            #expect(try bench.claim(2, hostLimit: 3, by: second).count == 1)
            #expect(try bench.claim(2, hostLimit: 3).isEmpty)
            // Nobody knows where a runner is that is not registered: it counts.
            #expect(try bench.claim(1, hostLimit: 3, by: elsewhere).isEmpty)
            let other = try bench.open(bench.clock)
            try bench.register(elsewhere, on: "there", in: other)
            let there = try other.claimNext([ClaimID()], by: elsewhere, lease: bench.lease, hostLimit: 1)
            #expect(there.count == 1)
            _ = try bench.store.releaseJobs(heldBy: bench.runner)
            try bench.register(bench.runner, on: "here")
            #expect(try bench.claim(5, hostLimit: 3).count == 2)
        },
        StoreExercise("who asks for expired leases can spare its own") { bench in
            let mine = try bench.begin()
            try bench.create()
            let others = try bench.claim(by: RunnerID())
            bench.clock.advance(by: .seconds(21))
            #expect(try bench.store.releaseExpired(sparing: bench.runner).map(\.job.id) == [others.job.id])
            #expect(try bench.store.renewLeases(of: bench.runner, lease: bench.lease) == [mine.id])
            #expect(try bench.store.releaseExpired(sparing: nil).isEmpty)
        },
    ]

    static let retries = [
        StoreExercise("a failed job that is retried waits as if new, with the furthest point it reached") { bench in
            let claim = try bench.begin()
            _ = try bench.record(.composing, claim)
            _ = try bench.store.fail(claim.id, with: bench.error, retryAfter: nil)
            let before = try bench.job(claim.job.id)
            guard case .retried(let change) = try bench.store.retry(before.id) else {
                Issue.record("a failed job was not retried")
                return
            }
            #expect(change.job.status == .pending && change.job.progress == 80)
            #expect(change.job.errorMessage == nil && change.job.completedAt == nil)
            #expect(change.events.map(\.status) == [.pending] && change.events[0].seq == before.eventSeq + 1)
            let again = try bench.claim()
            #expect(again.job.id == before.id && again.job.attempt == 2)
            #expect(try bench.store.complete(again.id, with: bench.newVideo()) != nil)
        },
        StoreExercise("a retried job has all its tries before it, and its crashes are forgotten") { bench in
            try bench.create()
            for _ in 1..<crashLimit { _ = try bench.store.recordCrash(try bench.claim().id) }
            let failed = try #require(
                try bench.store.fail(try bench.claim().id, with: bench.error, retryAfter: nil)
            ).job
            guard case .retried = try bench.store.retry(failed.id) else {
                Issue.record("a failed job was not retried")
                return
            }
            for _ in 1..<crashLimit {
                #expect(try bench.store.recordCrash(try bench.claim().id)?.job.status == .pending)
            }
            for attempt in 1...failed.maxAttempts {
                let change = try bench.store.fail(try bench.claim().id, with: bench.error, retryAfter: .zero)
                #expect(change?.job.status == (attempt < failed.maxAttempts ? .pending : .failed))
            }
        },
        StoreExercise("the same key with other options is another request") { bench in
            let request = JobRequest(url: "https://example.org/article")
            let asked = JobOptions(priority: 2, runAt: bench.clock.now + 60, maxAttempts: 5)
            func enqueue(_ options: JobOptions) throws -> EnqueueOutcome {
                try bench.store.enqueue(request, options: EnqueueOptions(idempotencyKey: "order 7", job: options))
            }
            guard case .accepted(let job) = try enqueue(asked) else {
                Issue.record("a new key was not accepted")
                return
            }
            for change: (inout JobOptions) -> Void in [{ $0.priority = 1 }, { $0.runAt = nil }, { $0.maxAttempts = 1 }]
            {
                var other = asked
                change(&other)
                #expect(try enqueue(other) == .otherRequest(job))
            }
            #expect(try enqueue(asked) == .repeated(job))
        },
        StoreExercise("a job that would be one more to wait is not retried when as many wait as may") { bench in
            let job = try bench.create()
            _ = try bench.store.cancel(job.id)
            let later = try bench.store.createJob(
                JobRequest(url: "https://example.org/later"), options: JobOptions(runAt: bench.clock.now + 60))
            let waiting = try bench.begin()
            _ = try bench.store.fail(waiting.id, with: bench.error, retryAfter: .seconds(600))
            for id in [job.id, later.id] {
                guard case .queueFull(waiting: 1) = try bench.store.retry(id, queueLimit: 1) else {
                    Issue.record("a full queue took a job that was retried")
                    return
                }
            }
            #expect(try bench.job(job.id).status == .cancelled)
            #expect(try bench.job(later.id).runAt != nil)
            // This one waits already.
            guard case .retried = try bench.store.retry(waiting.job.id, queueLimit: 1),
                case .retried = try bench.store.retry(job.id, queueLimit: 2)
            else {
                Issue.record("a job was not retried")
                return
            }
        },
        StoreExercise("a cancelled job can be retried") { bench in
            let job = try bench.create()
            _ = try bench.store.cancel(job.id)
            guard case .retried(let change) = try bench.store.retry(job.id) else {
                Issue.record("a cancelled job was not retried")
                return
            }
            #expect(change.job.status == .pending && change.job.completedAt == nil)
            #expect(try bench.claim().job.id == job.id)
        },
        StoreExercise("a job that waits for its next try is due at once when it is retried") { bench in
            let claim = try bench.begin()
            _ = try bench.store.fail(claim.id, with: bench.error, retryAfter: .seconds(600))
            #expect(try bench.job(claim.job.id).runAt == bench.clock.now + 600)
            guard case .retried(let change) = try bench.store.retry(claim.job.id) else {
                Issue.record("a waiting job was not retried")
                return
            }
            #expect(change.job.runAt == nil)
            #expect(try bench.claim().job.id == claim.job.id)
        },
        StoreExercise("what runs, waits anyway, has its video or does not exist is not retried") { bench in
            let completed = try bench.begin()
            _ = try bench.store.complete(completed.id, with: bench.newVideo())
            let running = try bench.begin()
            let waiting = try bench.create()
            let before = try [completed.job.id, running.job.id, waiting.id].map(bench.job)
            guard case .completed = try bench.store.retry(before[0].id),
                case .underWay = try bench.store.retry(before[1].id),
                case .underWay = try bench.store.retry(before[2].id), case .notFound = try bench.store.retry(JobID())
            else {
                Issue.record("a job was retried that must not be")
                return
            }
            #expect(try before.map { try bench.job($0.id) } == before)
        },
        StoreExercise("a claim from before the retry changes nothing") { bench in
            let stale = try bench.begin()
            _ = try bench.store.cancel(stale.job.id)
            _ = try bench.store.retry(stale.job.id)
            let before = try bench.job(stale.job.id)
            #expect(try bench.store.complete(stale.id, with: bench.newVideo()) == nil)
            #expect(try bench.store.recordCrash(stale.id) == nil)
            #expect(try bench.store.release(stale.id) == nil)
            #expect(try bench.job(stale.job.id) == before)
        },
    ]
}
