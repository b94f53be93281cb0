import ReelBridge
import ReelCore
import Testing

@Suite struct BridgeSessionTests {
    @Test func theConversationOfAJobInOrder() {
        var simulated = SimulatedJob()
        var session = BridgeSession()
        #expect(session.briefs() == ["connection"])

        #expect(session.subscribe(simulated.id) == [.watch(simulated.id)])
        #expect(session.briefs() == [])
        #expect(session.receive(simulated.snapshot) == [])
        #expect(session.briefs() == ["subscribed", "job_status pending #0"])

        #expect(session.live(simulated.start()) == [])
        #expect(session.live(simulated.reach(.extractingArticle)) == [])
        #expect(session.live(simulated.move(to: 7)) == [])
        #expect(session.live(simulated.reach(.articleExtracted)) == [])
        #expect(session.briefs() == ["job_status processing #1", "job_progress 5 #2", "job_progress 10 #4"])
        #expect(session.live(simulated.move(to: 12)) == [])
        #expect(session.briefs() == ["job_progress 12 #5"])
        #expect(session.live(simulated.reach(.completed)) == [])
        #expect(session.live(simulated.end(.completed)) == [.unwatch(simulated.id)])
        #expect(session.briefs() == ["job_progress 100 #6", "job_status completed #7"])
    }

    @Test func whoSubscribesInMidJobHearsTheMilestonesSoFarThenTheState() {
        var simulated = SimulatedJob()
        _ = simulated.start()
        _ = simulated.reach(.extractingArticle)
        _ = simulated.reach(.articleExtracted)
        _ = simulated.move(to: 13)
        var session = BridgeSession.open()
        _ = session.subscribe(simulated.id)
        _ = session.receive(simulated.snapshot)
        #expect(
            session.briefs() == ["subscribed", "job_progress 5 #2", "job_progress 10 #3", "job_status processing #4"])
        _ = session.live(simulated.move(to: 14))
        #expect(session.briefs() == ["job_progress 14 #5"])
    }

    @Test func eventsBeforeThePictureAreNeitherLostNorToldTwice() {
        var simulated = SimulatedJob()
        _ = simulated.start()
        var session = BridgeSession.open()
        _ = session.subscribe(simulated.id)
        let early = simulated.snapshot
        // It happened after the snapshot was taken, and is heard before the snapshot arrives.
        #expect(session.live(simulated.reach(.extractingArticle)) == [.read(simulated.id)])
        #expect(session.receive(early) == [])
        #expect(session.briefs() == ["subscribed", "job_status processing #1"])
        #expect(session.receive(simulated.snapshot) == [])
        #expect(session.briefs() == ["job_progress 5 #2"])
        #expect(session.receive(simulated.snapshot) == [])
        #expect(session.briefs() == [])
    }

    @Test func aGapIsClosedFromTheStoreBeforeAnythingElseIsTold() {
        var simulated = SimulatedJob()
        var session = BridgeSession.watching(simulated)
        let missed = simulated.start()
        #expect(session.live(simulated.reach(.extractingArticle)) == [.read(simulated.id)])
        #expect(session.live(simulated.reach(.articleExtracted)) == [.read(simulated.id)])
        #expect(session.briefs() == [])
        #expect(session.receive(simulated.snapshot) == [])
        #expect(session.briefs() == ["job_status processing #1", "job_progress 5 #2", "job_progress 10 #3"])
        #expect(session.live(missed) == [])
        #expect(session.live(simulated.move(to: 11)) == [])
        #expect(session.briefs() == ["job_progress 11 #4"])
    }

    @Test func whileAGapIsOpenALatePictureDoesNotLetLaterEventsOvertake() {
        var simulated = SimulatedJob()
        var session = BridgeSession.watching(simulated)
        _ = simulated.start()
        let late = simulated.snapshot
        _ = simulated.reach(.extractingArticle)
        #expect(session.live(simulated.move(to: 6)) == [.read(simulated.id)])
        // Read before #2 happened: it cannot fill the gap.
        #expect(session.receive(late) == [])
        #expect(session.briefs() == ["job_status processing #1"])
        #expect(session.live(simulated.move(to: 7)) == [.read(simulated.id)])
        #expect(session.receive(simulated.snapshot) == [])
        #expect(session.briefs() == ["job_progress 5 #2", "job_progress 7 #4"])
    }

    @Test func aPollTellsWhatWasStoredSinceAndThenTheNumber() {
        var simulated = SimulatedJob()
        var session = BridgeSession.watching(simulated)
        _ = simulated.start()
        _ = simulated.reach(.extractingArticle)
        _ = simulated.pause()
        _ = simulated.start()
        _ = simulated.reach(.articleExtracted)
        _ = simulated.move(to: 12)
        #expect(session.receive(simulated.snapshot) == [])
        #expect(
            session.briefs() == [
                "job_status processing #1", "job_progress 5 #2", "job_status pending #3", "job_status processing #4",
                "job_progress 10 #5", "job_progress 12 #6",
            ])
        _ = simulated.move(to: 14)
        #expect(session.receive(simulated.snapshot) == [])
        #expect(session.briefs() == ["job_progress 14 #7"])
        _ = simulated.end(.cancelled)
        #expect(session.receive(simulated.snapshot) == [.unwatch(simulated.id)])
        #expect(session.briefs() == ["job_status cancelled #8"])
    }

    @Test func progressNeverGoesBack() {
        var simulated = SimulatedJob()
        _ = simulated.move(to: 60)
        var session = BridgeSession.watching(simulated)
        var event = simulated.move(to: 61)
        event.progress = 40
        _ = session.live(event)
        #expect(session.briefs() == ["job_progress 60 #2"])
    }

    @Test func aChangeOfStatusWithoutItsJobIsReadFromTheStore() {
        var simulated = SimulatedJob()
        var session = BridgeSession.watching(simulated)
        _ = simulated.start()
        #expect(session.receive(.gap(simulated.id, seq: 1)) == [.read(simulated.id)])
        #expect(session.receive(simulated.snapshot) == [])
        #expect(session.briefs() == ["job_status processing #1"])
        #expect(session.receive(.gap(simulated.id, seq: 1)) == [])
    }

    @Test func twoJobsOnOneConnection() {
        var one = SimulatedJob()
        var other = SimulatedJob()
        var session = BridgeSession.watching(one)
        _ = session.subscribe(other.id)
        _ = session.receive(other.snapshot)
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
        var simulated = SimulatedJob()
        var session = BridgeSession.watching(simulated)
        _ = session.live(simulated.start())
        _ = session.live(simulated.reach(.extractingArticle))
        _ = session.briefs()
        #expect(session.subscribe(simulated.id) == [.read(simulated.id)])
        _ = session.receive(simulated.snapshot)
        #expect(session.briefs() == ["subscribed", "job_progress 5 #2", "job_status processing #2"])
    }

    @Test func aJobThatHasEndedIsToldAndForgotten() {
        var simulated = SimulatedJob()
        _ = simulated.start()
        _ = simulated.end(.failed)
        var session = BridgeSession.open()
        _ = session.subscribe(simulated.id)
        #expect(session.receive(simulated.snapshot) == [.unwatch(simulated.id)])
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
        let simulated = SimulatedJob()
        #expect(session.subscribe(simulated.id) == [.watch(simulated.id)])
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
        let simulated = SimulatedJob()
        var session = BridgeSession.watching(simulated)
        #expect(session.receive(.unreadable(simulated.id)) == [])
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
        var simulated = SimulatedJob()
        _ = session.subscribe(simulated.id)
        _ = session.receive(simulated.snapshot)
        _ = session.subscribe(JobID())
        _ = session.briefs()
        #expect(session.subscribe(JobID()) == [])
        #expect(session.briefs() == ["error"])
        _ = session.live(simulated.end(.cancelled))
        let next = JobID()
        #expect(session.subscribe(next) == [.watch(next)])
    }

    @Test func aSlowReaderGetsTheNewestNumberAndEveryMilestone() {
        var simulated = SimulatedJob()
        var session = BridgeSession.watching(simulated)
        _ = session.live(simulated.start())
        for number in 0..<5000 { _ = session.live(simulated.move(to: number / 1000)) }
        _ = session.live(simulated.reach(.extractingArticle))
        for number in 0..<5000 { _ = session.live(simulated.move(to: 5 + number / 1000)) }
        #expect(session.briefs() == ["job_status processing #1", "job_progress 5 #5002", "job_progress 9 #10002"])
    }

    @Test func aReaderThatIsHopelesslyBehindIsToldToComeBack() {
        var limits = SessionLimits()
        limits.sendQueueBytes = 10_000
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
        let simulated = SimulatedJob()
        var session = BridgeSession.watching(simulated)
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
    static func watching(_ simulated: SimulatedJob) -> BridgeSession {
        var session = open()
        _ = session.subscribe(simulated.id)
        _ = session.receive(simulated.snapshot)
        _ = session.texts()
        return session
    }

    mutating func subscribe(_ id: JobID) -> [Action] {
        receive(.text(#"{"subscribe": "\#(id)"}"#))
    }

    mutating func live(_ event: RunnerEvent) -> [Action] {
        receive(JobMessage(event).map(JobUpdate.event) ?? .gap(event.jobID, seq: event.seq))
    }

    /// All that waits to be sent, as long as it is text.
    mutating func texts() -> [String] {
        var texts: [String] = []
        while case .text(let text) = next() { texts.append(text) }
        return texts
    }

    mutating func briefs() -> [String] { texts().map(brief) }
}
