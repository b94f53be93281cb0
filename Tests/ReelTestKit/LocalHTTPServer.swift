import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A small HTTP/1.1 server on a loopback port of its own: a test's stand-in for the web.
///
///     try await withLocalHTTPServer { request in
///         request.path == "/page" ? .html("<p>Hello") : .notFound
///     } perform: { server in
///         try await fetcher.fetch(FetchRequest(url: server.url("/page"), maximumBytes: 1000))
///     }
public final class LocalHTTPServer: Sendable {
    public let port: Int
    private let seen = Mutex<[LocalRequest]>([])

    fileprivate init(port: Int) {
        self.port = port
    }

    /// As the address filter's list of exceptions has it: `127.0.0.1:PORT`.
    public var endpoint: String { "127.0.0.1:\(port)" }

    public func url(_ path: String) -> String { "http://\(endpoint)\(path)" }

    /// What was asked so far, in order.
    public var requests: [LocalRequest] { seen.withLock { $0 } }

    fileprivate func record(_ request: LocalRequest) { seen.withLock { $0.append(request) } }
}

public struct LocalRequest: Sendable {
    public var method: String
    /// With the query, as it was sent.
    public var path: String
    public var headers: [(name: String, value: String)]
    public var body: Data

    /// The first header of this name, in whatever case.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

public struct LocalResponse: Sendable {
    /// Sends a piece of the body and waits until the connection has taken it.
    public typealias Write = @Sendable (Data) async throws -> Void

    public var status: Int
    public var headers: [(String, String)]
    /// Writes the body; what it throws cuts the connection. Without a `Content-Length` header the body is chunked.
    public var body: @Sendable (_ write: Write) async throws -> Void

    public init(
        status: Int = 200, headers: [(String, String)] = [],
        body: @escaping @Sendable (_ write: Write) async throws -> Void
    ) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    public static func data(
        _ data: Data, type: String, status: Int = 200, headers: [(String, String)] = []
    ) -> LocalResponse {
        let all = [("Content-Type", type), ("Content-Length", "\(data.count)")] + headers
        return LocalResponse(status: status, headers: all) { write in try await write(data) }
    }

    public static func html(_ text: String, status: Int = 200) -> LocalResponse {
        .data(Data(text.utf8), type: "text/html; charset=utf-8", status: status)
    }

    public static func redirect(to location: String, status: Int = 302) -> LocalResponse {
        .data(Data("moved".utf8), type: "text/plain", status: status, headers: [("Location", location)])
    }

    public static func status(_ status: Int) -> LocalResponse {
        .data(Data("status \(status)".utf8), type: "text/plain", status: status)
    }

    public static let notFound = LocalResponse.status(404)

    /// The same piece for ever.
    public static func endless(
        _ piece: Data, type: String, headers: [(String, String)] = []
    ) -> LocalResponse {
        LocalResponse(headers: [("Content-Type", type)] + headers) { write in
            while true { try await write(piece) }
        }
    }

    /// These bytes, then silence until the server ends.
    public static func hanging(after data: Data, type: String) -> LocalResponse {
        LocalResponse(headers: [("Content-Type", type)]) { write in
            try await write(data)
            try await Task.sleep(for: .seconds(3600))
        }
    }

    /// Announces more bytes than it sends, and closes.
    public static func cutShort(_ data: Data, type: String) -> LocalResponse {
        let headers = [("Content-Type", type), ("Content-Length", "\(data.count + 1)")]
        return LocalResponse(headers: headers) { write in
            try await write(data)
            throw CancellationError()
        }
    }
}

/// Serves for as long as `body` runs; every connection is closed when this returns.
@discardableResult
public func withLocalHTTPServer<T: Sendable>(
    _ handler: @escaping @Sendable (LocalRequest) async throws -> LocalResponse,
    perform body: @Sendable (LocalHTTPServer) async throws -> T
) async throws -> T {
    let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .bind(host: "127.0.0.1", port: 0) { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                return try NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>(
                    wrappingChannelSynchronously: channel)
            }
        }
    let server = LocalHTTPServer(port: channel.channel.localAddress?.port ?? 0)
    return try await channel.executeThenClose { connections in
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await withThrowingDiscardingTaskGroup { peers in
                    for try await connection in connections {
                        // A peer that goes away, or a body that is meant to be cut, is no failure of the server.
                        peers.addTask { try? await serve(connection, server, handler) }
                    }
                }
            }
            defer { group.cancelAll() }
            return try await body(server)
        }
    }
}

private func serve(
    _ connection: NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>, _ server: LocalHTTPServer,
    _ handler: @Sendable (LocalRequest) async throws -> LocalResponse
) async throws {
    try await connection.executeThenClose { inbound, outbound in
        var request = LocalRequest(method: "", path: "", headers: [], body: Data())
        for try await part in inbound {
            switch part {
            case .head(let head):
                let headers = head.headers.map { (name: $0.name, value: $0.value) }
                request = LocalRequest(method: head.method.rawValue, path: head.uri, headers: headers, body: Data())
            case .body(let buffer):
                request.body.append(contentsOf: buffer.readableBytesView)
            case .end:
                server.record(request)
                try await send(try await handler(request), to: outbound)
            }
        }
    }
}

private func send(
    _ response: LocalResponse, to outbound: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>
) async throws {
    let head = HTTPResponseHead(
        version: .http1_1, status: HTTPResponseStatus(statusCode: response.status),
        headers: HTTPHeaders(response.headers))
    try await outbound.write(.head(head))
    try await response.body { data in
        try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: data))))
    }
    try await outbound.write(.end(nil))
}
