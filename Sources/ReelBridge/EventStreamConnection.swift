import NIOCore
import NIOHTTP1

/// One reader of server-sent events: hears its request, and does what the stream says. Lives on its channel's event loop and
/// writes only while the channel can take more, so nobody waits for a slow reader but itself.
final class EventStreamConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let settings: BridgeSettings
    private let subscribers: EventLoopSubscribers
    /// `nil` until the request has been heard.
    private var stream: EventStream?
    private var allowedOrigin: String?
    private var context: ChannelHandlerContext?
    private var pulse: Scheduled<Void>?
    private var willClose = false

    init(settings: BridgeSettings, subscribers: EventLoopSubscribers) {
        self.settings = settings
        self.subscribers = subscribers
    }

    // MARK: The channel

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        schedulePulse(in: settings.pingInterval) { $0.showSign() }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        pulse?.cancel()
        if let stream { subscribers.unwatch(stream.jobID, by: self) }
        self.context = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // The guardHandler lets one head through, and nothing else.
        guard stream == nil, case .head(let head) = unwrapInboundIn(data),
            case .events(let request, let origin) = BridgeRoute(head, origins: settings.origins)
        else { return }
        stream = EventStream(request, limits: settings.limits)
        allowedOrigin = origin
        subscribers.watch(request.jobID, by: self) { [weak self] news in self?.tell(news) }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        write()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    // MARK: The stream

    /// Ends the stream: the server is stopping.
    func leave() {
        stream?.end()
        write()
        closeLater()
    }

    private func tell(_ news: JobUpdate) {
        if let id = stream?.jobID, stream?.receive(news) == true { subscribers.read(id) }
        write()
    }

    private func write() {
        guard let context else { return }
        var hasWritten = false
        while context.channel.isWritable, let output = stream?.next() {
            for part in answer(output) { context.write(wrapOutboundOut(part), promise: nil) }
            hasWritten = true
            switch output {
            case .refuse, .nothingMore, .end: closeLater()
            case .begin, .text: break
            }
        }
        if hasWritten { context.flush() }
        // The end may never be written to somebody who takes nothing.
        if stream?.isHopeless == true { closeLater() }
    }

    /// The last bytes may still be on their way; the reader closes when it has them.
    private func closeLater() {
        guard let context, !willClose else { return }
        willClose = true
        let channel = context.channel
        context.eventLoop.scheduleTask(in: TimeAmount(settings.closeTimeout)) { channel.close(promise: nil) }
    }

    // MARK: Signs of life

    private func schedulePulse(in delay: Duration, _ body: @escaping (EventStreamConnection) -> Void) {
        pulse = context?.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(delay)) { body(self) }
    }

    private func showSign() {
        stream?.signDue()
        write()
        schedulePulse(in: settings.pongTimeout) { $0.checkSign() }
    }

    private func checkSign() {
        if stream?.isStuck ?? true {
            context?.close(promise: nil)
        } else {
            schedulePulse(in: settings.pingInterval) { $0.showSign() }
        }
    }

    // MARK: HTTP

    private func answer(_ output: EventStream.Output) -> [HTTPServerResponsePart] {
        switch output {
        case .refuse(let refusal): return refusal.answer()
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
        if let allowedOrigin {
            head.headers.add(name: "Access-Control-Allow-Origin", value: allowedOrigin)
            head.headers.add(name: "Vary", value: "Origin")
        }
        return head
    }
}
