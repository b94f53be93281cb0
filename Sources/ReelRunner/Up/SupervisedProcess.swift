import Foundation
import Glibc
import Synchronization

/// A program that is to run, and by what one sees that it is ready.
package struct SupervisedProgram: Sendable {
    package var name: String
    package var command: ProgramCommand
    package var readiness: Readiness?

    /// - Parameter readiness: `nil` for a program that is ready as soon as it runs.
    package init(_ name: String, _ command: ProgramCommand, readiness: Readiness? = nil) {
        self.name = name
        self.command = command
        self.readiness = readiness
    }
}

/// Keeps one program running: starts it, watches it come up, and starts it again when it ends.
final class SupervisedProcess: Sendable {
    private struct State {
        var child: ChildProcess?
        var isStopping = false
    }

    private let program: SupervisedProgram
    private let log: LogMultiplexer
    private let clock: any Clock<Duration>
    private let state = Mutex(State())

    init(_ program: SupervisedProgram, log: LogMultiplexer, clock: any Clock<Duration>) {
        self.program = program
        self.log = log
        self.clock = clock
    }

    /// Ends when the calling task is cancelled or `stop` was called, after the process has ended.
    func run() async {
        var policy = RestartPolicy()
        while !state.withLock(\.isStopping), !Task.isCancelled {
            policy.started()
            let delay: Duration
            let began = ContinuousClock.now
            do {
                let end = try await runOnce { policy.becameReady() }
                if state.withLock(\.isStopping) { return }
                delay = policy.ended()
                let lived = (ContinuousClock.now - began).components.seconds
                note("ended \(end) after \(lived) s", next: delay)
            } catch {
                delay = policy.ended()
                note("did not start: \(error)", next: delay)
            }
            try? await clock.sleep(for: delay)
        }
    }

    /// Asks it to end, and starts it no more.
    func stop() { stop(with: SIGTERM) }

    /// Ends it without asking.
    func insist() { stop(with: SIGKILL) }

    private func stop(with signal: Int32) {
        state.withLock {
            $0.isStopping = true
            $0.child?.send(signal)
        }
    }

    private func runOnce(whenReady: () -> Void) async throws -> ProcessEnd {
        let child = try await ChildProcess.start(program.command, output: log.pipe(for: program.name))
        // A stop that came while it was being started finds no child to ask.
        let isStopping = state.withLock {
            $0.child = child
            return $0.isStopping
        }
        if isStopping { child.send(SIGTERM) }
        defer { state.withLock { $0.child = nil } }
        let watch = Task { await isReady(child) }
        let end = await child.end()
        watch.cancel()
        if await watch.value { whenReady() }
        return end
    }

    /// Looks until it is ready or the task is cancelled.
    private func isReady(_ child: ChildProcess) async -> Bool {
        guard let readiness = program.readiness else { return true }
        while !Task.isCancelled {
            if readiness.holds(of: child.processID) { return true }
            try? await Task.sleep(for: .milliseconds(25))
        }
        return false
    }

    private func note(_ what: String, next delay: Duration) {
        let tenths = delay.components.seconds * 10 + delay.components.attoseconds / 100_000_000_000_000_000
        log.write("up", "\(program.name) \(what); it is started again in \(tenths / 10).\(tenths % 10) s")
    }
}
