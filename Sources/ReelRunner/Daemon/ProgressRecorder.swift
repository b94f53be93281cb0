import Logging
import ReelCore
import ReelOutputs
import ReelSignals
import ReelStore

/// Writes an attempt's reports into the store and publishes what it made of them. What is published is in the store
/// already, so a snapshot is never behind an event.
actor ProgressRecorder {
    private let claim: ClaimID
    private let store: AsyncStore
    private let events: any EventPublisher
    private let live: HLSPublisher
    private let logger: Logger
    private var lastWrite: ContinuousClock.Instant?
    private var hasForgiven = false

    /// Plain progress is written at most this often, since every write is flushed to the disk. Milestones always are.
    private static let interval: Duration = .milliseconds(200)

    init(claim: ClaimID, store: AsyncStore, events: any EventPublisher, live: HLSPublisher, logger: Logger) {
        self.claim = claim
        self.store = store
        self.events = events
        self.live = live
        self.logger = logger
    }

    func take(_ report: AttemptReport) async {
        switch report {
        case .milestone(let milestone, let message):
            await record(ProgressNote(progress: milestone.progress, message: message, isMilestone: true))
        case .progress(let progress, let message, let secondsLeft):
            if let lastWrite, ContinuousClock.now - lastWrite < Self.interval { return }
            await record(
                ProgressNote(progress: progress, message: message, isMilestone: false, secondsLeft: secondsLeft))
        case .stage(let run):
            await keep(run)
        case .writing(let origin):
            await record(origin)
        case .speaking(let usage):
            await record(usage)
        case .live(let more):
            await show(more)
        case .kept:
            await resetCrashCount()
        case .finished, .failed, .stopped:
            break
        }
    }

    private func record(_ note: ProgressNote) async {
        lastWrite = .now
        do {
            let claim = claim
            if let event = try await store.perform({ try $0.record(note, under: claim) }) {
                events.publish(event)
            }
        } catch {
            // The work goes on: progress is for watchers, and the next note will say more.
            logger.warning("progress could not be written", metadata: ["error": "\(error)"])
        }
    }

    private func keep(_ run: StageRun) async {
        do {
            let claim = claim
            try await store.perform { try $0.record(run, under: claim) }
        } catch {
            logger.warning("what a stage cost could not be written", metadata: ["error": "\(error)"])
        }
    }

    private func record(_ origin: ScriptOrigin) async {
        let claim = claim
        do {
            try await store.perform { try $0.recordScript(origin, under: claim) }
        } catch {
            logger.warning("who wrote the script could not be written", metadata: ["error": "\(error)"])
        }
    }

    private func record(_ usage: SpeechUsage) async {
        let claim = claim
        do {
            try await store.perform { try $0.recordSpeech(usage, under: claim) }
        } catch {
            logger.warning("what speech cost could not be written", metadata: ["error": "\(error)"])
        }
    }

    /// The reel can be watched from its first segment on. What goes wrong here is no harm to the reel.
    private func show(_ more: HLSReport) async {
        do {
            let claim = claim
            guard let path = try await live.add(more) else { return }
            try await store.perform { try $0.recordLive(path, under: claim) }
        } catch {
            logger.warning("the reel cannot be watched while it is made", metadata: ["error": "\(error)"])
        }
    }

    private func resetCrashCount() async {
        guard !hasForgiven else { return }
        let claim = claim
        do {
            try await store.perform { try $0.resetCrashCount(claim) }
            hasForgiven = true
        } catch {
            logger.warning("the store did not take that something was kept", metadata: ["error": "\(error)"])
        }
    }
}
