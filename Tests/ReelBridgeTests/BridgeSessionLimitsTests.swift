import ReelBridge
import ReelCore
import Testing

/// What a session refuses, what it bounds, how it finds out that a client is gone, and how it ends.
@Suite struct BridgeSessionLimitsTests {
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
        #expect(!session.isUnresponsive)
        session.pingDue()
        #expect(session.next() == .ping)
        #expect(session.isUnresponsive)
        _ = session.receive(sign)
        #expect(!session.isUnresponsive)
    }

    /// Else a client that only sends could keep a full queue for as long as it likes.
    @Test func noSignOfLifeHelpsAClientThatReadsNothing() {
        var session = BridgeSession.open()
        session.pingDue()
        _ = session.receive(.pong)
        #expect(session.isUnresponsive)
        #expect(session.next() == .ping)
        _ = session.receive(.pong)
        #expect(!session.isUnresponsive)
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
