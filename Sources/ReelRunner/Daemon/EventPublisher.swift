import Foundation
import Logging
import NIOCore
import NIOPosix
import ReelCore
import ReelStore
import ServiceLifecycle

/// The runner's socket: takes `RunnerCommand` lines, and sends every event to whoever watches.
package actor EventPublisher: Service {
    private let path: String
    private let logger: Logger
    private var watchers: [UUID: AsyncStream<RunnerEvent>.Continuation] = [:]
    private let received: AsyncStream<RunnerCommand>.Continuation
    /// What listens, while it does.
    private var server: (any Channel)?
    private var isToBindAgain = false

    /// Commands that were received, except `watch`, which the events answers itself.
    package nonisolated let commands: AsyncStream<RunnerCommand>

    /// Events that a watcher may fall behind before it is cut off; it will come back and read the store.
    private static let watcherBacklog = 4096
    /// Bytes of the longest command.
    private static let commandLimit = 4096

    package init(socket: URL, logger: Logger) {
        path = socket.path
        self.logger = logger
        // Wakes are worth no more than the newest; a cancel that is lost here still stands in the store.
        (commands, received) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1024))
    }

    /// Sends the events of a change of status to all watchers.
    package func publish(_ change: JobChange) {
        for event in change.events { publish(RunnerEvent(event, job: change.job)) }
    }

    /// Sends an event to all watchers.
    package func publish(_ event: RunnerEvent) {
        for (id, watcher) in watchers {
            if case .dropped = watcher.yield(event) {
                watcher.finish()
                watchers[id] = nil
            }
        }
    }

    package func run() async throws {
        defer { received.finish() }
        repeat {
            isToBindAgain = false
            try await serve()
        } while isToBindAgain
    }

    /// Makes the socket anew when somebody has removed its file; watchers come back by themselves.
    package func bindAgainIfGone() {
        guard let server, access(path, F_OK) != 0 else { return }
        logger.warning("the runner's socket was removed; it is made again", metadata: ["socket": "\(path)"])
        isToBindAgain = true
        self.server = nil
        dismissWatchers()
        server.close(promise: nil)
    }

    private func serve() async throws {
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        chmod(path, 0o660)
        self.server = server.channel
        try await withTaskCancellationOrGracefulShutdownHandler {
            try await server.executeThenClose { connections in
                try await withThrowingDiscardingTaskGroup { group in
                    for try await connection in connections {
                        group.addTask { await self.serve(connection) }
                    }
                    group.cancelAll()
                }
            }
        } onCancelOrGracefulShutdown: {
            server.channel.close(promise: nil)
            Task { await self.dismissWatchers() }
        }
    }

    private func dismissWatchers() {
        for watcher in watchers.values { watcher.finish() }
        watchers = [:]
    }

    private nonisolated func serve(_ connection: NIOAsyncChannel<ByteBuffer, ByteBuffer>) async {
        do {
            try await connection.executeThenClose { inbound, outbound in
                var splitter = LineSplitter(limit: Self.commandLimit)
                for try await buffer in inbound {
                    for line in splitter.append(buffer.readableBytesView) {
                        switch try? WireCoding.decode(RunnerCommand.self, from: line) {
                        case .watch: return try await sendEvents(to: outbound)
                        case .some(let command): received.yield(command)
                        case nil: logger.debug("passed over a line that is no command")
                        }
                    }
                }
            }
        } catch {
            logger.debug("a connection ended", metadata: ["error": "\(error)"])
        }
    }

    private nonisolated func sendEvents(to outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>) async throws {
        let (events, continuation) = AsyncStream<RunnerEvent>.makeStream(
            bufferingPolicy: .bufferingOldest(Self.watcherBacklog))
        let id = UUID()
        await add(continuation, as: id)
        do {
            try await outbound.write(ByteBuffer(bytes: try WireCoding.encodeLine(RunnerCommand.watching)))
            for await event in events {
                try await outbound.write(ByteBuffer(bytes: try WireCoding.encodeLine(event)))
            }
        } catch {
            await remove(id)
            throw error
        }
        await remove(id)
    }

    private func add(_ watcher: AsyncStream<RunnerEvent>.Continuation, as id: UUID) {
        watchers[id] = watcher
    }

    private func remove(_ id: UUID) {
        watchers[id] = nil
    }
}
