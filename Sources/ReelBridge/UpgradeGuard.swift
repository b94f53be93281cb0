import Foundation
import NIOCore
import NIOHTTP1
import ReelCore

/// Stands before the upgrade: lets in what may come in, answers everything else by itself and closes. Removed with the
/// other HTTP handlers when the upgrade is done.
final class UpgradeGuard: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let route: (HTTPRequestHead) -> BridgeRoute
    private let timeout: TimeAmount
    private var alarm: Scheduled<Void>?
    /// Whether nothing more of this connection's requests is to be heard: it was refused, or has its stream.
    private var isDeaf = false

    /// - Parameter timeout: how long a connection may take until it is upgraded.
    init(timeout: TimeAmount, route: @escaping (HTTPRequestHead) -> BridgeRoute) {
        self.timeout = timeout
        self.route = route
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let channel = context.channel
        alarm = context.eventLoop.scheduleTask(in: timeout) { channel.close(promise: nil) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        alarm?.cancel()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isDeaf { return }
        guard case .head(var head) = unwrapInboundIn(data) else { return context.fireChannelRead(data) }
        switch route(head) {
        case .webSocket: context.fireChannelRead(data)
        case .events:
            isDeaf = true
            alarm?.cancel()
            // Whoever asks for the stream gets it, whatever else the connection could become.
            head.headers.remove(name: "upgrade")
            // What else it sends is not even parsed: it could only fill the memory.
            try? context.pipeline.syncOperations.addHandler(InboundDiscardHandler(), position: .first)
            context.fireChannelRead(wrapInboundOut(.head(head)))
        case .refuse(let refusal):
            isDeaf = true
            refuse(refusal, isBodyWanted: head.method != .HEAD, context)
        }
    }

    /// What is no HTTP has been answered with 400 by the handler before this one.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func refuse(_ refusal: BridgeRoute.Refusal, isBodyWanted: Bool, _ context: ChannelHandlerContext) {
        let channel = context.channel
        for part in refusal.answer(isBodyWanted: isBodyWanted).dropLast() {
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

extension BridgeRoute.Refusal {
    /// The whole answer, an error as all others of the API; the connection ends with it.
    func answer(isBodyWanted: Bool = true) -> [HTTPServerResponsePart] {
        let problem = ProblemResponse(title: status.reasonPhrase, status: Int(status.code), detail: detail)
        let body = (try? WireCoding.encode(problem)) ?? Data()
        var head = HTTPResponseHead(version: .http1_1, status: status)
        head.headers = [
            "Content-Type": "application/problem+json", "Content-Length": "\(body.count)", "Connection": "close",
            "Cache-Control": "no-store",
        ]
        for (name, value) in headers { head.headers.add(name: name, value: value) }
        if headers["Upgrade"] != nil { head.headers.replaceOrAdd(name: "Connection", value: "Upgrade, close") }
        let parts: [HTTPServerResponsePart] = [.head(head), .body(.byteBuffer(ByteBuffer(bytes: body))), .end(nil)]
        return isBodyWanted ? parts : [parts[0], parts[2]]
    }
}
