import Foundation
import Logging
import ReelCore
import ReelSettings
import ReelStore
import ReelTool
import Synchronization

/// How an attempt ended.
package enum AttemptOutcome: Sendable {
    /// The reel lies in the work folder.
    case finished(Reel)
    case failed(JobFailure)
    /// The process ended without saying how.
    case crashed(detail: String)
    /// We ended it: the job was cancelled, or this runner stops.
    case stopped
}

/// All that an attempt is given.
package struct AttemptTask: Sendable {
    package let claim: Claim
    package let history: StageHistory
    package let workFolder: URL
    package let logger: Logger
    /// An element asks the attempt to finish what it has begun and then to end.
    package let stopRequests: AsyncStream<Void>
    /// Takes every report but the last.
    package let onReport: @Sendable (AttemptReport) async -> Void
}

/// Something that makes one job's reel. Cancelling the task that runs it ends it and everything that it started.
package typealias RunAttempt = @Sendable (AttemptTask) async -> AttemptOutcome

/// One attempt: a child process that makes the reel in a work folder and reports by lines.
package struct AttemptProcess: Sendable {
    let executable: String
    let memory: Int
    let cpuSeconds: Int
    let timeout: Duration

    package init(executable: String, settings: RunnerSettings) {
        self.executable = executable
        memory = settings.attemptMemory
        cpuSeconds = settings.attemptCPU
        timeout = settings.attemptTimeout
    }

    /// Runs the child to its end.
    package func run(_ task: AttemptTask) async -> AttemptOutcome {
        let outcome = Mutex<AttemptOutcome?>(nil)
        let job = task.claim.job
        let order = AttemptOrder(
            jobID: job.id, attempt: job.attempt, request: job.request, orderedAt: job.createdAt, history: task.history)
        let command = ToolCommand(
            executable, ["attempt", "--work-folder", task.workFolder.path],
            environment: SettingsScope.attempt.variables(in: ProcessInfo.processInfo.environment),
            limits: ToolLimits(memory: memory, cpuSeconds: cpuSeconds, fileSize: 4 << 30), ownsProcessGroup: true,
            timeout: timeout)
        do {
            try await Tool.run(
                command, input: { try await $0.write(try WireCoding.encodeLine(order)) },
                output: .lines { line in
                    switch try? WireCoding.decode(AttemptReport.self, from: Redaction.bytes(line)) {
                    case .finished(let reel): outcome.withLock { $0 = .finished(reel) }
                    case .failed(let failure): outcome.withLock { $0 = .failed(failure) }
                    case .stopped: outcome.withLock { $0 = .stopped }
                    case .some(let report): await task.onReport(report)
                    case nil: task.logger.warning("the attempt wrote a line that is no report")
                    }
                },
                onErrorLine: { FileHandle.standardError.write(Redaction.bytes($0) + Data("\n".utf8)) },
                nudges: task.stopRequests)
            return outcome.withLock { $0 } ?? .crashed(detail: "it ended without saying how")
        } catch is CancellationError {
            return .stopped
        } catch ToolError.timedOut {
            return .failed(
                JobFailure(
                    stage: nil, code: "attempt_timeout",
                    message: "Making this video took longer than \(timeout) and was given up. Raise "
                        + "REEL_ATTEMPT_TIMEOUT if the machine is slow, or use a lower quality.",
                    isRetryable: false))
        } catch {
            // What it reported counts for more than a bad exit: the reel is there, or the reason is.
            return outcome.withLock { $0 } ?? .crashed(detail: Redaction.message("\(error)"))
        }
    }
}
