import Foundation
import Glibc

/// The few calls on Unix stream sockets that our processes need.
package enum UnixSocket {
    package static func make(nonBlocking: Bool = false) throws -> Int32 {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        let socket = Glibc.socket(AF_UNIX, type | (nonBlocking ? Int32(SOCK_NONBLOCK.rawValue) : 0), 0)
        guard socket >= 0 else { throw UnixSocketError("socket", path: nil, errno: errno) }
        return socket
    }

    package static func connect(_ socket: Int32, to path: String) throws {
        let result = try withAddress(path) { Glibc.connect(socket, $0, $1) }
        guard result == 0 else { throw UnixSocketError("connect", path: path, errno: errno) }
    }

    package static func bind(_ socket: Int32, to path: String) throws {
        let result = try withAddress(path) { Glibc.bind(socket, $0, $1) }
        guard result == 0 else { throw UnixSocketError("bind", path: path, errno: errno) }
    }

    /// - Throws: `UnixSocketError` for a path that no socket can have.
    package static func checkLength(of path: String) throws {
        try withAddress(path) { _, _ in }
    }

    private static func withAddress<Result>(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) throws -> Result {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw UnixSocketError("address", path: path, errno: ENAMETOOLONG)
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}

/// A call on a socket that failed.
package struct UnixSocketError: Error, CustomStringConvertible {
    package var call: String
    package var path: String?
    package var code: Int32

    package init(_ call: String, path: String?, errno code: Int32) {
        self.call = call
        self.path = path
        self.code = code
    }

    package var description: String {
        "\(call)\(path.map { " \($0)" } ?? ""): \(String(cString: strerror(code)))"
    }
}
