import Foundation
import ReelCore
import ReelSignals
import ServiceLifecycle
import Synchronization

/// A bus inside one process: shows that an engine is one folder, and its name in `SignalEngine` one line more.
final class InMemorySignals: SignalBus {
    private struct State {
        var endpoints: [ObjectIdentifier: AsyncStream<RunnerCommand>.Continuation] = [:]
        var subscribers: [ObjectIdentifier: NoticeQueue] = [:]
    }

    private let state = Mutex(State())

    var capabilities: SignalCapabilities { [.commands, .events] }

    func makeSender() -> any CommandSender { Sender(bus: self) }
    func makeEndpoint(for runner: RunnerID) -> any RunnerEndpoint { Endpoint(self) }
    func makeSubscriber() -> any EventSubscriber { Subscriber(self) }

    private struct Sender: CommandSender {
        let bus: InMemorySignals

        func tell(_ command: RunnerCommand) {
            for received in bus.state.withLock({ Array($0.endpoints.values) }) { received.yield(command) }
        }
    }

    private final class Endpoint: RunnerEndpoint {
        let commands: AsyncStream<RunnerCommand>
        private let received: AsyncStream<RunnerCommand>.Continuation
        private let bus: InMemorySignals

        init(_ bus: InMemorySignals) {
            self.bus = bus
            (commands, received) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1024))
        }

        func publish(_ event: JobEvent) {
            tell(.event(event))
        }

        func run() async throws {
            bus.state.withLock { state in
                state.endpoints[ObjectIdentifier(self)] = received
                for subscriber in state.subscribers.values { subscriber.put(.attached) }
            }
            try? await gracefulShutdown()
            received.finish()
            tell(.gap)
            _ = bus.state.withLock { $0.endpoints.removeValue(forKey: ObjectIdentifier(self)) }
        }

        private func tell(_ notice: SignalNotice) {
            bus.state.withLock { state in
                guard state.endpoints[ObjectIdentifier(self)] != nil else { return }
                for subscriber in state.subscribers.values { subscriber.put(notice) }
            }
        }
    }

    private final class Subscriber: EventSubscriber {
        private let queue = NoticeQueue()
        private let bus: InMemorySignals

        init(_ bus: InMemorySignals) {
            self.bus = bus
        }

        var notices: AsyncStream<SignalNotice> { queue.notices }

        func run() async throws {
            bus.state.withLock { state in
                state.subscribers[ObjectIdentifier(self)] = queue
                for _ in state.endpoints { queue.put(.attached) }
            }
            try? await gracefulShutdown()
            queue.finish()
            _ = bus.state.withLock { $0.subscribers.removeValue(forKey: ObjectIdentifier(self)) }
        }
    }
}
