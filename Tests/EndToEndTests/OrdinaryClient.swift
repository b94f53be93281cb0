import Foundation
import Glibc

/// An HTTP client with one kept connection, whose calls block: with little of its own in what it measures.
final class OrdinaryClient {
    struct Answer {
        var status: Int
        var body: String
    }

    private let stream: UnsafeMutablePointer<FILE>

    init(port: Int) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var isOn: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, socklen_t(MemoryLayout<Int32>.size))
        guard connectToLoopback(descriptor, port: port), let stream = fdopen(descriptor, "r") else {
            close(descriptor)
            throw Unexpected(what: "connect: \(errno)")
        }
        self.stream = stream
    }

    deinit {
        fclose(stream)
    }

    func request(_ method: String, _ path: String, body: String = "") throws -> Answer {
        let text =
            "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(fileno(stream), $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw Unexpected(what: "send: \(errno)") }
            rest = rest.dropFirst(count)
        }
        var status = 0
        var length = 0
        var isChunked = false
        while let line = readLine(), !line.isEmpty {
            if line.hasPrefix("HTTP/1.1 ") { status = Int(line.dropFirst(9).prefix(3)) ?? 0 }
            let field = line.lowercased()
            if field.hasPrefix("content-length: ") { length = Int(field.dropFirst(16)) ?? 0 }
            if field == "transfer-encoding: chunked" { isChunked = true }
        }
        guard status != 0 else { throw Unexpected(what: "no answer to \(method) \(path)") }
        if !isChunked { return Answer(status: status, body: try read(length)) }
        var content = ""
        while let line = readLine(), let count = Int(line, radix: 16) {
            content += try read(count)
            _ = readLine()
            if count == 0 { break }
        }
        return Answer(status: status, body: content)
    }

    /// A line without its end; `nil` when the server has hung up.
    private func readLine() -> String? {
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(line) }
        let count = getline(&line, &capacity, stream)
        guard count > 0, let line else { return nil }
        return String(decoding: UnsafeRawBufferPointer(start: line, count: count), as: UTF8.self)
            .trimmingCharacters(in: .newlines)
    }

    private func read(_ count: Int) throws -> String {
        var bytes = [UInt8](repeating: 0, count: count)
        guard fread(&bytes, 1, count, stream) == count else { throw Unexpected(what: "an answer was cut short") }
        return String(decoding: bytes, as: UTF8.self)
    }
}
