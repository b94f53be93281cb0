import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket

/// A WebSocket client for tests: every message can be waited for with a deadline, and the protocol can be broken on
/// purpose.
///
///     let client = try await WebSocketClient.connect(.tcp(host: "127.0.0.1", port: 8000))
///     try await client.send(#"{"subscribe": "…"}"#)
///     let answer = try await client.next()
///     try await client.close()
public struct WebSocketClient: Sendable {
    public enum Endpoint: Sendable {
        case tcp(host: String, port: Int)
        /// A Unix socket.
        case unix(path: String)
    }

    public enum Failure: Error, Equatable {
        /// The server answered the upgrade with something else.
        case refused(status: Int, body: String)
        /// Nothing came in time.
        case deadline
        /// The server said goodbye with this code and these words.
        case closed(code: Int?, words: String)
        /// The line broke without a goodbye.
        case disconnected
    }

    private let channel: any Channel
    private let inbox: NIOLoopBound<Inbox>

    /// - Parameters:
    ///   - headers: sent beside those of the upgrade; a `Host` here replaces the usual one.
    ///   - answersPings: a client that does not is a dead one to the server.
    /// - Throws: `Failure.refused`, or what the network says.
    public static func connect(
        _ endpoint: Endpoint, path: String = "/ws", headers: [String: String] = [:], answersPings: Bool = true,
        within deadline: Duration = .seconds(60)
    ) async throws -> WebSocketClient {
        let bootstrap = ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        let opened: EventLoopFuture<WebSocketClient>
        switch endpoint {
        case .tcp(let host, let port):
            opened = try await bootstrap.connect(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try upgrade(channel, path, host: "\(host):\(port)", headers, answersPings, deadline)
                }
            }
        case .unix(let socket):
            opened = try await bootstrap.connect(unixDomainSocketPath: socket) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try upgrade(channel, path, host: "localhost", headers, answersPings, deadline)
                }
            }
        }
        return try await opened.get()
    }

    // MARK: Talking

    public func send(_ text: String) async throws {
        try await send(fin: true, opcode: .text, ByteBuffer(string: text))
    }

    /// Sends one frame as it is; `isMasked: false` breaks the protocol.
    public func send(fin: Bool, opcode: WebSocketOpcode, _ data: ByteBuffer, isMasked: Bool = true) async throws {
        try await channel.writeAndFlush(
            WebSocketFrame(fin: fin, opcode: opcode, maskKey: isMasked ? .random() : nil, data: data))
    }

    /// Sends messages without waiting for the server to take them.
    public func sendAtOnce(_ texts: [String]) {
        for text in texts {
            channel.write(
                WebSocketFrame(fin: true, opcode: .text, maskKey: .random(), data: ByteBuffer(string: text)),
                promise: nil)
        }
        channel.flush()
    }

    /// Asks for news of a job.
    public func subscribe(_ jobID: String) async throws {
        try await send(#"{"subscribe": "\#(jobID)"}"#)
    }

    /// The next text message.
    ///
    /// - Throws: `Failure.deadline`, or `.closed` or `.disconnected` once all messages before it have been taken.
    public func next(within deadline: Duration = .seconds(60)) async throws -> String {
        try await channel.eventLoop.flatSubmit { inbox.value.next(within: TimeAmount(deadline)) }.get()
    }

    /// The next text message as a JSON object.
    public func nextObject(within deadline: Duration = .seconds(60)) async throws -> [String: any Sendable] {
        let text = try await next(within: deadline)
        return try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: any Sendable] ?? [:]
    }

    /// How many pings have come.
    public var pings: Int {
        get async throws { try await channel.eventLoop.submit { inbox.value.pings }.get() }
    }

    /// The contents of the pongs that have come.
    public var pongs: [String] {
        get async throws { try await channel.eventLoop.submit { inbox.value.pongs }.get() }
    }

    /// Says goodbye and waits until the server has closed the connection.
    public func close(code: UInt16 = 1000) async throws {
        var data = ByteBuffer()
        data.writeInteger(code)
        try await channel.eventLoop.submit { inbox.value.hasSaidGoodbye = true }.get()
        try await send(fin: true, opcode: .connectionClose, data)
        try await channel.closeFuture.get()
    }

    /// Breaks the connection without a word.
    public func abort() async throws {
        try await channel.close()
    }

    /// Stops or goes on taking bytes from the socket, as a client does whose device is busy elsewhere.
    public func setReading(_ isReading: Bool) async throws {
        try await channel.setOption(.autoRead, value: isReading).get()
        if isReading { channel.read() }
    }

    // MARK: Opening

    private static func upgrade(
        _ channel: any Channel, _ path: String, host: String, _ headers: [String: String], _ answersPings: Bool,
        _ deadline: Duration
    ) throws -> EventLoopFuture<WebSocketClient> {
        let inbox = Inbox(eventLoop: channel.eventLoop, answersPings: answersPings)
        let boundInbox = NIOLoopBound(inbox, eventLoop: channel.eventLoop)
        let refusal = Refusal(opened: channel.eventLoop.makePromise())
        let boundRefusal = NIOLoopBound(refusal, eventLoop: channel.eventLoop)
        channel.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(deadline)) {
            refusal.opened.fail(Failure.deadline)
        }

        var head = HTTPRequestHead(version: .http1_1, method: .GET, uri: path, headers: ["Host": host])
        for (name, value) in headers { head.headers.replaceOrAdd(name: name, value: value) }
        let upgrader = NIOTypedWebSocketClientUpgrader<Void>(
            maxFrameSize: 1 << 24,
            upgradePipelineHandler: { channel, _ in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(boundInbox.value)
                    boundRefusal.value.opened.succeed(WebSocketClient(channel: channel, inbox: boundInbox))
                }
            })
        var configuration = NIOUpgradableHTTPClientPipelineConfiguration(
            upgradeConfiguration: NIOTypedHTTPClientUpgradeConfiguration(
                upgradeRequestHead: head, upgraders: [upgrader],
                notUpgradingCompletionHandler: { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(boundRefusal.value)
                    }
                }))
        // The first message may come in one piece with the answer to the upgrade.
        configuration.leftOverBytesStrategy = .forwardBytes
        let upgraded = try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(
            configuration: configuration)
        upgraded.whenFailure { boundRefusal.value.opened.fail($0) }
        return refusal.opened.futureResult
    }
}

/// Collects what comes until somebody asks. Lives on its channel's event loop.
private final class Inbox: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private let eventLoop: any EventLoop
    private let answersPings: Bool
    private var messages: [String] = []
    private var partial = ""
    private var waiting: [EventLoopPromise<String>] = []
    private var end: WebSocketClient.Failure?
    /// The server's goodbye is then the answer to ours, and the end.
    var hasSaidGoodbye = false
    private(set) var pings = 0
    private(set) var pongs: [String] = []

    init(eventLoop: any EventLoop, answersPings: Bool) {
        self.eventLoop = eventLoop
        self.answersPings = answersPings
    }

    func next(within deadline: TimeAmount) -> EventLoopFuture<String> {
        let promise = eventLoop.makePromise(of: String.self)
        if !messages.isEmpty {
            promise.succeed(messages.removeFirst())
        } else if let end {
            promise.fail(end)
        } else {
            waiting.append(promise)
            eventLoop.assumeIsolated().scheduleTask(in: deadline) {
                guard let index = self.waiting.firstIndex(where: { $0.futureResult === promise.futureResult }) else {
                    return
                }
                self.waiting.remove(at: index)
                promise.fail(WebSocketClient.Failure.deadline)
            }
        }
        return promise.futureResult
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        switch frame.opcode {
        case .text, .continuation:
            partial += String(buffer: frame.unmaskedData)
            if frame.fin { take() }
        case .ping:
            pings += 1
            if answersPings {
                let pong = WebSocketFrame(fin: true, opcode: .pong, maskKey: .random(), data: frame.unmaskedData)
                context.writeAndFlush(wrapOutboundOut(pong), promise: nil)
            }
        case .pong: pongs.append(String(buffer: frame.unmaskedData))
        case .connectionClose:
            var data = frame.unmaskedData
            let code = data.readInteger(as: UInt16.self)
            finish(.closed(code: code.map(Int.init), words: String(buffer: data)))
            if hasSaidGoodbye { return context.close(promise: nil) }
            let answer = WebSocketFrame(
                fin: true, opcode: .connectionClose, maskKey: .random(), data: frame.unmaskedData)
            let channel = context.channel
            context.writeAndFlush(wrapOutboundOut(answer)).whenComplete { _ in channel.close(promise: nil) }
        default: break
        }
    }

    private func take() {
        defer { partial = "" }
        if waiting.isEmpty {
            messages.append(partial)
        } else {
            waiting.removeFirst().succeed(partial)
        }
    }

    private func finish(_ failure: WebSocketClient.Failure) {
        end = end ?? failure
        for promise in waiting { promise.fail(failure) }
        waiting = []
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish(.disconnected)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}

/// Reads the answer of a server that did not upgrade. Lives on its channel's event loop.
private final class Refusal: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart

    let opened: EventLoopPromise<WebSocketClient>
    private var status = 0
    private var body = ""

    init(opened: EventLoopPromise<WebSocketClient>) {
        self.opened = opened
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): status = Int(head.status.code)
        case .body(let part): body += String(buffer: part)
        case .end:
            opened.fail(WebSocketClient.Failure.refused(status: status, body: body))
            context.close(promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        opened.fail(WebSocketClient.Failure.disconnected)
        context.fireChannelInactive()
    }
}
