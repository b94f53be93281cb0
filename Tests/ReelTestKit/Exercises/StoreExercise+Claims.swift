import Foundation
import ReelCore
import ReelStore
import Synchronization
import Testing

extension StoreExercise {
    static let claims = [
        StoreExercise("nothing is claimed where nothing waits") { bench in
            #expect(try bench.store.claimNext(by: bench.runner, lease: bench.lease) == nil)
            _ = try bench.begin()
            #expect(try bench.store.claimNext(by: bench.runner, lease: bench.lease) == nil)
        },
        StoreExercise("a claim begins an attempt and tells of it") { bench in
            let created = try bench.create()
            let claim = try bench.claim()
            var expected = created
            expected.status = .processing
            expected.startedAt = bench.clock.now
            expected.attempt = 1
            expected.progressMessage = "Processing started"
            expected.eventSeq = 1
            #expect(claim.job == expected)
            #expect(
                claim.event
                    == JobEvent(
                        jobID: created.id, seq: 1, kind: .status, progress: 0, message: "Processing started",
                        status: .processing, at: bench.clock.now))
            #expect(
                try bench.store.snapshot(of: created.id) == JobSnapshot(job: claim.job, events: [claim.event]))
        },
        StoreExercise("the oldest job goes first, also when it comes back") { bench in
            let ids = try (0..<3).map { _ in try bench.create().id }
            let first = try bench.claim()
            #expect(first.job.id == ids[0])
            _ = try bench.store.release(first.id)
            #expect(try (0..<3).map { _ in try bench.claim().job.id } == ids)
        },
        StoreExercise("many runners at once never get the same job, and leave none") { bench in
            let ids = Set(try (0..<40).map { _ in try bench.create().id })
            let claimed = Mutex<[JobID]>([])
            let stores = try (0..<4).map { _ in try bench.open(bench.clock) }
            DispatchQueue.concurrentPerform(iterations: stores.count) { index in
                let runner = RunnerID()
                do {
                    while let claim = try stores[index].claimNext(by: runner, lease: bench.lease) {
                        claimed.withLock { $0.append(claim.job.id) }
                    }
                } catch {
                    Issue.record(error)
                }
            }
            claimed.withLock {
                #expect($0.count == 40)
                #expect(Set($0) == ids)
            }
        },
        StoreExercise("renewing tells a runner which of its claims are current") { bench in
            let mine = [try bench.begin(), try bench.begin()]
            let other = RunnerID()
            try bench.create()
            let others = try bench.claim(by: other)
            #expect(try bench.store.renewLeases(of: bench.runner, lease: bench.lease) == [mine[0].id, mine[1].id])
            #expect(try bench.store.renewLeases(of: other, lease: bench.lease) == [others.id])
            _ = try bench.store.cancel(mine[0].job.id)
            #expect(try bench.store.renewLeases(of: bench.runner, lease: bench.lease) == [mine[1].id])
            #expect(try bench.store.renewLeases(of: RunnerID(), lease: bench.lease).isEmpty)
            #expect(try bench.store.claims(of: bench.runner) == [mine[1].id])
            #expect(try bench.store.claims(of: RunnerID()).isEmpty)
            #expect(try bench.store.claims(of: nil) == [mine[1].id, others.id])
        },
        StoreExercise("a lease that is renewed lives on; one that is not runs out") { bench in
            let kept = try bench.begin()
            try bench.create()
            let lost = try bench.claim(by: RunnerID())
            bench.clock.advance(by: .seconds(15))
            _ = try bench.store.renewLeases(of: bench.runner, lease: bench.lease)
            #expect(try bench.store.releaseExpired().isEmpty)
            bench.clock.advance(by: .seconds(6))
            let freed = try bench.store.releaseExpired()
            #expect(freed.map(\.job.id) == [lost.job.id])
            #expect(freed.map(\.job.status) == [.pending])
            #expect(try bench.job(kept.job.id).status == .processing)
            #expect(try bench.store.releaseExpired().isEmpty)
        },
        StoreExercise("setting the wall clock neither ends a lease nor makes it longer") { bench in
            _ = try bench.begin()
            bench.clock.setWallClock(to: bench.clock.now + 86400)
            #expect(try bench.store.releaseExpired().isEmpty)
            bench.clock.setWallClock(to: bench.clock.now - 2 * 86400)
            bench.clock.advance(by: .seconds(21))
            #expect(try bench.store.releaseExpired().count == 1)
        },
        StoreExercise("a lease of the boot before has run out, whatever it says") { bench in
            let before = try bench.begin()
            let after = try bench.open(ManualClock(bootID: "boot-2"))
            #expect(try after.releaseExpired().map(\.job.id) == [before.job.id])
            let earlier = try bench.open(ManualClock(bootID: "boot-0"))
            _ = try #require(try bench.store.claimNext(by: bench.runner, lease: bench.lease))
            #expect(try earlier.releaseExpired().map(\.job.id) == [before.job.id])
        },
        StoreExercise("a claim that was taken away changes nothing any more") { bench in
            let stale = try bench.begin()
            _ = try bench.record(.articleExtracted, stale)
            bench.clock.advance(by: .seconds(21))
            _ = try bench.store.releaseExpired()
            let current = try bench.claim(by: RunnerID())
            #expect(current.job.id == stale.job.id)
            try expectPowerless(stale, bench)
            #expect(try bench.store.complete(current.id, with: bench.newVideo("current")) != nil)
            try expectPowerless(stale, bench)
            try expectPowerless(current, bench)
        },
        StoreExercise("after cancelling a running job its attempt changes nothing any more") { bench in
            let claim = try bench.begin()
            _ = try bench.record(.articleExtracted, claim)
            guard case .cancelled(let change) = try bench.store.cancel(claim.job.id) else {
                Issue.record("a running job was not cancelled")
                return
            }
            #expect(change.job.status == .cancelled)
            #expect(change.job.progress == 10)
            try expectPowerless(claim, bench)
            #expect(try bench.store.claimNext(by: bench.runner, lease: bench.lease) == nil)
        },
    ]

    /// Tries every verb that carries a claim, and expects that nothing comes of it.
    private static func expectPowerless(_ claim: Claim, _ bench: StoreBench) throws {
        let before = try bench.store.snapshot(of: claim.job.id)
        let videos = try bench.store.videos(page: Page(limit: 5)).total
        #expect(try bench.record(.finalizing, claim) == nil)
        #expect(try bench.record(99, "Late", claim) == nil)
        #expect(try bench.store.complete(claim.id, with: bench.newVideo("stale")) == nil)
        #expect(try bench.store.fail(claim.id, with: bench.error, retryAfter: nil) == nil)
        #expect(try bench.store.fail(claim.id, with: bench.error, retryAfter: .seconds(1)) == nil)
        #expect(try bench.store.release(claim.id) == nil)
        #expect(try bench.store.recordCrash(claim.id) == nil)
        try bench.store.resetCrashCount(claim.id)
        try bench.store.recordScript(ScriptOrigin(.model), under: claim.id)
        try bench.store.recordSpeech(SpeechUsage(requests: 1, characters: 9), under: claim.id)
        #expect(try bench.store.snapshot(of: claim.job.id) == before)
        #expect(try bench.store.videos(page: Page(limit: 5)).total == videos)
    }
}
