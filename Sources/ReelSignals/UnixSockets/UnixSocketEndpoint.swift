import Foundation
import Logging
import NIOCore
import NIOPosix
import ReelCore
import ServiceLifecycle
import Synchronization

/// A runner's socket: takes `RunnerCommand` lines, and sends every event to whoever watches.
final class UnixSocketEndpoint: RunnerEndpoint {
    private struct State {
        var connections: [ObjectIdentifier: any Channel] = [:]
        var watchers: [ObjectIdentifier: WatcherConnection] = [:]
        /// What listens, while it does.
        var server: (any Channel)?
        /// Whether it was closed because its file had gone.
        var isToBindAgain = false
        /// Whether connections that come now are too late.
        var isClosed = false
    }

    private let path: String
    private let logger: Logger
    private let state = Mutex(State())
    private let received: AsyncStream<RunnerCommand>.Continuation

    let commands: AsyncStream<RunnerCommand>

    /// How often it is checked that the socket's file is still there.
    private static let checkInterval: Duration = .seconds(5)

    init(socket: URL, logger: Logger) {
        path = socket.path
        self.logger = logger
        // Of wakes only the newest counts; a cancel that is lost here still stands in the store.
        (commands, received) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1024))
    }

    func publish(_ event: JobEvent) {
        state.withLock { state in
            guard !state.watchers.isEmpty, let line = try? WireCoding.encodeLine(event) else { return }
            let buffer = ByteBuffer(bytes: line)
            for watcher in state.watchers.values { watcher.send(buffer) }
        }
    }

    func run() async throws {
        defer {
            received.finish()
            unlink(path)
        }
        try await withThrowingTaskGroup { group in
            group.addTask {
                repeat { try await self.serve() } while self.state.withLock { $0.isToBindAgain }
            }
            group.addTask {
                while true {
                    try await Task.sleep(for: Self.checkInterval)
                    self.bindAgainIfGone()
                }
            }
            try await group.next()
            group.cancelAll()
        }
    }

    /// Listens until it is asked to stop, or the socket's file has gone.
    private func serve() async throws {
        state.withLock {
            $0.isClosed = false
            $0.isToBindAgain = false
        }
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        LineHandler(limit: UnixSocketSignals.commandLimit) { self.receive($0, from: $1) })
                    self.add(channel)
                }
            }
            .bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true).get()
        chmod(path, 0o660)
        state.withLock { $0.server = server }
        await withTaskCancellationOrGracefulShutdownHandler {
            try? await server.closeFuture.get()
        } onCancelOrGracefulShutdown: {
            server.close(promise: nil)
        }
        let connections = state.withLock { state in
            state.server = nil
            state.isClosed = true
            return Array(state.connections.values)
        }
        for connection in connections { connection.close(promise: nil) }
    }

    /// Makes the socket anew when somebody has removed its file; watchers come back by themselves.
    private func bindAgainIfGone() {
        guard access(path, F_OK) != 0 else { return }
        let server = state.withLock { state in
            state.isToBindAgain = state.server != nil
            return state.server
        }
        guard let server else { return }
        logger.warning("the runner's socket was removed; it is made again", metadata: ["socket": "\(path)"])
        server.close(promise: nil)
    }

    // MARK: Connections, on their event loops

    private func add(_ channel: any Channel) {
        let id = ObjectIdentifier(channel)
        let isTooLate = state.withLock { state in
            state.connections[id] = channel
            return state.isClosed
        }
        channel.closeFuture.whenComplete { [self] _ in
            state.withLock {
                $0.connections[id] = nil
                $0.watchers[id] = nil
            }
        }
        if isTooLate { channel.close(promise: nil) }
    }

    private func receive(_ line: Data, from channel: any Channel) {
        switch try? WireCoding.decode(RunnerCommand.self, from: line) {
        case .watch: watch(channel)
        case .some(let command): received.yield(command)
        case nil: logger.debug("skipped a line that is no command")
        }
    }

    /// Every event from here on goes to the connection, after the answer: what is published meanwhile waits for this event
    /// loop.
    private func watch(_ channel: any Channel) {
        guard let answer = try? WireCoding.encodeLine(RunnerCommand.watching) else { return }
        let id = ObjectIdentifier(channel)
        let watcher = WatcherConnection(channel)
        state.withLock { state in
            // Closed in the meantime, it would never be removed.
            if state.connections[id] != nil { state.watchers[id] = watcher }
        }
        watcher.send(ByteBuffer(bytes: answer))
    }
}
