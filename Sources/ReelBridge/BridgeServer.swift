import Foundation
import Glibc
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket
import ReelSocket
import ServiceLifecycle
import Synchronization

/// Listens on the bridge's socket and serves each client by a WebSocket or a stream of events.
package final class BridgeServer: Service {
    /// A connection that was upgraded or has its stream.
    private struct Opened: Sendable {
        /// Begins to close; the connection ends when the client has taken its last bytes.
        var leave: @Sendable () -> Void
    }

    private struct Arrival: Sendable {
        var channel: any Channel
        var opened: EventLoopFuture<Opened>
    }

    private let settings: BridgeSettings
    private let subscriptions: JobSubscriptions
    private let logger: Logger
    private let connections = Mutex(0)
    /// By event loop.
    private let subscribersByLoop = Mutex<[ObjectIdentifier: NIOLoopBound<EventLoopSubscribers>]>([:])

    package init(settings: BridgeSettings, subscriptions: JobSubscriptions, logger: Logger) {
        self.settings = settings
        self.subscriptions = subscriptions
        self.logger = logger
    }

    package func run() async throws {
        let socket = try ListeningSocket.open(at: settings.socket.path)
        defer { socket.unpublish() }
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelOption(.writeBufferWaterMark, value: Self.pendingWrites)
            .childChannelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: Self.oneRead))
            .childChannelOption(.maxMessagesPerRead, value: 1)
            .bind(socket.descriptor) { channel in
                channel.eventLoop.makeCompletedFuture { try self.prepare(channel) }
            }
        // NIO has listened anew, with a backlog of 128: of some hundred clients that come at once many would be refused.
        if listen(socket.descriptor, ListeningSocket.backlog) != 0 {
            logger.warning("short backlog", metadata: ["error": "\(String(cString: strerror(errno)))"])
        }
        logger.info("listening", metadata: ["socket": "\(settings.socket.path)"])
        try await server.executeThenClose { arrivals in
            try await withThrowingDiscardingTaskGroup { group in
                for try await arrival in arrivals.cancelOnGracefulShutdown() {
                    group.addTask { await self.serve(arrival) }
                }
                // New clients shall be refused at once and not wait until the last connection has closed.
                socket.unpublish()
            }
        }
        logger.info("stopped")
    }

    // MARK: Opening

    /// Bytes that NIO holds for a client whose socket is full: a few messages. What comes after waits in its session.
    private static let pendingWrites = ChannelOptions.Types.WriteBufferWaterMark(low: 4 << 10, high: 16 << 10)
    /// Bytes that are taken from a client at once. What they ask is answered before it is looked whether the answers are
    /// taken, and the answer to a question of 7 bytes has 110.
    private static let oneRead = 4 << 10

    private func prepare(_ channel: any Channel) throws -> Arrival {
        let isFull = connections.withLock {
            $0 += 1
            return $0 > settings.maxConnections
        }
        channel.closeFuture.whenComplete { _ in self.connections.withLock { $0 -= 1 } }

        let encoder = HTTPResponseEncoder()
        let decoder = ByteToMessageHandler(
            HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: Self.headLimits))
        let errors = HTTPServerProtocolErrorHandler()
        let guardHandler = UpgradeGuard(timeout: TimeAmount(settings.requestTimeout)) { [settings] head in
            isFull ? .refuse(.full) : BridgeRoute(head, access: settings.access)
        }
        let boundGuard = NIOLoopBound(guardHandler, eventLoop: channel.eventLoop)
        let upgrade = NIOTypedHTTPServerUpgradeHandler(
            httpEncoder: encoder, extraHTTPHandlers: [decoder, errors, guardHandler],
            upgradeConfiguration: NIOTypedHTTPServerUpgradeConfiguration<Opened>(
                upgraders: [webSocketUpgrader()],
                notUpgradingCompletionHandler: { self.beginEvents($0, boundGuard) }))
        try channel.pipeline.syncOperations.addHandlers([encoder, decoder, errors, guardHandler, upgrade])
        return Arrival(channel: channel, opened: upgrade.upgradeResultFuture)
    }

    /// As much as nginx lets through by its own limits (`large_client_header_buffers`).
    private static var headLimits: NIOHTTPDecoderLimitConfiguration {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = 8 << 10
        limits.maxHeaderListSize = 32 << 10
        limits.maxHeaderFieldCount = 100
        return limits
    }

    private func webSocketUpgrader() -> NIOTypedWebSocketServerUpgrader<Opened> {
        NIOTypedWebSocketServerUpgrader(
            maxFrameSize: settings.maxFrameBytes,
            // The connection closes with a reason for people.
            enableAutomaticErrorHandling: false,
            shouldUpgrade: { channel, _ in channel.eventLoop.makeSucceededFuture(HTTPHeaders()) },
            upgradePipelineHandler: { channel, _ in self.beginWebSocket(channel) })
    }

    private func beginWebSocket(_ channel: any Channel) -> EventLoopFuture<Opened> {
        channel.eventLoop.makeCompletedFuture {
            let connection = BridgeConnection(
                settings: self.settings, subscribers: self.subscribers(on: channel.eventLoop))
            try channel.pipeline.syncOperations.addHandler(connection)
            let this = NIOLoopBound(connection, eventLoop: channel.eventLoop)
            return Opened { channel.eventLoop.execute { this.value.leave() } }
        }
    }

    private func beginEvents(
        _ channel: any Channel, _ guardHandler: NIOLoopBound<UpgradeGuard>
    ) -> EventLoopFuture<Opened> {
        channel.eventLoop.makeCompletedFuture {
            // The guard passes on nothing but upgrades and streams of events.
            guard let (request, principal) = guardHandler.value.events else { throw ChannelError.inputClosed }
            let connection = EventStreamConnection(
                request, for: principal, settings: self.settings, subscribers: self.subscribers(on: channel.eventLoop))
            try channel.pipeline.syncOperations.addHandler(connection)
            let this = NIOLoopBound(connection, eventLoop: channel.eventLoop)
            return Opened { channel.eventLoop.execute { this.value.leave() } }
        }
    }

    /// The subscribers on this event loop; to be asked for on it.
    private func subscribers(on eventLoop: any EventLoop) -> EventLoopSubscribers {
        subscribersByLoop.withLock { byLoop in
            if let known = byLoop[ObjectIdentifier(eventLoop)] { return known }
            let new = NIOLoopBound(
                EventLoopSubscribers(eventLoop: eventLoop, subscriptions: subscriptions), eventLoop: eventLoop)
            byLoop[ObjectIdentifier(eventLoop)] = new
            return new
        }.value
    }

    // MARK: Serving

    private func serve(_ arrival: Arrival) async {
        let channel = arrival.channel
        await withTaskCancellationHandler {
            do {
                let opened = try await arrival.opened.get()
                try await withGracefulShutdownHandler {
                    try await channel.closeFuture.get()
                } onGracefulShutdown: {
                    opened.leave()
                }
            } catch {
                // Refused by the guard, or gone: there is nothing left to do.
                logger.trace("a connection ended early", metadata: ["error": "\(error)"])
                channel.close(promise: nil)
            }
        } onCancel: {
            channel.close(promise: nil)
        }
    }
}
