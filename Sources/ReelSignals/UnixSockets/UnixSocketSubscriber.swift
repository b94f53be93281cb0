import Foundation
import Logging
import NIOCore
import NIOPosix
import ReelCore
import ServiceLifecycle
import Synchronization

/// Listens to every runner: finds their sockets in one folder, attaches to each, and passes on what they send.
final class UnixSocketSubscriber: EventSubscriber {
    private let folder: RunnerFolder
    private let scanInterval: Duration
    private let logger: Logger
    private let queue = NoticeQueue()
    /// The paths of the sockets that a task is busy with.
    private let attached = Mutex<Set<String>>([])

    init(folder: URL, scanInterval: Duration, logger: Logger) {
        self.folder = RunnerFolder(folder)
        self.scanInterval = scanInterval
        self.logger = logger
    }

    var notices: AsyncStream<SignalNotice> { queue.notices }

    func run() async throws {
        defer { queue.finish() }
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

    /// Passes on what one runner sends until it goes.
    private func listen(_ path: String) async {
        do {
            let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(
                            LineHandler(limit: UnixSocketSignals.eventLimit) { line, _ in self.receive(line) })
                    }
                }
                .connect(unixDomainSocketPath: path).get()
            logger.info("attached to a runner", metadata: ["socket": "\(path)"])
            defer {
                channel.close(promise: nil)
                logger.info("a runner has gone", metadata: ["socket": "\(path)"])
                queue.put(.gap)
            }
            try await withTaskCancellationHandler {
                try await channel.writeAndFlush(ByteBuffer(bytes: WireCoding.encodeLine(RunnerCommand.watch)))
                try await channel.closeFuture.get()
            } onCancel: {
                channel.close(promise: nil)
            }
        } catch {
            // A file that a dead runner left behind refuses every time.
            logger.trace("no runner", metadata: ["socket": "\(path)", "error": "\(error)"])
        }
    }

    private func receive(_ line: Data) {
        if let event = try? WireCoding.decode(JobEvent.self, from: line) {
            queue.put(.event(event))
        } else if (try? WireCoding.decode(RunnerCommand.self, from: line)) == .watching {
            queue.put(.attached)
        } else {
            logger.debug(
                "skipped a line that is no event",
                metadata: ["line": "\(String(decoding: line.prefix(200), as: UTF8.self))"]
            )
        }
    }
}
