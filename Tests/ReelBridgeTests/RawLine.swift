import NIOCore
import NIOPosix
import ReelTestKit
import Synchronization

/// Bytes to and from a Unix socket, for what no well-behaved client sends.
final class RawLine: Sendable {
    private let channel: any Channel
    private let inbox: Inbox

    private final class Inbox: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer
        let text = Mutex("")

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let part = unwrapInboundIn(data)
            text.withLock { $0 += String(buffer: part) }
        }
    }

    init(_ path: String) async throws {
        let inbox = Inbox()
        self.inbox = inbox
        channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelInitializer { $0.pipeline.addHandler(inbox) }
            .connect(unixDomainSocketPath: path).get()
    }

    /// What has come so far.
    var text: String { inbox.text.withLock(\.self) }

    func write(_ text: String, _ bytes: [UInt8] = []) async throws {
        try await channel.writeAndFlush(ByteBuffer(bytes: Array(text.utf8) + bytes))
    }

    var isOpen: Bool { channel.isActive }

    /// Stops or goes on taking bytes from the socket.
    func setReading(_ isReading: Bool) async throws {
        try await channel.setOption(.autoRead, value: isReading).get()
        if isReading { channel.read() }
    }

    func untilClosed() async throws {
        try await eventually("the end of the line") { !channel.isActive }
    }
}
