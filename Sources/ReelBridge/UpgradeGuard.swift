import NIOCore
import NIOHTTP1
import ReelHTTP

/// Decides about a request before the upgrade: passes on what may come in, answers everything else and closes. Removed with
/// the other HTTP handlers when the upgrade is done.
final class UpgradeGuard: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let route: (HTTPRequestHead) -> BridgeRoute
    private let timeout: TimeAmount
    private var deadline: Scheduled<Void>?
    /// Whether further requests on this connection are dropped: it was refused, or has its stream.
    private var dropsRequests = false
    /// The stream of events that the connection is for, and who asked for it.
    private(set) var events: (request: EventStreamRequest, principal: Principal)?

    /// - Parameter timeout: how long a connection may take until it is upgraded.
    init(timeout: TimeAmount, route: @escaping (HTTPRequestHead) -> BridgeRoute) {
        self.timeout = timeout
        self.route = route
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let channel = context.channel
        deadline = context.eventLoop.scheduleTask(in: timeout) { channel.close(promise: nil) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        deadline?.cancel()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if dropsRequests { return }
        guard case .head(var head) = unwrapInboundIn(data) else { return context.fireChannelRead(data) }
        switch route(head) {
        case .webSocket: context.fireChannelRead(data)
        case .events(let request, let principal):
            events = (request, principal)
            dropsRequests = true
            deadline?.cancel()
            // A request for a stream gets the stream, whatever upgrade it offers beside.
            head.headers.remove(name: "upgrade")
            // What else it sends is not even parsed: it could only fill the memory.
            try? context.pipeline.syncOperations.addHandler(InboundDiscardHandler(), position: .first)
            context.fireChannelRead(wrapInboundOut(.head(head)))
        case .refuse(let problem):
            dropsRequests = true
            refuse(problem, isBodyWanted: head.method != .HEAD, context)
        }
    }

    /// What is no HTTP has been answered with 400 by the handler before this one.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func refuse(_ problem: Problem, isBodyWanted: Bool, _ context: ChannelHandlerContext) {
        let channel = context.channel
        for part in problem.answer(isBodyWanted: isBodyWanted).dropLast() {
            context.write(wrapOutboundOut(part), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in channel.close(promise: nil) }
    }
}

/// Drops all that comes in.
private final class InboundDiscardHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {}
}

extension Problem {
    /// The whole answer; the connection ends with it.
    func answer(isBodyWanted: Bool = true) -> [HTTPServerResponsePart] {
        let body = body
        var head = HTTPResponseHead(
            version: .http1_1, status: .custom(code: UInt(status), reasonPhrase: HTTPStatus.phrase(status)))
        head.headers = [
            "Content-Type": Self.contentType, "Content-Length": "\(body.count)",
            "Connection": headers["Upgrade"] == nil ? "close" : "Upgrade, close", "Cache-Control": "no-store",
        ]
        for (name, value) in headers { head.headers.add(name: name, value: value) }
        let parts: [HTTPServerResponsePart] = [.head(head), .body(.byteBuffer(ByteBuffer(bytes: body))), .end(nil)]
        return isBodyWanted ? parts : [parts[0], parts[2]]
    }
}
