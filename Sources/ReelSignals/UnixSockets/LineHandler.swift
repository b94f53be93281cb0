import Foundation
import NIOCore
import ReelCore

/// Cuts what comes over a connection into lines. Lives on the connection's event loop.
///
/// A handler and not an `NIOAsyncChannel`: one of those that nobody reads from ends the process, and a connection can fail,
/// or its server be asked to stop, before anybody does.
final class LineHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private var splitter: LineSplitter
    private let onLine: @Sendable (Data, any Channel) -> Void

    /// - Parameters:
    ///   - limit: bytes of the longest line; longer ones are skipped.
    ///   - onLine: called on the event loop; must not block.
    init(limit: Int, onLine: @escaping @Sendable (Data, any Channel) -> Void) {
        splitter = LineSplitter(limit: limit)
        self.onLine = onLine
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        for line in splitter.append(unwrapInboundIn(data).readableBytesView) { onLine(line, context.channel) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
