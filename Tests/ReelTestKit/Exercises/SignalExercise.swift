import Foundation
import Logging
import ReelCore
import ReelSignals
import ServiceLifecycle
import Synchronization
import Testing

/// What a correct bus for signals is, whatever its engine: every implementation's tests run all of `SignalExercise.all`.
///
///     @Test(arguments: SignalExercise.all)
///     func behaves(_ exercise: SignalExercise) async throws {
///         try await exercise.run { PollOnly() }
///     }
///
/// An exercise that needs what an implementation does not declare is skipped, and the output says so.
package struct SignalExercise: Sendable, CustomTestStringConvertible {
    /// Opens the bus under test; called again, it opens the same bus as another process would.
    package typealias Open = @Sendable () throws -> any SignalBus

    /// The sentence that holds.
    package let name: String
    private let needs: SignalCapabilities
    private let body: @Sendable (SignalBench) async throws -> Void

    init(
        _ name: String, needs: SignalCapabilities = [], _ body: @escaping @Sendable (SignalBench) async throws -> Void
    ) {
        self.name = name
        self.needs = needs
        self.body = body
    }

    package var testDescription: String { name }

    package func run(_ open: @escaping Open) async throws {
        let bus = try open()
        let lacking = SignalCapabilities.names.filter {
            needs.contains($0.0) && !bus.capabilities.contains($0.0)
        }
        guard lacking.isEmpty else {
            print("skipped for \(type(of: bus)), which has no \(lacking.map(\.1).joined(separator: ", no ")): \(name)")
            return
        }
        try await body(SignalBench(open: open))
    }

    package static let all = commands + events + endings
}

/// A bus, and shorthands for what nearly every exercise does.
struct SignalBench: Sendable {
    let open: SignalExercise.Open

    /// Runs services until the body has ended, then has them end as SIGTERM would, and waits for it.
    func whileRunning<Result: Sendable>(
        _ services: [any Service], _ body: () async throws -> Result
    ) async throws -> Result {
        let (started, didStart) = AsyncStream<Void>.makeStream()
        let group = ServiceGroup(
            services: services + [Marker(didStart: didStart)],
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            for await _ in started { break }
            let result = try await body()
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            return result
        }
    }

    func endpoint(_ runner: RunnerID = RunnerID()) throws -> any RunnerEndpoint {
        try open().makeEndpoint(for: runner)
    }

    func subscriber() throws -> any EventSubscriber {
        try open().makeSubscriber()
    }

    func sender() throws -> any CommandSender {
        try open().makeSender()
    }

    /// The `seq`th event of a job.
    func event(_ seq: Int, of job: JobID) -> JobEvent {
        JobEvent(
            jobID: job, seq: Int64(seq), kind: .progress, progress: seq % 100, message: "Scene \(seq)",
            status: .processing, at: Date(timeIntervalSince1970: 1_790_000_000))
    }

    /// Says that the group runs.
    private struct Marker: Service {
        let didStart: AsyncStream<Void>.Continuation

        func run() async throws {
            didStart.finish()
            try? await gracefulShutdown()
        }
    }
}

/// Everything that a sequence gives, and whether it has ended.
final class Collected<Element: Sendable>: Sendable {
    private let state = Mutex<(elements: [Element], hasEnded: Bool)>(([], false))
    private let task: Mutex<Task<Void, Never>?> = Mutex(nil)

    init(_ stream: AsyncStream<Element>) {
        let task = Task { [weak self] in
            for await element in stream { self?.state.withLock { $0.elements.append(element) } }
            self?.state.withLock { $0.hasEnded = true }
        }
        self.task.withLock { $0 = task }
    }

    var elements: [Element] { state.withLock { $0.elements } }
    var hasEnded: Bool { state.withLock { $0.hasEnded } }
}

extension Collected<SignalNotice> {
    var events: [JobEvent] {
        elements.compactMap { if case .event(let event) = $0 { event } else { nil } }
    }
}
