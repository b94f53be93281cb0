import ReelBridge
import ReelCore
import ReelHTTP
import Testing

@Suite struct EventStreamTests {
    @Test func theEventsOfAJobInOrder() {
        var simulated = SimulatedJob()
        var stream = EventStream(EventStreamRequest(jobID: simulated.id))
        // Nothing is answered before the store has been read.
        #expect(stream.next() == nil)
        #expect(stream.receive(simulated.snapshot) == false)
        #expect(stream.next() == .begin("retry: 1000\n\n"))
        #expect(stream.briefs() == ["job_status pending #0"])
        _ = stream.live(simulated.start())
        _ = stream.live(simulated.reach(.extractingArticle))
        _ = stream.live(simulated.move(to: 7))
        #expect(stream.briefs() == ["job_status processing #1", "job_progress 5 #2", "job_progress 7 #3"])
        _ = stream.live(simulated.end(.completed))
        #expect(stream.briefs() == ["job_status completed #4"])
        #expect(stream.next() == .end)
        #expect(stream.next() == nil)
    }

    @Test func anEventIsTheSameJSONAsOverTheWebSocketUnderItsNumber() throws {
        var simulated = SimulatedJob()
        var stream = EventStream.open(simulated)
        _ = stream.briefs()
        let event = simulated.reach(.extractingArticle)
        let json = try #require(JobMessage(event)).text
        _ = stream.live(event)
        #expect(stream.next() == .text("id: 1\nevent: job_progress\ndata: \(json)\n\n"))
    }

    @Test func whoComesBackHearsWhatCameSince() {
        var simulated = SimulatedJob()
        _ = simulated.start()
        _ = simulated.reach(.extractingArticle)
        _ = simulated.reach(.articleExtracted)
        _ = simulated.move(to: 13)
        var stream = EventStream.open(simulated, after: 2)
        #expect(stream.briefs() == ["job_progress 10 #3", "job_progress 13 #4"])
        var other = EventStream.open(simulated, after: 4)
        #expect(other.briefs() == [])
        _ = other.live(simulated.move(to: 14))
        #expect(other.briefs() == ["job_progress 14 #5"])
    }

    @Test func anEventBeforeTheSnapshotIsNotSentTwice() {
        var simulated = SimulatedJob()
        _ = simulated.start()
        var stream = EventStream(EventStreamRequest(jobID: simulated.id, lastEventID: 1))
        #expect(stream.live(simulated.reach(.extractingArticle)) == false)
        #expect(stream.next() == nil)
        _ = stream.receive(simulated.snapshot)
        #expect(stream.next() == .begin("retry: 1000\n\n"))
        #expect(stream.briefs() == ["job_progress 5 #2"])

        var late = EventStream(EventStreamRequest(jobID: simulated.id, lastEventID: 2))
        _ = late.live(simulated.end(.failed))
        _ = late.receive(simulated.snapshot)
        #expect(late.next() == .begin("retry: 1000\n\n"))
        #expect(late.briefs() == ["job_status failed #3"])
        #expect(late.next() == .end)
    }

    @Test func aNumberThatTheJobNeverHadIsPassedOver() {
        var simulated = SimulatedJob()
        _ = simulated.start()
        _ = simulated.reach(.extractingArticle)
        var stream = EventStream.open(simulated, after: 700)
        #expect(stream.briefs() == ["job_progress 5 #2", "job_status processing #2"])
    }

    @Test func aJobThatHasEndedIsToldOnceAndThenThereIsNothingMore() {
        var simulated = SimulatedJob()
        _ = simulated.start()
        _ = simulated.reach(.extractingArticle)
        _ = simulated.end(.failed)
        var first = EventStream.open(simulated)
        #expect(first.briefs() == ["job_progress 5 #2", "job_status failed #3"])
        #expect(first.next() == .end)
        var again = EventStream(EventStreamRequest(jobID: simulated.id, lastEventID: 3))
        _ = again.receive(simulated.snapshot)
        #expect(again.next() == .nothingMore)
        #expect(again.next() == nil)
        var partly = EventStream.open(simulated, after: 2)
        #expect(partly.briefs() == ["job_status failed #3"])
        #expect(partly.next() == .end)
    }

    @Test func aGapIsClosedFromTheStore() {
        var simulated = SimulatedJob()
        var stream = EventStream.open(simulated)
        _ = stream.briefs()
        _ = simulated.start()
        #expect(stream.live(simulated.reach(.extractingArticle)) == true)
        #expect(stream.briefs() == [])
        #expect(stream.receive(simulated.snapshot) == false)
        #expect(stream.briefs() == ["job_status processing #1", "job_progress 5 #2"])
        #expect(stream.receive(.gap(simulated.id, seq: 9)) == true)
    }

    @Test func whatCannotBeReadIsRefusedOnlyBeforeTheStreamHasBegun() {
        let simulated = SimulatedJob()
        var absent = EventStream(EventStreamRequest(jobID: simulated.id))
        _ = absent.receive(.absent(simulated.id))
        guard case .refuse(let problem) = absent.next() else { return #expect(Bool(false)) }
        #expect(problem.status == 404 && problem.detail.contains("POST /api/generate-video"))
        #expect(absent.next() == nil)

        var unreadable = EventStream(EventStreamRequest(jobID: simulated.id))
        _ = unreadable.receive(.unreadable(simulated.id))
        guard case .refuse(let later) = unreadable.next() else { return #expect(Bool(false)) }
        #expect(later.status == 503 && later.headers["Retry-After"] != nil)

        var open = EventStream.open(simulated)
        _ = open.briefs()
        _ = open.receive(.unreadable(simulated.id))
        #expect(open.next() == nil)
    }

    @Test func aSlowReaderGetsTheNewestNumberAndEveryMilestone() {
        var simulated = SimulatedJob()
        var stream = EventStream.open(simulated)
        _ = stream.briefs()
        for number in 0..<5000 { _ = stream.live(simulated.move(to: number / 1000)) }
        _ = stream.live(simulated.reach(.extractingArticle))
        for number in 0..<5000 { _ = stream.live(simulated.move(to: 5 + number / 1000)) }
        #expect(stream.briefs() == ["job_progress 5 #5001", "job_progress 9 #10001"])
    }

    @Test func aReaderThatIsHopelesslyBehindIsEnded() {
        var limits = SessionLimits()
        limits.sendQueueBytes = 2000
        var simulated = SimulatedJob()
        var stream = EventStream(EventStreamRequest(jobID: simulated.id), limits: limits)
        _ = stream.receive(simulated.snapshot)
        for _ in 0..<20 { _ = stream.live(simulated.reach(.extractingArticle)) }
        #expect(stream.next() == .begin("retry: 1000\n\n"))
        #expect(stream.next() == .end)
        #expect(stream.next() == nil)
    }

    @Test func theSignOfLifeIsACommentAndGoesFirst() {
        let simulated = SimulatedJob()
        var stream = EventStream(EventStreamRequest(jobID: simulated.id))
        stream.keepAliveDue()
        #expect(stream.next() == nil && stream.isStuck)
        _ = stream.receive(simulated.snapshot)
        #expect(stream.next() == .begin("retry: 1000\n\n"))
        #expect(stream.next() == .text(":\n\n"))
        #expect(!stream.isStuck)
    }

    @Test func stoppingSendsWhatWaitsAndEnds() {
        let simulated = SimulatedJob()
        var stream = EventStream.open(simulated)
        stream.end()
        #expect(stream.briefs() == ["job_status pending #0"])
        #expect(stream.next() == .end)
    }
}

extension EventStream {
    /// A stream whose first lines have been sent.
    static func open(_ simulated: SimulatedJob, after lastEventID: Int64? = nil) -> EventStream {
        var stream = EventStream(EventStreamRequest(jobID: simulated.id, lastEventID: lastEventID))
        _ = stream.receive(simulated.snapshot)
        _ = stream.next()
        return stream
    }

    mutating func live(_ event: JobEvent) -> Bool {
        receive(JobMessage(event).map(JobUpdate.event) ?? .gap(event.jobID, seq: event.seq))
    }

    /// The events that wait to be sent, in few words.
    mutating func briefs() -> [String] {
        var briefs: [String] = []
        while case .text(let text)? = peek() {
            _ = next()
            let data = text.split(separator: "\n").first { $0.hasPrefix("data: ") }
            briefs.append(data.map { brief(String($0.dropFirst("data: ".count))) } ?? text)
        }
        return briefs
    }

    private func peek() -> Output? {
        var copy = self
        return copy.next()
    }
}
