import ArgumentParser
@preconcurrency import Dispatch
import Foundation
import Glibc
import Logging
import ReelCore
import ReelPipeline
import ReelSettings
import ReelTool
import Synchronization

/// The child process of one attempt: takes its order from standard input, reports on standard output, and knows neither
/// the database nor the outputs. SIGUSR1 asks it to finish what it has begun and then to end.
struct AttemptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attempt", abstract: "Make one job's reel, as ordered on standard input.", shouldDisplay: false)

    @Option(help: "An existing folder of this attempt's own.")
    var workFolder: String

    func run() async throws {
        HomePermissions.restrict()
        let stop = StopRequest()
        let signals = stopOnSignal(stop)
        defer { signals.cancel() }
        let record = SettingsRecord()
        let config = try await Settings.load(record: record)
        try LogSettings.bootstrap(config, warnsOfUnknown: false)
        let order = try WireCoding.decode(
            AttemptOrder.self, from: FileHandle.standardInput.readDataToEndOfFile())
        var logger = Logger(label: "attempt")
        logger[metadataKey: "job"] = "\(order.jobID)"
        let reporter = AttemptReporter()
        do {
            let layout = try HomeSettings(config).layout
            var settings = try PipelineSettings(config)
            settings.recorded = record.values
            let watchdog = CPUWatchdog(settings.budgets) { failure in
                reporter.write(.failed(failure))
                // Nothing is unwound: some thread of this process does not end. The daemon ends what it has started.
                _exit(EXIT_FAILURE)
            }
            let reel = try await Pipeline(
                settings: settings, cacheRoot: layout.cache,
                slots: MachineSlots(folder: layout.slots, settings: settings)
            ).makeReel(
                of: ReelOrder(order.request, orderedAt: order.orderedAt),
                in: URL(fileURLWithPath: workFolder, isDirectory: true), logger: logger,
                history: order.history, stop: stop, watchdog: watchdog
            ) { reporter.write($0) }
            var asked = reel
            asked.sourceURL = order.request.url
            reporter.write(.finished(asked))
        } catch is StoppedEarly {
            reporter.write(.stopped)
        } catch {
            reporter.write(.failed(JobFailure(error, in: nil)))
        }
    }

    private func stopOnSignal(_ stop: StopRequest) -> any DispatchSourceSignal {
        signal(SIGUSR1, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: SIGUSR1, queue: .global())
        source.setEventHandler { stop.ask() }
        source.resume()
        return source
    }
}

/// Writes reports as JSON lines, one at a time; plain progress only when its number moves, or once a second for the time
/// that is left.
final class AttemptReporter: Sendable {
    private struct Last {
        var progress = -1
        var at = ContinuousClock.now

        /// Whether plain progress tells something new.
        mutating func isNew(_ progress: Int, hasTimeLeft: Bool) -> Bool {
            let now = ContinuousClock.now
            guard progress > self.progress || (hasTimeLeft && now - at >= .seconds(1)) else { return false }
            self.progress = max(self.progress, progress)
            at = now
            return true
        }
    }

    private let last = Mutex(Last())

    func write(_ report: AttemptReport) {
        guard let line = try? WireCoding.encodeLine(report) else { return }
        last.withLock { last in
            if case .progress(let progress, _, let secondsLeft) = report {
                guard last.isNew(progress, hasTimeLeft: secondsLeft != nil) else { return }
            }
            FileHandle.standardOutput.write(line)
        }
    }
}
