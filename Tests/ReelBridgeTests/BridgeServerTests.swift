import Foundation
import ReelBridge
import ReelCore
import ReelDB
import ReelStore
import ReelTestKit
import Testing

/// The bridge as its clients see it: real sockets, a real store, and a runner's line.
@Suite struct BridgeServerTests {
    @Test func theWholeConversationOfAJob() async throws {
        try await withBridge { world in
            let runner = try await world.runner()
            let client = try await world.connectUnheard()
            #expect(try await client.next() == #"{"message":"Connected to ReelCraft API","type":"connection"}"#)

            let job = try world.store.createJob(JobRequest(url: "https://example.org/article"))
            try await client.subscribe(job.id.rawValue.uppercased())
            #expect(
                try await client.next()
                    == #"{"job_id":"\#(job.id)","message":"Subscribed to job \#(job.id)","type":"subscribed"}"#)
            #expect(try await client.next() == BridgeMessage.status(job))

            let claim = try #require(try world.store.claimNext(by: runner.id, lease: .seconds(20)))
            try await runner.say(claim.event.carrying(claim.job))
            #expect(try await client.next() == BridgeMessage.status(claim.job))
            for milestone in Milestone.allCases where milestone != .completed {
                let words = milestone.message(sceneCount: 9)
                let event = try #require(
                    try world.store.record(
                        ProgressNote(progress: milestone.progress, message: words, isMilestone: true), under: claim.id))
                try await runner.say(event)
                #expect(
                    try await client.next()
                        == #"{"job_id":"\#(job.id)","message":"\#(words)","progress":\#(milestone.progress),"#
                        + #""seq":\#(event.seq),"type":"job_progress"}"#)
            }
            let change = try #require(try world.store.complete(claim.id, with: .sample))
            try await runner.say(change)
            let last = try await client.nextObject()
            #expect(last["type"] as? String == "job_progress")
            #expect(last["progress"] as? Int == 100)
            #expect(last["message"] as? String == "Video created successfully")
            #expect(try await client.next() == BridgeMessage.status(change.job))
            try await client.close()
        }
    }

    @Test func twoJobsOnOneConnection() async throws {
        try await withBridge { world in
            let runner = try await world.runner()
            let client = try await world.connect()
            var heard: [String: [String]] = [:]
            let claims = try (0..<2).map { _ in
                let job = try world.store.createJob(JobRequest(url: "https://example.org/article"))
                let claim = try #require(try world.store.claimNext(by: runner.id, lease: .seconds(20)))
                #expect(claim.job.id == job.id)
                return claim
            }
            for claim in claims { try await client.subscribe(claim.job.id.rawValue) }
            // Both have answered when both states have come.
            for _ in 0..<4 { try await note(client, in: &heard) }
            for milestone in [Milestone.extractingArticle, .articleExtracted] {
                for claim in claims { try await runner.say(world.store.pass(milestone, claim)) }
            }
            for _ in 0..<4 { try await note(client, in: &heard) }
            let simulated = ["subscribed", "job_status processing #1", "job_progress 5 #2", "job_progress 10 #3"]
            #expect(heard == [claims[0].job.id.rawValue: simulated, claims[1].job.id.rawValue: simulated])
        }
    }

    @Test func whoComesBackInMidJobHearsTheMilestonesSoFar() async throws {
        try await withBridge { world in
            let runner = try await world.runner()
            let job = try world.store.createJob(JobRequest(url: "https://example.org/article"))
            let claim = try #require(try world.store.claimNext(by: runner.id, lease: .seconds(20)))
            let first = try await world.connect()
            try await first.subscribe(job.id.rawValue)
            #expect(try await first.briefs(2) == ["subscribed", "job_status processing #1"])
            try await runner.say(world.store.pass(.extractingArticle, claim))
            #expect(try await first.briefs(1) == ["job_progress 5 #2"])
            try await first.abort()

            try await runner.say(world.store.pass(.articleExtracted, claim))
            try await runner.say(world.store.move(to: 12, claim))
            let second = try await world.connect()
            try await second.subscribe(job.id.rawValue)
            #expect(
                try await second.briefs(4) == [
                    "subscribed", "job_progress 5 #2", "job_progress 10 #3", "job_status processing #4",
                ])
            try await runner.say(world.store.move(to: 13, claim))
            #expect(try await second.briefs(1) == ["job_progress 13 #5"])
        }
    }

    @Test func aRunnerDiesAndAnotherGoesOn() async throws {
        try await withBridge { world in
            let first = try await world.runner()
            let job = try world.store.createJob(JobRequest(url: "https://example.org/article"))
            let claim = try #require(try world.store.claimNext(by: first.id, lease: .seconds(20)))
            let client = try await world.connect()
            try await client.subscribe(job.id.rawValue)
            #expect(try await client.briefs(2) == ["subscribed", "job_status processing #1"])
            // The last thing it did was not told any more.
            _ = try world.store.pass(.extractingArticle, claim)
            try await first.die()
            #expect(try await client.briefs(1) == ["job_progress 5 #2"])

            // Freed and claimed anew before the bridge listens to the new runner.
            _ = try world.store.releaseJobs(heldBy: first.id)
            let second = try await FakeRunner(layout: world.layout)
            let again = try #require(try world.store.claimNext(by: second.id, lease: .seconds(20)))
            #expect(try await client.briefs(2) == ["job_status pending #3", "job_status processing #4"])
            try await second.untilWatched()
            try await second.say(world.store.pass(.articleExtracted, again))
            #expect(try await client.briefs(1) == ["job_progress 10 #5"])
        }
    }

    @Test func withoutAnyRunnerTheStoreTells() async throws {
        try await withBridge {
            $0.pollInterval = .milliseconds(20)
        } _: { world in
            let waiting = try world.store.createJob(JobRequest(url: "https://example.org/one"))
            let client = try await world.connect()
            try await client.subscribe(waiting.id.rawValue)
            #expect(try await client.briefs(2) == ["subscribed", "job_status pending #0"])
            _ = try world.store.cancel(waiting.id)
            #expect(try await client.briefs(1) == ["job_status cancelled #1"])

            let moving = try world.store.createJob(JobRequest(url: "https://example.org/two"))
            try await client.subscribe(moving.id.rawValue)
            #expect(try await client.briefs(2) == ["subscribed", "job_status pending #0"])
            let claim = try #require(try world.store.claimNext(by: RunnerID(), lease: .seconds(20)))
            #expect(try await client.briefs(1) == ["job_status processing #1"])
            _ = try world.store.move(to: 3, claim)
            #expect(try await client.briefs(1) == ["job_progress 3 #2"])
            _ = try world.store.complete(claim.id, with: .sample)
            #expect(try await client.briefs(2) == ["job_progress 100 #3", "job_status completed #4"])
        }
    }

    @Test func whatCannotBeAnsweredIsAnErrorAndTheConnectionStays() async throws {
        try await withBridge { world in
            let client = try await world.connect()
            for text in ["nonsense", "{}", #"{"subscribe": "7"}"#, #"{"subscribe": "\#(JobID())"}"#] {
                try await client.send(text)
                #expect(try await client.briefs(1) == ["error"], "\(text)")
            }
            let job = try world.store.createJob(JobRequest(url: "https://example.org/article"))
            try await client.subscribe(job.id.rawValue)
            #expect(try await client.briefs(2) == ["subscribed", "job_status pending #0"])
        }
    }

    @Test func linesThatARunnerShouldNotSendHarmNobody() async throws {
        try await withBridge { world in
            let runner = try await world.runner()
            let job = try world.store.createJob(JobRequest(url: "https://example.org/article"))
            let claim = try #require(try world.store.claimNext(by: runner.id, lease: .seconds(20)))
            let client = try await world.connect()
            try await client.subscribe(job.id.rawValue)
            #expect(try await client.briefs(2) == ["subscribed", "job_status processing #1"])
            try await runner.sayLine(Data("nonsense\n\n{\"type\":\"dance\"}\n".utf8))
            try await runner.sayLine(Data(repeating: UInt8(ascii: "x"), count: 3_000_000) + Data("\n".utf8))
            try await runner.say(world.store.pass(.extractingArticle, claim))
            #expect(try await client.briefs(1) == ["job_progress 5 #2"])
        }
    }

    @Test func aSlowReaderGetsTheNewestStateAndHoldsUpNobody() async throws {
        try await withBridge { world in
            let runner = try await world.runner()
            let job = try world.store.createJob(JobRequest(url: "https://example.org/article"))
            let claim = try #require(try world.store.claimNext(by: runner.id, lease: .seconds(20)))
            let slow = try await world.connect()
            let quick = try await world.connect()
            for client in [slow, quick] {
                try await client.subscribe(job.id.rawValue)
                #expect(try await client.briefs(2) == ["subscribed", "job_status processing #1"])
            }
            try await slow.setReading(false)
            // More than the sockets between them can hold; only the milestone is in the store.
            let padding = String(repeating: "·", count: 2000)
            var event = claim.event
            event.kind = .progress
            for number in 1...2000 {
                event.seq += 1
                event.kind = number == 1000 ? .milestone : .progress
                event.progress = number / 25
                event.message = number == 1000 ? "half way" : padding
                try await runner.say(event)
            }
            var seqOfQuick = 0
            while seqOfQuick < 2001 { seqOfQuick = try await quick.nextObject()["seq"] as? Int ?? 0 }

            try await slow.setReading(true)
            var seqs: [Int] = []
            var milestones = 0
            while seqs.last != 2001 {
                let message = try await slow.nextObject()
                seqs.append(try #require(message["seq"] as? Int))
                if message["message"] as? String == "half way" { milestones += 1 }
            }
            #expect(seqs == seqs.sorted())
            #expect(seqs.count < 1000)
            #expect(milestones == 1)
        }
    }

    /// A client that asks again and again and takes no answer is not asked for more: its questions wait in the sockets, and
    /// the bridge keeps no answers to them. Without that it would give up after a mebibyte of answers.
    @Test func whoTakesNoAnswersIsNotReadFrom() async throws {
        try await withBridge { world in
            let client = try await world.connect()
            try await client.setReading(false)
            client.sendAtOnce(Array(repeating: "?", count: 16_000))
            // A second client shows that the bridge had the time to read all it wants to read.
            let other = try await world.connect()
            for _ in 0..<100 {
                try await other.send("?")
                _ = try await other.next()
            }
            try await client.setReading(true)
            for _ in 0..<16_000 { #expect(try await client.nextObject()["type"] as? String == "error") }
        }
    }

    private func note(_ client: WebSocketClient, in heard: inout [String: [String]]) async throws {
        let text = try await client.next()
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        heard[object?["job_id"] as? String ?? "?", default: []].append(brief(text))
    }
}

extension BridgeMessage {
    static func status(_ job: Job) throws -> String {
        String(
            decoding: try WireCoding.encode(
                BridgeMessage.event(
                    JobEvent(
                        jobID: job.id, seq: job.eventSeq, kind: .status, progress: job.progress,
                        message: job.progressMessage, status: job.status, at: job.createdAt, job: JobResponse(job)))),
            as: UTF8.self)
    }
}

extension WebSocketClient {
    func briefs(_ count: Int) async throws -> [String] {
        var briefs: [String] = []
        for _ in 0..<count { briefs.append(brief(try await next())) }
        return briefs
    }
}

extension Store {
    func pass(_ milestone: Milestone, _ claim: Claim) throws -> JobEvent {
        try record(milestone.progress, milestone.message(sceneCount: 9), isMilestone: true, claim)
    }

    func move(to progress: Int, _ claim: Claim) throws -> JobEvent {
        try record(progress, "Scene at \(progress)", isMilestone: false, claim)
    }

    private func record(_ progress: Int, _ words: String, isMilestone: Bool, _ claim: Claim) throws -> JobEvent {
        let note = ProgressNote(progress: progress, message: words, isMilestone: isMilestone)
        return try #require(try record(note, under: claim.id))
    }
}

extension NewVideo {
    static var sample: NewVideo {
        NewVideo(
            title: "A reel", sourceURL: "https://example.org/article", filePath: "outputs/\(JobID()).mp4", duration: 42,
            sizeMB: 7, script: Script(title: "A reel", scenes: []))
    }
}
