import Foundation
import Glibc

/// A web server's end of one FastCGI connection, written from the FastCGI 1.0 specification and knowing nothing of the
/// library on the other end. Its calls block for at most `patience`.
///
///     let client = try FastCGIClient(socket: path)
///     let answer = try client.request("GET", "/api/jobs")
///     #expect(answer.status == 200)
public final class FastCGIClient {
    private let descriptor: Int32

    /// - Parameter patience: how long one read may take.
    public init(socket path: String, patience: Duration = .seconds(60)) throws {
        descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var limit = timeval(tv_sec: Int(patience.components.seconds), tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))

        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        // Whoever is whole is deinitialised when the initialiser throws, which closes the descriptor. Closed here as well, it
        // would be somebody else's by then.
        guard result == 0 else { throw FastCGIError.system("connect", errno) }
    }

    deinit {
        close(descriptor)
    }

    /// Sends a request and reads its answer.
    ///
    /// - Parameter target: path and query.
    public func request(
        _ method: String, _ target: String, body: Data = Data(), contentType: String? = nil,
        keepConnection: Bool = false, parameters: [String: String] = [:]
    ) throws -> FastCGIResponse {
        try send(
            Self.records(
                method, target, body: body, contentType: contentType, keepConnection: keepConnection,
                parameters: parameters))
        return try response()
    }

    /// The bytes of a whole request, with the parameters that nginx would send.
    ///
    /// - Parameter more: further ones, such as `HTTP_ORIGIN` for the header `Origin`.
    public static func records(
        _ method: String, _ target: String, body: Data = Data(), contentType: String? = nil,
        keepConnection: Bool = false, id: UInt16 = 1, parameters more: [String: String] = [:]
    ) -> Data {
        let query = target.split(separator: "?", maxSplits: 1).dropFirst().first.map(String.init) ?? ""
        let parameters =
            [
                ("REQUEST_METHOD", method), ("REQUEST_URI", target), ("QUERY_STRING", query),
                ("CONTENT_TYPE", contentType ?? ""), ("CONTENT_LENGTH", body.isEmpty ? "" : String(body.count)),
                ("SERVER_PROTOCOL", "HTTP/1.1"),
            ] + more.map { ($0.key, $0.value) }
        let encoded = parameters.reduce(into: Data()) { data, pair in
            data += length(pair.0) + length(pair.1) + Data(pair.0.utf8) + Data(pair.1.utf8)
        }
        // Role 1 is the responder; the flag asks to keep the connection.
        return record(.beginRequest, Data([0, 1, keepConnection ? 1 : 0, 0, 0, 0, 0, 0]), id: id)
            + stream(.parameters, encoded, id: id) + stream(.standardInput, body, id: id)
    }

    /// The record that gives a request up.
    public static func abort(id: UInt16 = 1) -> Data {
        record(.abortRequest, Data(), id: id)
    }

    /// What no web server sends, each in its own way.
    public static var malformedRequests: [Data] {
        let begin = record(.beginRequest, Data([0, 1, 1, 0, 0, 0, 0, 0]), id: 1)
        let whole = records("POST", "/", body: Data("x".utf8), keepConnection: true)
        return [
            // Another version of the protocol; a role that is no responder's; a request without a number.
            Data([2]) + whole.dropFirst(), record(.beginRequest, Data([0, 2, 1, 0, 0, 0, 0, 0]), id: 1),
            record(.beginRequest, Data([0, 1, 1, 0, 0, 0, 0, 0]), id: 0),
            // No beginning; two of them; a second request between the records of the first.
            Data(whole.dropFirst(16)), begin + begin, begin + records("GET", "/", id: 2),
            // A body before the end of the parameters; an answer; a management record; an end by the peer's own wish.
            begin + stream(.standardInput, Data("x".utf8), id: 1),
            begin + record(.standardOutput, Data("x".utf8), id: 1),
            begin + Data([1, 9, 0, 0, 0, 0, 0, 0]), begin + abort(),
            // Parameters without an end, in long records and in the shortest.
            begin
                + (0..<20).reduce(into: Data()) { data, _ in data += record(.parameters, Data(count: 65_535), id: 1) },
            begin + (0..<200_000).reduce(into: Data()) { data, _ in data += record(.parameters, Data([0]), id: 1) },
        ]
    }

    public func send(_ bytes: Data) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw FastCGIError.system("send", errno) }
            rest = rest.dropFirst(count)
        }
    }

    /// Reads records until the request's end.
    ///
    /// - Throws: `FastCGIError.closed` when the connection ends before.
    public func response() throws -> FastCGIResponse {
        var output = Data()
        while true {
            let header = try receive(8)
            let length = Int(header[4]) << 8 | Int(header[5])
            let content = try receive(length)
            _ = try receive(Int(header[6]))
            switch RecordType(rawValue: header[1]) {
            case .standardOutput: output += content
            case .standardError: break
            case .endRequest:
                guard content[4] == 0 else { throw FastCGIError.refused(protocolStatus: content[4]) }
                return try FastCGIResponse(output)
            default: throw FastCGIError.unexpected(recordType: header[1])
            }
        }
    }

    /// Waits until the other end has hung up.
    public func waitForEnd() throws {
        do {
            while true { _ = try receive(1) }
        } catch FastCGIError.closed {
            return
        }
    }

    /// Reads exactly so many bytes.
    ///
    /// - Throws: `FastCGIError.closed` when the connection ends before.
    public func receive(_ count: Int) throws -> Data {
        var data = Data()
        var buffer = [UInt8](repeating: 0, count: max(1, count))
        while data.count < count {
            let got = recv(descriptor, &buffer, count - data.count, 0)
            if got == 0 || (got < 0 && errno == ECONNRESET) { throw FastCGIError.closed }
            guard got > 0 else { throw FastCGIError.system("recv", errno) }
            data += buffer[..<got]
        }
        return data
    }

    // MARK: Records (FastCGI 1.0, 3.3 and 3.4)

    private enum RecordType: UInt8 {
        case beginRequest = 1
        case abortRequest, endRequest, parameters, standardInput, standardOutput, standardError
    }

    /// A stream is records of at most 65,535 bytes and an empty one at its end.
    private static func stream(_ type: RecordType, _ bytes: Data, id: UInt16) -> Data {
        var records = Data()
        var rest = bytes[...]
        while !rest.isEmpty {
            records += record(type, Data(rest.prefix(65_535)), id: id)
            rest = rest.dropFirst(65_535)
        }
        return records + record(type, Data(), id: id)
    }

    private static func record(_ type: RecordType, _ content: Data, id: UInt16) -> Data {
        let size = UInt16(content.count)
        return Data([1, type.rawValue, UInt8(id >> 8), UInt8(id & 0xFF), UInt8(size >> 8), UInt8(size & 0xFF), 0, 0])
            + content
    }

    /// One byte below 128, else four with the highest bit set.
    private static func length(_ text: String) -> Data {
        let count = UInt32(text.utf8.count)
        if count < 128 { return Data([UInt8(count)]) }
        return withUnsafeBytes(of: (count | 0x8000_0000).bigEndian) { Data($0) }
    }
}

/// What a responder wrote: a header with the status as a field, a blank line, the body.
public struct FastCGIResponse: Sendable {
    public var status: Int
    /// By name in lower case.
    public var headers: [String: String]
    public var body: Data

    init(_ output: Data) throws {
        guard let end = output.firstRange(of: Data("\r\n\r\n".utf8)) else { throw FastCGIError.malformedOutput }
        headers = [:]
        for line in String(decoding: output[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n") {
            guard let colon = line.firstIndex(of: ":") else { throw FastCGIError.malformedOutput }
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            headers[line[..<colon].lowercased()] = value
        }
        status = headers["status"].flatMap { Int($0.prefix(3)) } ?? 200
        body = output[end.upperBound...]
    }

    /// The body as a JSON object.
    public var json: [String: Any] {
        (try? JSONSerialization.jsonObject(with: body)) as? [String: Any] ?? [:]
    }
}

public enum FastCGIError: Error, Equatable {
    case system(String, Int32)
    case closed
    case refused(protocolStatus: UInt8)
    case unexpected(recordType: UInt8)
    case malformedOutput
}

/// Runs something that blocks on a thread of its own, so that the tests beside it go on.
public func onThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread { continuation.resume(with: Result { try body() }) }.start()
    }
}
