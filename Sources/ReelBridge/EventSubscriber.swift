import Foundation
import Logging
import NIOCore
import NIOPosix
import ReelCore
import ReelSocket
import ServiceLifecycle
import Synchronization

/// Listens to every runner: finds their sockets in one folder, attaches to each, and passes on what they say.
package final class EventSubscriber: Service {
    private typealias Line = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    private let folder: RunnerFolder
    private let scanInterval: Duration
    private let subscriptions: JobSubscriptions
    private let logger: Logger
    /// The paths of the sockets that a task is busy with.
    private let attached = Mutex<Set<String>>([])

    package init(folder: URL, scanInterval: Duration, subscriptions: JobSubscriptions, logger: Logger) {
        self.folder = RunnerFolder(folder)
        self.scanInterval = scanInterval
        self.subscriptions = subscriptions
        self.logger = logger
    }

    package func run() async throws {
        try? await cancelWhenGracefulShutdown {
            try await withThrowingDiscardingTaskGroup { group in
                while true {
                    for path in self.folder.sockets() where self.attached.withLock({ $0.insert(path).inserted }) {
                        group.addTask {
                            await self.listen(path)
                            // Forgotten, and found again by the next look into the folder if it is still there.
                            _ = self.attached.withLock { $0.remove(path) }
                        }
                    }
                    try await Task.sleep(for: self.scanInterval)
                }
            }
        }
    }

    /// Passes on what one runner says until it goes.
    private func listen(_ path: String) async {
        do {
            let line = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .connect(unixDomainSocketPath: path) { channel in
                    channel.eventLoop.makeCompletedFuture { try Line(wrappingChannelSynchronously: channel) }
                }
            logger.info("attached to a runner", metadata: ["socket": "\(path)"])
            defer {
                logger.info("a runner has gone", metadata: ["socket": "\(path)"])
                subscriptions.readAll()
            }
            try await line.executeThenClose { inbound, outbound in
                try await outbound.write(ByteBuffer(bytes: WireCoding.encodeLine(RunnerCommand.watch)))
                var splitter = LineSplitter()
                for try await bytes in inbound {
                    for line in splitter.append(bytes.readableBytesView) { receive(line) }
                }
            }
        } catch {
            // A file that a dead runner left behind refuses every time; that is no news.
            logger.trace("no runner", metadata: ["socket": "\(path)", "error": "\(error)"])
        }
    }

    private func receive(_ line: Data) {
        if let event = try? WireCoding.decode(RunnerEvent.self, from: line) {
            subscriptions.publish(event)
        } else if (try? WireCoding.decode(RunnerCommand.self, from: line)) == .watching {
            // From here on nothing is missed; what happened before is in the store.
            subscriptions.readAll()
        } else {
            logger.debug(
                "a runner said something unknown", metadata: ["line": "\(String(decoding: line, as: UTF8.self))"])
        }
    }
}
