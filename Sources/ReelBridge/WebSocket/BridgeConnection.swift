import NIOCore
import NIOWebSocket

/// One WebSocket: moves frames in and out and does what the session says. Lives on its channel's event loop, so that an event
/// for a thousand watchers is a thousand writes and not a thousand tasks to be woken. It writes only while the channel can
/// take more, so a slow client delays nobody else.
final class BridgeConnection: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private let settings: BridgeSettings
    private let subscribers: EventLoopSubscribers
    private var session: BridgeSession
    private var reader: FrameReader
    private var context: ChannelHandlerContext?
    private var heartbeat: Scheduled<Void>?
    /// Nothing more is to be read: the client sent a close frame, or broke the protocol.
    private var hasReceivedLast = false
    /// Our close frame has been written.
    private var isCloseWritten = false
    private var willClose = false

    init(settings: BridgeSettings, subscribers: EventLoopSubscribers) {
        self.settings = settings
        self.subscribers = subscribers
        session = BridgeSession(limits: settings.limits)
        reader = FrameReader(limit: settings.maxFrameBytes)
    }

    // MARK: The channel

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        scheduleHeartbeat(in: settings.pingInterval) { $0.sendPing() }
        write()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        heartbeat?.cancel()
        for id in session.watched { subscribers.unwatch(id, by: self) }
        self.context = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !hasReceivedLast, let input = reader.read(unwrapInboundIn(data)) else { return }
        receive(input)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        write()
        // Who takes no answers is not asked for more questions: the answers would fill the queue.
        let takesMore = context.channel.isWritable
        context.channel.setOption(.autoRead, value: takesMore).assumeIsolated().whenFailure { _ in
            context.close(promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard !hasReceivedLast else { return }
        switch error {
        case NIOWebSocketError.invalidFrameLength: receive(.violation(.tooLarge(settings.maxFrameBytes)))
        case is NIOWebSocketError:
            receive(.violation(.protocolError("A control frame has one part of at most 125 bytes.")))
        default: context.close(promise: nil)
        }
    }

    // MARK: The session

    /// Sends a close frame: the server is stopping.
    func leave() {
        session.close(.goingAway)
        write()
    }

    private func receive(_ input: ClientInput) {
        perform(session.receive(input))
        switch input {
        case .close, .violation:
            hasReceivedLast = true
            closeLater()
            closeWhenBothSidesHave()
        case .text, .ping, .pong: break
        }
        write()
    }

    private func perform(_ actions: [BridgeSession.Action]) {
        for action in actions {
            switch action {
            case .watch(let id): subscribers.watch(id, by: self) { [weak self] update in self?.receive(update) }
            case .read(let id): subscribers.read(id)
            case .unwatch(let id): subscribers.unwatch(id, by: self)
            }
        }
    }

    private func receive(_ update: JobUpdate) {
        perform(session.receive(update))
        write()
    }

    // MARK: Writing

    private func write() {
        guard let context else { return }
        var hasWritten = false
        while context.channel.isWritable, let output = session.next() {
            hasWritten = true
            guard case .close = output else {
                context.write(wrapOutboundOut(WebSocketFrame(output)), promise: nil)
                continue
            }
            context.write(wrapOutboundOut(WebSocketFrame(output))).assumeIsolated().whenComplete { _ in
                self.isCloseWritten = true
                self.closeWhenBothSidesHave()
            }
        }
        if hasWritten { context.flush() }
        // A close frame may never be written to a client that reads nothing.
        if session.isEnding { closeLater() }
    }

    private func closeWhenBothSidesHave() {
        if hasReceivedLast, isCloseWritten { context?.close(promise: nil) }
    }

    /// The closing handshake may take a moment, but not for ever.
    private func closeLater() {
        guard let context, !willClose else { return }
        willClose = true
        let channel = context.channel
        context.eventLoop.scheduleTask(in: TimeAmount(settings.closeTimeout)) { channel.close(promise: nil) }
    }

    // MARK: Heartbeat

    private func scheduleHeartbeat(in delay: Duration, _ body: @escaping (BridgeConnection) -> Void) {
        heartbeat = context?.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(delay)) { body(self) }
    }

    private func sendPing() {
        session.pingDue()
        write()
        scheduleHeartbeat(in: settings.pongTimeout) { $0.checkPong() }
    }

    private func checkPong() {
        if session.isUnresponsive {
            context?.close(promise: nil)
        } else {
            scheduleHeartbeat(in: settings.pingInterval - settings.pongTimeout) { $0.sendPing() }
        }
    }
}

extension WebSocketFrame {
    /// Bytes of an unmasked frame's head (RFC 6455, 5.2).
    private static let longestHead = 10

    fileprivate init(_ output: BridgeSession.Output) {
        switch output {
        case .text(let text):
            // Room before the text, into which the encoder puts the frame's head: one piece to write instead of two.
            var data = ByteBufferAllocator().buffer(capacity: text.utf8.count + Self.longestHead)
            data.moveWriterIndex(to: Self.longestHead)
            data.moveReaderIndex(to: Self.longestHead)
            data.writeString(text)
            self.init(fin: true, opcode: .text, data: data)
        case .ping: self.init(fin: true, opcode: .ping, data: ByteBuffer())
        case .pong(let data): self.init(fin: true, opcode: .pong, data: ByteBuffer(bytes: data))
        case .close(let reason):
            var data = ByteBuffer()
            if let code = reason.code {
                data.writeInteger(code)
                data.writeString(reason.words)
            }
            self.init(fin: true, opcode: .connectionClose, data: data)
        }
    }
}
