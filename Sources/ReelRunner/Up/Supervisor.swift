import Foundation

/// Keeps a handful of programs running until it is told to stop, and leaves nothing behind.
package final class Supervisor: Sendable {
    private let processes: [SupervisedProcess]
    private let log: LogMultiplexer
    /// How long the programs may take to end when they are asked.
    private let patience: Duration

    /// - Parameter clock: by which restarts are delayed.
    package init(
        _ programs: [SupervisedProgram], log: LogMultiplexer, patience: Duration = .seconds(15),
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        processes = programs.map { SupervisedProcess($0, log: log, clock: clock) }
        self.log = log
        self.patience = patience
    }

    /// Returns after `stop`, when every process has ended and the log has its last line.
    package func run() async {
        await withTaskGroup(of: Void.self) { group in
            for process in processes { group.addTask { await process.run() } }
        }
        await log.drain()
    }

    /// Asks all to end; those who have not after `patience` are killed.
    package func stop(_ running: Task<Void, Never>) async {
        for process in processes { process.stop() }
        // Also ends the wait of those that were to be started again.
        running.cancel()
        let insisting = Task { [self] in
            try await Task.sleep(for: patience)
            insist()
        }
        await running.value
        insisting.cancel()
    }

    /// Kills all, at once.
    package func insist() {
        for process in processes { process.insist() }
    }
}
