import ReelCore
import ServiceLifecycle

/// No messages: every process finds what changed by polling the store.
package struct PollOnly: SignalBus {
    package init() {}

    package var capabilities: SignalCapabilities { [] }

    package func makeSender() -> any CommandSender { Silent() }
    package func makeEndpoint(for runner: RunnerID) -> any RunnerEndpoint { SilentEndpoint() }
    package func makeSubscriber() -> any EventSubscriber { SilentSubscriber() }
}

private struct Silent: CommandSender {
    func tell(_ command: RunnerCommand) {}
}

private struct SilentEndpoint: RunnerEndpoint {
    let commands: AsyncStream<RunnerCommand>
    private let ending: AsyncStream<RunnerCommand>.Continuation

    init() {
        (commands, ending) = AsyncStream.makeStream()
    }

    func publish(_ event: JobEvent) {}

    func run() async throws {
        defer { ending.finish() }
        try? await gracefulShutdown()
    }
}

private struct SilentSubscriber: EventSubscriber {
    private let queue = NoticeQueue(limit: 1)

    var notices: AsyncStream<SignalNotice> { queue.notices }

    func run() async throws {
        defer { queue.finish() }
        try? await gracefulShutdown()
    }
}
