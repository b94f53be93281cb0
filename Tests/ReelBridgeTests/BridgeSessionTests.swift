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

    @Test func eventsBeforeTheSnapshotAreNeitherLostNorSentTwice() {
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

    @Test func whileAGapIsOpenALateSnapshotDoesNotLetLaterEventsOvertake() {
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

    mutating func live(_ event: JobEvent) -> [Action] {
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
