import ReelBridge
import ReelCore
import Testing

@Suite struct BridgeSessionTests {
    @Test func theConversationOfAJobInOrder() {
        var story = Story()
        var session = BridgeSession()
        #expect(session.briefs() == ["connection"])

        #expect(session.subscribe(story.id) == [.watch(story.id)])
        #expect(session.briefs() == [])
        #expect(session.receive(story.picture) == [])
        #expect(session.briefs() == ["subscribed", "job_status pending #0"])

        #expect(session.live(story.start()) == [])
        #expect(session.live(story.reach(.extractingArticle)) == [])
        #expect(session.live(story.move(to: 7)) == [])
        #expect(session.live(story.reach(.articleExtracted)) == [])
        #expect(session.briefs() == ["job_status processing #1", "job_progress 5 #2", "job_progress 10 #4"])
        #expect(session.live(story.move(to: 12)) == [])
        #expect(session.briefs() == ["job_progress 12 #5"])
        #expect(session.live(story.reach(.completed)) == [])
        #expect(session.live(story.end(.completed)) == [.unwatch(story.id)])
        #expect(session.briefs() == ["job_progress 100 #6", "job_status completed #7"])
    }

    @Test func whoSubscribesInMidJobHearsTheMilestonesSoFarThenTheState() {
        var story = Story()
        _ = story.start()
        _ = story.reach(.extractingArticle)
        _ = story.reach(.articleExtracted)
        _ = story.move(to: 13)
        var session = BridgeSession.open()
        _ = session.subscribe(story.id)
        _ = session.receive(story.picture)
        #expect(
            session.briefs() == ["subscribed", "job_progress 5 #2", "job_progress 10 #3", "job_status processing #4"])
        _ = session.live(story.move(to: 14))
        #expect(session.briefs() == ["job_progress 14 #5"])
    }

    @Test func eventsBeforeThePictureAreNeitherLostNorToldTwice() {
        var story = Story()
        _ = story.start()
        var session = BridgeSession.open()
        _ = session.subscribe(story.id)
        let early = story.picture
        // It happened after the picture was taken, and is heard before the picture arrives.
        #expect(session.live(story.reach(.extractingArticle)) == [.read(story.id)])
        #expect(session.receive(early) == [])
        #expect(session.briefs() == ["subscribed", "job_status processing #1"])
        #expect(session.receive(story.picture) == [])
        #expect(session.briefs() == ["job_progress 5 #2"])
        #expect(session.receive(story.picture) == [])
        #expect(session.briefs() == [])
    }

    @Test func aGapIsClosedFromTheStoreBeforeAnythingElseIsTold() {
        var story = Story()
        var session = BridgeSession.watching(story)
        let missed = story.start()
        #expect(session.live(story.reach(.extractingArticle)) == [.read(story.id)])
        #expect(session.live(story.reach(.articleExtracted)) == [.read(story.id)])
        #expect(session.briefs() == [])
        #expect(session.receive(story.picture) == [])
        #expect(session.briefs() == ["job_status processing #1", "job_progress 5 #2", "job_progress 10 #3"])
        #expect(session.live(missed) == [])
        #expect(session.live(story.move(to: 11)) == [])
        #expect(session.briefs() == ["job_progress 11 #4"])
    }

    @Test func whileAGapIsOpenALatePictureDoesNotLetLaterEventsOvertake() {
        var story = Story()
        var session = BridgeSession.watching(story)
        _ = story.start()
        let late = story.picture
        _ = story.reach(.extractingArticle)
        #expect(session.live(story.move(to: 6)) == [.read(story.id)])
        // Read before #2 happened: it cannot fill the gap.
        #expect(session.receive(late) == [])
        #expect(session.briefs() == ["job_status processing #1"])
        #expect(session.live(story.move(to: 7)) == [.read(story.id)])
        #expect(session.receive(story.picture) == [])
        #expect(session.briefs() == ["job_progress 5 #2", "job_progress 7 #4"])
    }

    @Test func aPollTellsWhatWasStoredSinceAndThenTheNumber() {
        var story = Story()
        var session = BridgeSession.watching(story)
        _ = story.start()
        _ = story.reach(.extractingArticle)
        _ = story.pause()
        _ = story.start()
        _ = story.reach(.articleExtracted)
        _ = story.move(to: 12)
        #expect(session.receive(story.picture) == [])
        #expect(
            session.briefs() == [
                "job_status processing #1", "job_progress 5 #2", "job_status pending #3", "job_status processing #4",
                "job_progress 10 #5", "job_progress 12 #6",
            ])
        _ = story.move(to: 14)
        #expect(session.receive(story.picture) == [])
        #expect(session.briefs() == ["job_progress 14 #7"])
        _ = story.end(.cancelled)
        #expect(session.receive(story.picture) == [.unwatch(story.id)])
        #expect(session.briefs() == ["job_status cancelled #8"])
    }

    @Test func progressNeverGoesBack() {
        var story = Story()
        _ = story.move(to: 60)
        var session = BridgeSession.watching(story)
        var event = story.move(to: 61)
        event.progress = 40
        _ = session.live(event)
        #expect(session.briefs() == ["job_progress 60 #2"])
    }

    @Test func aChangeOfStatusWithoutItsJobIsReadFromTheStore() {
        var story = Story()
        var session = BridgeSession.watching(story)
        _ = story.start()
        #expect(session.receive(.missed(story.id, seq: 1)) == [.read(story.id)])
        #expect(session.receive(story.picture) == [])
        #expect(session.briefs() == ["job_status processing #1"])
        #expect(session.receive(.missed(story.id, seq: 1)) == [])
    }

    @Test func twoJobsOnOneConnection() {
        var one = Story()
        var other = Story()
        var session = BridgeSession.watching(one)
        _ = session.subscribe(other.id)
        _ = session.receive(other.picture)
        _ = session.live(one.start())
        _ = session.live(other.start())
        _ = session.live(one.end(.failed))
        _ = session.live(other.reach(.extractingArticle))
        #expect(
            session.briefs() == [
                "subscribed", "job_status pending #0", "job_status processing #1", "job_status processing #1",
                "job_status failed #2", "job_progress 5 #2",
            ])
        #expect(session.watched == [other.id])
    }

    @Test func subscribingAgainTellsTheStateAgain() {
        var story = Story()
        var session = BridgeSession.watching(story)
        _ = session.live(story.start())
        _ = session.live(story.reach(.extractingArticle))
        _ = session.briefs()
        #expect(session.subscribe(story.id) == [.read(story.id)])
        _ = session.receive(story.picture)
        #expect(session.briefs() == ["subscribed", "job_progress 5 #2", "job_status processing #2"])
    }

    @Test func aJobThatHasEndedIsToldAndForgotten() {
        var story = Story()
        _ = story.start()
        _ = story.end(.failed)
        var session = BridgeSession.open()
        _ = session.subscribe(story.id)
        #expect(session.receive(story.picture) == [.unwatch(story.id)])
        #expect(session.briefs() == ["subscribed", "job_status failed #2"])
        #expect(session.watched.isEmpty)
    }

    @Test(arguments: [
        ("{", "This is not JSON"), ("", "This is not JSON"), ("[1]", "asks for nothing"), ("{}", "asks for nothing"),
        (#"{"subscribe": 5}"#, "asks for nothing"), (#"{"subscribe": "5"}"#, "no job id"),
        (#"{"subscribe": "../../etc/passwd"}"#, "no job id"),
    ])
    func whatCannotBeAnsweredIsExplainedAndTheConnectionStays(text: String, reason: String) throws {
        var session = BridgeSession.open()
        #expect(session.receive(.text(text)) == [])
        let answers = session.texts()
        #expect(answers.map(brief) == ["error"])
        #expect(try words(#require(answers.first)).contains(reason))
        let story = Story()
        #expect(session.subscribe(story.id) == [.watch(story.id)])
    }

    @Test func anUnknownJobIsAnErrorAndNotWatched() {
        let id = JobID()
        var session = BridgeSession.open()
        _ = session.subscribe(id)
        #expect(session.receive(.absent(id)) == [.unwatch(id)])
        #expect(session.briefs() == ["error"])
        #expect(session.receive(.absent(id)) == [])
        #expect(session.briefs() == [])
    }

    @Test func aStoreThatCannotBeReadFailsOnlyThoseWhoHaveSeenNothing() {
        let story = Story()
        var session = BridgeSession.watching(story)
        #expect(session.receive(.unreadable(story.id)) == [])
        #expect(session.briefs() == [])
        let other = JobID()
        _ = session.subscribe(other)
        #expect(session.receive(.unreadable(other)) == [.unwatch(other)])
        #expect(session.briefs() == ["error"])
    }

    @Test func subscriptionsAreBoundedAndEndedJobsDoNotCount() {
        var limits = SessionLimits()
        limits.subscriptions = 2
        var session = BridgeSession(limits: limits)
        _ = session.briefs()
        var story = Story()
        _ = session.subscribe(story.id)
        _ = session.receive(story.picture)
        _ = session.subscribe(JobID())
        _ = session.briefs()
        #expect(session.subscribe(JobID()) == [])
        #expect(session.briefs() == ["error"])
        _ = session.live(story.end(.cancelled))
        let next = JobID()
        #expect(session.subscribe(next) == [.watch(next)])
    }

    @Test func aSlowReaderGetsTheNewestNumberAndEveryMilestone() {
        var story = Story()
        var session = BridgeSession.watching(story)
        _ = session.live(story.start())
        for number in 0..<5000 { _ = session.live(story.move(to: number / 1000)) }
        _ = session.live(story.reach(.extractingArticle))
        for number in 0..<5000 { _ = session.live(story.move(to: 5 + number / 1000)) }
        #expect(session.briefs() == ["job_status processing #1", "job_progress 5 #5002", "job_progress 9 #10002"])
    }

    @Test func aReaderThatIsHopelesslyBehindIsToldToComeBack() {
        var limits = SessionLimits()
        limits.outboxBytes = 10_000
        var session = BridgeSession(limits: limits)
        _ = session.briefs()
        for _ in 0..<200 { _ = session.receive(.text("{")) }
        #expect(session.next() == .close(.tooSlow))
        #expect(session.next() == nil)
        #expect(session.receive(.text("{")) == [])
        #expect(session.next() == nil)
    }

    @Test func pingsAreAnsweredBeforeAnythingThatWaits() {
        var session = BridgeSession()
        _ = session.receive(.ping([1]))
        _ = session.receive(.ping([2]))
        session.pingDue()
        #expect(session.next() == .pong([2]))
        #expect(session.next() == .ping)
        #expect(session.briefs() == ["connection"])
    }

    @Test(arguments: [ClientInput.pong, .text("{"), .ping([])])
    func anySignOfLifeAnswersAPing(sign: ClientInput) {
        var session = BridgeSession.open()
        #expect(!session.isSilent)
        session.pingDue()
        #expect(session.isSilent)
        _ = session.receive(sign)
        #expect(!session.isSilent)
    }

    @Test func goodbyesAreSaidOnceAndInsteadOfWhatWaits() {
        let story = Story()
        var session = BridgeSession.watching(story)
        session.pingDue()
        session.close(.goingAway)
        session.close(.tooSlow)
        #expect(session.next() == .close(.goingAway))
        #expect(session.next() == nil)

        var answering = BridgeSession()
        _ = answering.receive(.close(4000))
        #expect(answering.next() == .close(CloseReason(code: 4000, words: "")))
        #expect(answering.next() == nil)
    }
}

extension BridgeSession {
    /// A session whose greeting has been sent.
    static func open() -> BridgeSession {
        var session = BridgeSession()
        _ = session.next()
        return session
    }

    /// A session that watches a job and has sent all there is to say.
    static func watching(_ story: Story) -> BridgeSession {
        var session = open()
        _ = session.subscribe(story.id)
        _ = session.receive(story.picture)
        _ = session.texts()
        return session
    }

    mutating func subscribe(_ id: JobID) -> [Action] {
        receive(.text(#"{"subscribe": "\#(id)"}"#))
    }

    mutating func live(_ event: RunnerEvent) -> [Action] {
        receive(JobMessage(event).map(JobUpdate.event) ?? .missed(event.jobID, seq: event.seq))
    }

    /// All that waits to be sent, as long as it is text.
    mutating func texts() -> [String] {
        var texts: [String] = []
        while case .text(let text) = next() { texts.append(text) }
        return texts
    }

    mutating func briefs() -> [String] { texts().map(brief) }
}
