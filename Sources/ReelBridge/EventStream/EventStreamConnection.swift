import NIOCore
import NIOHTTP1
import ReelHTTP

/// One reader of server-sent events: does what the stream says. Lives on its channel's event loop and
/// writes only while the channel can take more, so a slow reader delays nobody else.
final class EventStreamConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let settings: BridgeSettings
    private let subscribers: EventLoopSubscribers
    private let principal: Principal
    private var stream: EventStream
    private var context: ChannelHandlerContext?
    private var heartbeat: Scheduled<Void>?
    private var willClose = false

    init(
        _ request: EventStreamRequest, for principal: Principal, settings: BridgeSettings,
        subscribers: EventLoopSubscribers
    ) {
        self.principal = principal
        self.settings = settings
        self.subscribers = subscribers
        stream = EventStream(request, limits: settings.limits)
    }

    // MARK: The channel

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        scheduleHeartbeat(in: settings.pingInterval) { $0.sendComment() }
        subscribers.watch(stream.jobID, by: self) { [weak self] update in self?.receive(update) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        heartbeat?.cancel()
        subscribers.unwatch(stream.jobID, by: self)
        self.context = nil
    }

    /// The request was read by `UpgradeGuard`, and there is no second one.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {}

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        write()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    // MARK: The stream

    /// Ends the stream: the server is stopping.
    func leave() {
        stream.end()
        write()
        closeLater()
    }

    private func receive(_ update: JobUpdate) {
        if stream.receive(update) { subscribers.read(stream.jobID) }
        write()
    }

    private func write() {
        guard let context else { return }
        var hasWritten = false
        while context.channel.isWritable, let output = stream.next() {
            for part in answer(output) { context.write(wrapOutboundOut(part), promise: nil) }
            hasWritten = true
            switch output {
            case .refuse, .nothingMore, .end: closeLater()
            case .begin, .text: break
            }
        }
        if hasWritten { context.flush() }
        // The end may never be written to a client that reads nothing.
        if stream.hasOverflowed { closeLater() }
    }

    /// The last bytes may still be on their way; the client closes when it has them.
    private func closeLater() {
        guard let context, !willClose else { return }
        willClose = true
        let channel = context.channel
        context.eventLoop.scheduleTask(in: TimeAmount(settings.closeTimeout)) { channel.close(promise: nil) }
    }

    // MARK: Heartbeat

    private func scheduleHeartbeat(in delay: Duration, _ body: @escaping (EventStreamConnection) -> Void) {
        heartbeat = context?.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(delay)) { body(self) }
    }

    private func sendComment() {
        stream.keepAliveDue()
        write()
        scheduleHeartbeat(in: settings.pongTimeout) { $0.checkComment() }
    }

    private func checkComment() {
        if stream.isStuck {
            context?.close(promise: nil)
        } else {
            scheduleHeartbeat(in: settings.pingInterval) { $0.sendComment() }
        }
    }

    // MARK: HTTP

    private func answer(_ output: EventStream.Output) -> [HTTPServerResponsePart] {
        switch output {
        case .refuse(let problem): return problem.answer()
        case .nothingMore: return [.head(head(.noContent)), .end(nil)]
        case .begin(let lines):
            var head = head(.ok)
            head.headers.add(name: "Content-Type", value: "text/event-stream")
            // For proxies that would collect the answer first.
            head.headers.add(name: "X-Accel-Buffering", value: "no")
            return [.head(head), .body(.byteBuffer(ByteBuffer(string: lines)))]
        case .text(let text): return [.body(.byteBuffer(ByteBuffer(string: text)))]
        case .end: return [.end(nil)]
        }
    }

    private func head(_ status: HTTPResponseStatus) -> HTTPResponseHead {
        var head = HTTPResponseHead(version: .http1_1, status: status)
        head.headers = ["Cache-Control": "no-store", "Connection": "close"]
        for (name, value) in principal.crossOriginHeaders { head.headers.add(name: name, value: value) }
        return head
    }
}
