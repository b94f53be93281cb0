import Foundation
import ReelCore
import ReelStore
import Testing

extension StoreExercise {
    static let progress = [
        StoreExercise("milestones are stored, what lies between only passes by; each takes the next number") { bench in
            let claim = try bench.begin()
            let first = try #require(try bench.record(.extractingArticle, claim))
            let between = try #require(try bench.record(7, "Half a page", claim))
            let second = try #require(try bench.record(.articleExtracted, claim))
            #expect([first, between, second].map(\.kind) == [.milestone, .progress, .milestone])
            #expect([first, between, second].map(\.seq) == [2, 3, 4])
            #expect([first, between, second].map(\.progress) == [5, 7, 10])
            #expect([first, between, second].map(\.message).first == "Extracting article content")
            #expect([first, between, second].allSatisfy { $0.status == .processing && $0.jobID == claim.job.id })
            let snapshot = try #require(try bench.store.snapshot(of: claim.job.id))
            #expect(snapshot.events == [claim.event, first, second])
            #expect(snapshot.job.progress == 10)
            #expect(snapshot.job.progressMessage == "Article content extracted")
            #expect(snapshot.job.eventSeq == 4)
        },
        StoreExercise("progress never goes back; its words may change") { bench in
            let claim = try bench.begin()
            _ = try bench.record(60, "Scene 3 of 9", claim)
            let event = try #require(try bench.record(58, "Scene 4 of 9", claim))
            #expect(event.progress == 60)
            #expect(event.message == "Scene 4 of 9")
            #expect(try bench.job(claim.job.id).progress == 60)
        },
        StoreExercise("a note that moves nothing is no event") { bench in
            let claim = try bench.begin()
            _ = try bench.record(60, "Scene 3 of 9", claim)
            let before = try bench.job(claim.job.id)
            #expect(try bench.record(60, "Scene 3 of 9", claim) == nil)
            #expect(try bench.record(59, "Scene 3 of 9", claim) == nil)
            #expect(try bench.job(claim.job.id) == before)
        },
        StoreExercise("only completing makes it 100") { bench in
            let claim = try bench.begin()
            #expect(try bench.record(100, "Nearly", claim)?.progress == 99)
            #expect(try bench.record(.completed, claim)?.kind == .progress)
            #expect(try bench.job(claim.job.id).progress == 99)
            #expect(try bench.record(-5, "Odd", claim)?.progress == 99)
        },
        StoreExercise("a later attempt goes on from the furthest point, and stores no milestone twice") { bench in
            let first = try bench.begin()
            for milestone in Milestone.allCases where milestone.progress <= 30 {
                _ = try bench.record(milestone, first)
            }
            _ = try bench.record(41, "Voice 5 of 9", first)
            _ = try bench.store.recordCrash(first.id)
            let second = try bench.claim()
            #expect(second.job.progress == 41)
            #expect(second.job.progressMessage == "Processing resumed")
            for milestone in Milestone.allCases where milestone.progress <= 30 {
                let event = try #require(try bench.record(milestone, second))
                #expect(event.kind == .progress)
                #expect(event.progress == 41)
                #expect(event.message == milestone.message(sceneCount: 9))
            }
            #expect(try bench.record(.audioGenerated, second)?.kind == .milestone)
            let milestones = try bench.events(first.job.id).filter { $0.kind == .milestone }
            #expect(milestones.map(\.progress) == [5, 10, 15, 25, 30, 50])
        },
        StoreExercise("a stored event's numbers and progress only grow") { bench in
            var claim = try bench.begin()
            for round in 1...4 {
                for milestone in Milestone.allCases where milestone.progress <= round * 25 {
                    _ = try bench.record(milestone, claim)
                }
                _ = try bench.store.release(claim.id)
                claim = try bench.claim()
            }
            let events = try bench.events(claim.job.id)
            #expect(zip(events, events.dropFirst()).allSatisfy { $0.seq < $1.seq && $0.progress <= $1.progress })
            #expect(events.last?.seq == (try bench.job(claim.job.id).eventSeq))
        },
    ]

    static let endings = [
        StoreExercise("completing writes the video, the last milestone and the status, in one") { bench in
            let claim = try bench.begin()
            _ = try bench.record(.finalizing, claim)
            bench.clock.advance(by: .seconds(30))
            let change = try #require(try bench.store.complete(claim.id, with: bench.newVideo()))
            #expect(change.job.status == .completed)
            #expect(change.job.progress == 100)
            #expect(change.job.progressMessage == "Video created successfully")
            #expect(change.job.completedAt == bench.clock.now)
            #expect(change.job.startedAt == claim.job.startedAt)
            #expect(change.job.videoID != nil)
            #expect(change.events.map(\.kind) == [.milestone, .status])
            #expect(change.events.map(\.seq) == [3, 4])
            #expect(change.events.map(\.progress) == [100, 100])
            #expect(change.events.map(\.message).first == "Video created successfully")
            #expect(change.events.last?.status == .completed)
            let snapshot = try #require(try bench.store.snapshot(of: claim.job.id))
            #expect(snapshot.job == change.job)
            #expect(snapshot.events.suffix(2) == change.events)
            #expect(try bench.store.complete(claim.id, with: bench.newVideo("again")) == nil)
        },
        StoreExercise("a failure that cannot pass fails the job and says why") { bench in
            let claim = try bench.begin()
            _ = try bench.record(.extractingArticle, claim)
            bench.clock.advance(by: .seconds(3))
            var failure = bench.error
            failure.isRetryable = false
            let change = try #require(try bench.store.fail(claim.id, with: failure, retryAfter: .seconds(10)))
            #expect(change.job.status == .failed)
            #expect(change.job.errorMessage == failure.message)
            #expect(change.job.completedAt == bench.clock.now)
            #expect(change.job.progress == 5)
            #expect(change.job.progressMessage == "Extracting article content")
            #expect(change.events.map(\.kind) == [.status])
            #expect(change.events.map(\.message) == [failure.message])
            #expect(try bench.job(claim.job.id) == change.job)
            bench.clock.advance(by: .seconds(60))
            #expect(try bench.store.claimNext(by: bench.runner, lease: bench.lease) == nil)
        },
        StoreExercise("a failure that may pass is tried again when its time has come") { bench in
            let claim = try bench.begin()
            let change = try #require(try bench.store.fail(claim.id, with: bench.error, retryAfter: .seconds(10)))
            #expect(change.job.status == .pending)
            #expect(change.job.errorMessage == nil)
            #expect(change.job.completedAt == nil)
            #expect(change.job.progressMessage.contains(bench.error.message))
            #expect(change.events.map(\.status) == [.pending])
            #expect(try bench.store.nextDue() == bench.clock.now + 10)
            bench.clock.advance(by: .milliseconds(9999))
            #expect(try bench.store.claimNext(by: bench.runner, lease: bench.lease) == nil)
            bench.clock.advance(by: .milliseconds(1))
            #expect(try bench.store.nextDue() == nil)
            let second = try #require(try bench.store.claimNext(by: bench.runner, lease: bench.lease))
            #expect(second.job.id == claim.job.id)
            #expect(second.job.attempt == 2)
            #expect(second.job.startedAt == claim.job.startedAt)
        },
        StoreExercise("the next due job is the earliest of those that wait") { bench in
            #expect(try bench.store.nextDue() == nil)
            let claims = [try bench.begin(), try bench.begin(), try bench.begin()]
            for (claim, delay) in zip(claims, [30, 10, 20]) {
                _ = try bench.store.fail(claim.id, with: bench.error, retryAfter: .seconds(delay))
            }
            try bench.create()
            #expect(try bench.store.nextDue() == bench.clock.now + 9)
            bench.clock.advance(by: .seconds(15))
            #expect(try bench.store.nextDue() == bench.clock.now + 4)
        },
        StoreExercise("when the attempts have run out, a failure that may pass fails the job too") { bench in
            try bench.create()
            for attempt in 1...3 {
                let claim = try bench.claim()
                #expect(claim.job.attempt == attempt)
                let change = try #require(try bench.store.fail(claim.id, with: bench.error, retryAfter: .zero))
                #expect(change.job.status == (attempt < 3 ? .pending : .failed))
            }
        },
        StoreExercise("a failure that nobody wants to try again fails the job") { bench in
            let claim = try bench.begin()
            #expect(try bench.store.fail(claim.id, with: bench.error, retryAfter: nil)?.job.status == .failed)
        },
        StoreExercise("a job given back is as if it had not been claimed, but keeps what it has reached") { bench in
            var claim = try bench.begin()
            _ = try bench.record(.articleExtracted, claim)
            for _ in 0..<5 {
                let change = try #require(try bench.store.release(claim.id))
                #expect(change.job.status == .pending)
                #expect(change.job.attempt == 0)
                #expect(change.job.progress == 10)
                #expect(change.events.map(\.kind) == [.status])
                #expect(change.events.map(\.status) == [.pending])
                claim = try bench.claim()
                #expect(claim.job.attempt == 1)
            }
        },
    ]

    static let crashes = [
        StoreExercise("a crashed job goes on at once") { bench in
            let claim = try bench.begin()
            _ = try bench.record(.composing, claim)
            let change = try #require(try bench.store.recordCrash(claim.id))
            #expect(change.job.status == .pending)
            #expect(change.job.progress == 80)
            #expect(change.job.errorMessage == nil)
            #expect(change.events.map(\.status) == [.pending])
            let second = try bench.claim()
            #expect(second.job.id == claim.job.id)
            #expect(second.job.attempt == 2)
            #expect(second.event.message == "Processing resumed")
        },
        StoreExercise("crashes in a row with nothing kept fail the job, and say what to do") { bench in
            try bench.create()
            for count in 1...crashLimit {
                let change = try #require(try bench.store.recordCrash(try bench.claim().id))
                #expect(change.job.status == (count < crashLimit ? .pending : .failed))
                if count == crashLimit {
                    let message = try #require(change.job.errorMessage)
                    #expect(message.contains("\(crashLimit) times"))
                    #expect(change.events.map(\.message) == [message])
                    #expect(change.job.completedAt == bench.clock.now)
                }
            }
        },
        StoreExercise("what a model costs is added up over attempts, also failed ones") { bench in
            try bench.create()
            let first = try bench.claim()
            #expect(first.job.scriptOrigin == nil)
            let spent = ModelUsage(requests: 1, promptTokens: 1_000, completionTokens: 200, cost: 0.25)
            try bench.store.recordScript(ScriptOrigin(.model, model: "m", usage: spent), under: first.id)
            _ = try bench.store.fail(first.id, with: bench.error, retryAfter: .zero)
            let second = try bench.claim()
            #expect(second.job.scriptOrigin?.usage == spent)
            try bench.store.recordScript(ScriptOrigin(.model, model: "m", usage: spent), under: second.id)
            try bench.store.recordScript(ScriptOrigin(.article, model: "m", note: "It failed."), under: second.id)
            let job = try #require(try bench.store.job(second.job.id))
            #expect(job.scriptOrigin == ScriptOrigin(.article, model: "m", note: "It failed.", usage: spent + spent))
        },
        StoreExercise("what speech costs is added up over attempts, also failed ones") { bench in
            try bench.create()
            let first = try bench.claim()
            #expect(first.job.speechUsage == nil)
            try bench.store.recordSpeech(SpeechUsage(requests: 1, characters: 200, cost: 0.25), under: first.id)
            try bench.store.recordSpeech(SpeechUsage(requests: 1, characters: 40, cost: 0.5), under: first.id)
            _ = try bench.store.fail(first.id, with: bench.error, retryAfter: .zero)
            let second = try bench.claim()
            try bench.store.recordSpeech(SpeechUsage(requests: 2, characters: 60, cost: 0.25), under: second.id)
            let job = try #require(try bench.store.job(second.job.id))
            #expect(job.speechUsage == SpeechUsage(requests: 4, characters: 300, cost: 1))
        },
        StoreExercise("keeping something forgives the crashes before it") { bench in
            try bench.create()
            for _ in 0..<(crashLimit * 2) {
                let claim = try bench.claim()
                try bench.store.resetCrashCount(claim.id)
                #expect(try bench.store.recordCrash(claim.id)?.job.status == .pending)
            }
        },
        StoreExercise("crashes are counted apart from errors") { bench in
            try bench.create()
            for _ in 1..<crashLimit { _ = try bench.store.recordCrash(try bench.claim().id) }
            // Two crashes have used up no tries: there are still three for errors.
            _ = try bench.store.fail(try bench.claim().id, with: bench.error, retryAfter: .zero)
            _ = try bench.store.fail(try bench.claim().id, with: bench.error, retryAfter: .zero)
            // And the errors stood between these crashes and those.
            for _ in 1..<crashLimit { _ = try bench.store.recordCrash(try bench.claim().id) }
            let last = try bench.claim()
            #expect(last.job.attempt == 2 * crashLimit + 1)
            #expect(try bench.store.fail(last.id, with: bench.error, retryAfter: .zero)?.job.status == .failed)
        },
        StoreExercise("a dead runner's jobs are freed, and nobody else's") { bench in
            let dead = [try bench.begin(), try bench.begin()]
            try bench.create()
            let alive = try bench.claim(by: RunnerID())
            let freed = try bench.store.releaseJobs(heldBy: bench.runner)
            #expect(Set(freed.map(\.job.id)) == Set(dead.map(\.job.id)))
            #expect(freed.allSatisfy { $0.job.status == .pending && $0.events.count == 1 })
            #expect(try bench.job(alive.job.id).status == .processing)
            #expect(try bench.store.releaseJobs(heldBy: bench.runner).isEmpty)
        },
    ]
}
