import NIOHTTP1
import ReelBridge
import ReelCore
import Testing

@Suite struct EventStreamTests {
    @Test func theEventsOfAJobInOrder() {
        var story = Story()
        var stream = EventStream(EventStreamRequest(jobID: story.id))
        // Nothing is answered before the store has been read.
        #expect(stream.next() == nil)
        #expect(stream.receive(story.picture) == false)
        #expect(stream.next() == .begin("retry: 1000\n\n"))
        #expect(stream.briefs() == ["job_status pending #0"])
        _ = stream.live(story.start())
        _ = stream.live(story.reach(.extractingArticle))
        _ = stream.live(story.move(to: 7))
        #expect(stream.briefs() == ["job_status processing #1", "job_progress 5 #2", "job_progress 7 #3"])
        _ = stream.live(story.end(.completed))
        #expect(stream.briefs() == ["job_status completed #4"])
        #expect(stream.next() == .end)
        #expect(stream.next() == nil)
    }

    @Test func anEventIsTheSameJSONAsOverTheWebSocketUnderItsNumber() throws {
        var story = Story()
        var stream = EventStream.open(story)
        _ = stream.briefs()
        let event = story.reach(.extractingArticle)
        let json = try #require(JobMessage(event)).text
        _ = stream.live(event)
        #expect(stream.next() == .text("id: 1\nevent: job_progress\ndata: \(json)\n\n"))
    }

    @Test func whoComesBackHearsWhatCameSince() {
        var story = Story()
        _ = story.start()
        _ = story.reach(.extractingArticle)
        _ = story.reach(.articleExtracted)
        _ = story.move(to: 13)
        var stream = EventStream.open(story, after: 2)
        #expect(stream.briefs() == ["job_progress 10 #3", "job_progress 13 #4"])
        var other = EventStream.open(story, after: 4)
        #expect(other.briefs() == [])
        _ = other.live(story.move(to: 14))
        #expect(other.briefs() == ["job_progress 14 #5"])
    }

    @Test func anEventBeforeThePictureIsNotToldTwice() {
        var story = Story()
        _ = story.start()
        var stream = EventStream(EventStreamRequest(jobID: story.id, lastEventID: 1))
        #expect(stream.live(story.reach(.extractingArticle)) == false)
        #expect(stream.next() == nil)
        _ = stream.receive(story.picture)
        #expect(stream.next() == .begin("retry: 1000\n\n"))
        #expect(stream.briefs() == ["job_progress 5 #2"])

        var late = EventStream(EventStreamRequest(jobID: story.id, lastEventID: 2))
        _ = late.live(story.end(.failed))
        _ = late.receive(story.picture)
        #expect(late.next() == .begin("retry: 1000\n\n"))
        #expect(late.briefs() == ["job_status failed #3"])
        #expect(late.next() == .end)
    }

    @Test func aNumberThatTheJobNeverHadIsPassedOver() {
        var story = Story()
        _ = story.start()
        _ = story.reach(.extractingArticle)
        var stream = EventStream.open(story, after: 700)
        #expect(stream.briefs() == ["job_progress 5 #2", "job_status processing #2"])
    }

    @Test func aJobThatHasEndedIsToldOnceAndThenThereIsNothingMore() {
        var story = Story()
        _ = story.start()
        _ = story.reach(.extractingArticle)
        _ = story.end(.failed)
        var first = EventStream.open(story)
        #expect(first.briefs() == ["job_progress 5 #2", "job_status failed #3"])
        #expect(first.next() == .end)
        var again = EventStream(EventStreamRequest(jobID: story.id, lastEventID: 3))
        _ = again.receive(story.picture)
        #expect(again.next() == .nothingMore)
        #expect(again.next() == nil)
        var partly = EventStream.open(story, after: 2)
        #expect(partly.briefs() == ["job_status failed #3"])
        #expect(partly.next() == .end)
    }

    @Test func aGapIsClosedFromTheStore() {
        var story = Story()
        var stream = EventStream.open(story)
        _ = stream.briefs()
        _ = story.start()
        #expect(stream.live(story.reach(.extractingArticle)) == true)
        #expect(stream.briefs() == [])
        #expect(stream.receive(story.picture) == false)
        #expect(stream.briefs() == ["job_status processing #1", "job_progress 5 #2"])
        #expect(stream.receive(.missed(story.id, seq: 9)) == true)
    }

    @Test func whatCannotBeReadIsRefusedOnlyBeforeTheStreamHasBegun() {
        let story = Story()
        var absent = EventStream(EventStreamRequest(jobID: story.id))
        _ = absent.receive(.absent(story.id))
        guard case .refuse(let refusal) = absent.next() else { return #expect(Bool(false)) }
        #expect(refusal.status.code == 404 && refusal.detail.contains("POST /api/generate-video"))
        #expect(absent.next() == nil)

        var unreadable = EventStream(EventStreamRequest(jobID: story.id))
        _ = unreadable.receive(.unreadable(story.id))
        guard case .refuse(let later) = unreadable.next() else { return #expect(Bool(false)) }
        #expect(later.status.code == 503 && later.headers["Retry-After"] != nil)

        var open = EventStream.open(story)
        _ = open.briefs()
        _ = open.receive(.unreadable(story.id))
        #expect(open.next() == nil)
    }

    @Test func aSlowReaderGetsTheNewestNumberAndEveryMilestone() {
        var story = Story()
        var stream = EventStream.open(story)
        _ = stream.briefs()
        for number in 0..<5000 { _ = stream.live(story.move(to: number / 1000)) }
        _ = stream.live(story.reach(.extractingArticle))
        for number in 0..<5000 { _ = stream.live(story.move(to: 5 + number / 1000)) }
        #expect(stream.briefs() == ["job_progress 5 #5001", "job_progress 9 #10001"])
    }

    @Test func aReaderThatIsHopelesslyBehindIsEnded() {
        var limits = SessionLimits()
        limits.outboxBytes = 2000
        var story = Story()
        var stream = EventStream(EventStreamRequest(jobID: story.id), limits: limits)
        _ = stream.receive(story.picture)
        for _ in 0..<20 { _ = stream.live(story.reach(.extractingArticle)) }
        #expect(stream.next() == .begin("retry: 1000\n\n"))
        #expect(stream.next() == .end)
        #expect(stream.next() == nil)
    }

    @Test func theSignOfLifeIsACommentAndGoesFirst() {
        let story = Story()
        var stream = EventStream(EventStreamRequest(jobID: story.id))
        stream.signDue()
        #expect(stream.next() == nil && stream.isStuck)
        _ = stream.receive(story.picture)
        #expect(stream.next() == .begin("retry: 1000\n\n"))
        #expect(stream.next() == .text(":\n\n"))
        #expect(!stream.isStuck)
    }

    @Test func stoppingSendsWhatWaitsAndEnds() {
        let story = Story()
        var stream = EventStream.open(story)
        stream.end()
        #expect(stream.briefs() == ["job_status pending #0"])
        #expect(stream.next() == .end)
    }
}

extension EventStream {
    /// A stream whose first lines have been sent.
    static func open(_ story: Story, after lastEventID: Int64? = nil) -> EventStream {
        var stream = EventStream(EventStreamRequest(jobID: story.id, lastEventID: lastEventID))
        _ = stream.receive(story.picture)
        _ = stream.next()
        return stream
    }

    mutating func live(_ event: RunnerEvent) -> Bool {
        receive(JobMessage(event).map(JobUpdate.event) ?? .missed(event.jobID, seq: event.seq))
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
