import Foundation
import Glibc

/// Where nginx listens.
package struct ListenAddress: Sendable, Hashable, CustomStringConvertible {
    /// As nginx takes it: a name, an IPv4 address, or an IPv6 address in brackets.
    package let host: String
    package let port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    package var description: String { "\(host):\(port)" }

    /// Where one reaches it from this machine.
    package var reachableHost: String {
        switch host {
        case "0.0.0.0", "*": "127.0.0.1"
        case "[::]": "[::1]"
        default: host
        }
    }

    /// Whether the host is a name and no address.
    var isName: Bool { host != "*" && !host.hasPrefix("[") && !host.allSatisfy { "0123456789.".contains($0) } }

    package var url: String { "http://\(reachableHost):\(port)" }

    /// Whether somebody answers there.
    package func answers() -> Bool {
        withSocket(reachableHost) { socket, address, size in connect(socket, address, size) == 0 } ?? false
    }

    /// - Throws: `UpError` when nobody can listen there, because somebody does already or the machine has no such address.
    package func checkThatItIsFree() throws {
        var code: Int32 = 0
        let isFree = withSocket(host == "*" ? "0.0.0.0" : host) { socket, address, size in
            var yes: Int32 = 1
            setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
            guard bind(socket, address, size) == 0, listen(socket, 1) == 0 else {
                code = errno
                return false
            }
            return true
        }
        guard let isFree else {
            throw UpError("REEL_LISTEN is \"\(host)\", but it should be an address of this machine.")
        }
        guard !isFree else { return }
        switch code {
        case EADDRINUSE:
            throw UpError(
                "Port \(port) is taken by another program.",
                "Choose another one: REEL_PORT=\(port == 65_535 ? 8_001 : port + 1) scripts/run")
        case EACCES:
            throw UpError("Only root may listen on port \(port).", "Choose one above 1023: REEL_PORT=8000 scripts/run")
        default:
            throw UpError("Nobody can listen on \(self): \(String(cString: strerror(code))).", "Set REEL_LISTEN.")
        }
    }

    private func withSocket<Result>(
        _ host: String, _ body: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result? {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host.filter { !"[]".contains($0) }, String(port), &hints, &found) == 0, let found else {
            return nil
        }
        defer { freeaddrinfo(found) }
        let socket = socket(found.pointee.ai_family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return nil }
        defer { close(socket) }
        return body(socket, found.pointee.ai_addr, found.pointee.ai_addrlen)
    }
}

/// Why the service cannot be started, and what to do.
package struct UpError: Error, CustomStringConvertible {
    package let description: String

    init(_ lines: String...) {
        description = lines.joined(separator: "\n")
    }
}
