import Foundation
import Glibc

/// A connection of a client that takes its time: it has the smallest buffers and segments that the kernel gives, and is read
/// and written a little at a time, or not at all. No call but the connect waits.
final class SlowSocket: Sendable {
    private let descriptor: Int32

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Unexpected(what: "socket: \(errno)") }
        var size: Int32 = 2_048
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        var segment: Int32 = 536
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_MAXSEG, &segment, socklen_t(MemoryLayout<Int32>.size))
        // Whoever is whole is deinitialised when the initialiser throws, which closes the descriptor.
        guard connectToLoopback(descriptor, port: port) else { throw Unexpected(what: "connect: \(errno)") }
    }

    deinit {
        close(descriptor)
    }

    /// Asks for a path and reads nothing of the answer.
    convenience init(port: Int, asking path: String) throws {
        try self.init(port: port)
        send("GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    }

    /// - Returns: whether the server still listens.
    @discardableResult func send(_ text: String) -> Bool {
        send(Array(text.utf8))
    }

    /// - Returns: whether the server still listens.
    func send(_ bytes: [UInt8]) -> Bool {
        Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT)) >= 0 || errno == EAGAIN
    }

    /// Takes what has come, so many bytes at most.
    ///
    /// - Returns: `nil` when the server has hung up.
    func read(_ most: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: most)
        let count = recv(descriptor, &bytes, most, Int32(MSG_DONTWAIT))
        if count < 0, errno == EAGAIN { return [] }
        return count > 0 ? Array(bytes[..<count]) : nil
    }
}
