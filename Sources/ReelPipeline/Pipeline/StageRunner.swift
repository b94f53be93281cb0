import Foundation
import Glibc
import Logging
import ReelCache
import ReelCore
import Synchronization

/// Runs the stages of one reel: gives each its context, turns its fractions into the job's percent, says how much time is
/// left, and keeps what each stage has cost.
final class StageRunner: Sendable {
    private struct State {
        var timeLeft: TimeLeft
        var reelSeconds: Double?
        var keysMade: Set<ContentKey> = []
        var made = 0
        var found = 0
    }

    private let workFolder: URL
    private let logger: Logger
    private let stop: StopRequest
    private let watchdog: CPUWatchdog?
    private let report: @Sendable (AttemptReport) -> Void
    private let state: Mutex<State>

    init(
        workFolder: URL, logger: Logger, history: StageHistory, stop: StopRequest,
        watchdog: CPUWatchdog?, report: @escaping @Sendable (AttemptReport) -> Void
    ) {
        self.workFolder = workFolder
        self.logger = logger
        self.stop = stop
        self.watchdog = watchdog
        self.report = report
        state = Mutex(State(timeLeft: TimeLeft(history: history)))
    }

    /// An entry of the cache was made or found. What this stages made itself is not found.
    func used(_ key: ContentKey, wasMade: Bool) {
        state.withLock {
            if wasMade {
                $0.made += 1
                $0.keysMade.insert(key)
            } else if !$0.keysMade.contains(key) {
                $0.found += 1
            }
        }
        if wasMade { report(.kept) }
    }

    /// The length of the reel is known, or known better.
    func expect(reelSeconds: Double) {
        state.withLock {
            $0.reelSeconds = reelSeconds
            $0.timeLeft.update(reelSeconds: reelSeconds)
        }
    }

    /// - Parameters:
    ///   - first: said before the stage runs.
    ///   - last: said after it, if the contract has a milestone there.
    ///   - note: for people: what was asked for and could not be had. It is said with `last`.
    /// - Throws: `JobFailure`, `StoppedEarly`, `CancellationError`.
    func run<S: Stage>(
        _ name: StageName, _ stage: S, _ input: S.Input, from first: Milestone, to last: Milestone?,
        sceneCount: (S.Output) -> Int = { _ in 0 }, note: (S.Output) -> String? = { _ in nil }
    ) async throws -> S.Output {
        try Task.checkCancellation()
        try stop.check()
        report(.milestone(first, message: first.message()))
        var logger = logger
        logger[metadataKey: "stage"] = "\(name.rawValue)"
        let meter = StageMeter(name)
        watchdog?.begin(name)
        defer { watchdog?.finish() }
        state.withLock { ($0.made, $0.found) = (0, 0) }
        let context = context(name, logger, meter, from: first, to: last)
        // A stage that cannot tell how far it is tells the time all the same.
        if hasTimeLeft(name) { context.report(0, nil) }
        do {
            let output = try await stage.run(input, in: context)
            close(meter, isDone: true, logger)
            if let last {
                let words = [
                    last.message(sceneCount: sceneCount(output)), note(output).map { String($0.prefix(2_000)) },
                ]
                report(.milestone(last, message: words.compactMap(\.self).joined(separator: ". ")))
            }
            return output
        } catch {
            close(meter, isDone: false, logger)
            if error is CancellationError || error is StoppedEarly { throw error }
            throw JobFailure(error, in: name)
        }
    }

    private func context(
        _ name: StageName, _ logger: Logger, _ meter: StageMeter, from first: Milestone, to last: Milestone?
    ) -> StageContext {
        let end = last ?? Milestone.allCases.first { $0.progress > first.progress } ?? .completed
        return StageContext(workFolder: workFolder, logger: logger, stop: stop) { [self] fraction, message in
            let share = Double(end.progress - first.progress) * min(max(fraction, 0), 1)
            // The last percent belongs to the milestone that follows.
            let percent = min(first.progress + Int(share), end.progress - 1)
            let left = state.withLock { $0.timeLeft.left(in: name, fraction: fraction, elapsed: meter.seconds) }
            report(.progress(percent, message: message ?? first.message(), secondsLeft: left))
        }
    }

    private func hasTimeLeft(_ name: StageName) -> Bool {
        state.withLock { $0.timeLeft.left(in: name, fraction: 0, elapsed: 0) } != nil
    }

    private func close(_ meter: StageMeter, isDone: Bool, _ logger: Logger) {
        let run = state.withLock {
            meter.run(made: $0.made, found: $0.found, reelSeconds: $0.reelSeconds, isDone: isDone)
        }
        report(.stage(run))
        guard isDone else { return }
        if run.found == 0 { state.withLock { $0.timeLeft.finished(run.stage, seconds: run.seconds) } }
        logger.info(
            "stage done",
            metadata: [
                "seconds": "\(run.seconds)", "cpu_seconds": "\(run.cpuSeconds)", "made": "\(run.made)",
                "found": "\(run.found)",
            ])
    }
}

/// Clocks that run with one stage. Stages of one attempt run one after the other, so what the process and the children
/// it has waited for use meanwhile is the stage's.
private struct StageMeter: Sendable {
    private let stage: StageName
    private let began = ContinuousClock.now
    private let cpuBefore = Self.cpuSeconds()

    init(_ stage: StageName) {
        self.stage = stage
    }

    var seconds: Double { (ContinuousClock.now - began) / .seconds(1) }

    func run(made: Int, found: Int, reelSeconds: Double?, isDone: Bool) -> StageRun {
        StageRun(
            stage: stage, seconds: seconds, cpuSeconds: max(0, Self.cpuSeconds() - cpuBefore), made: made,
            found: found, reelSeconds: reelSeconds, isDone: isDone)
    }

    private static func cpuSeconds() -> Double {
        [RUSAGE_SELF, RUSAGE_CHILDREN].reduce(0) { sum, who in
            var usage = rusage()
            getrusage(who.rawValue, &usage)
            return sum + seconds(usage.ru_utime) + seconds(usage.ru_stime)
        }
    }

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) / 1e6
    }
}
