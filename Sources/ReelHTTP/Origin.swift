/// Where a page comes from: scheme, host and port, as a browser names them in the `Origin` header (RFC 6454).
package struct Origin: Hashable, Sendable {
    package let scheme: String
    package let host: Substring
    package let port: Int

    /// Reads `https://example.org` or `http://[::1]:8000`; `nil` for anything else, the browser's `null` included.
    package init?(_ text: String) {
        guard let separator = text.firstRange(of: "://") else { return nil }
        let scheme = text[..<separator.lowerBound].lowercased()
        guard let standard = Self.ports[scheme] else { return nil }
        guard let authority = Authority(text[separator.upperBound...]) else { return nil }
        self.scheme = scheme
        host = authority.host
        port = authority.port ?? standard
    }

    private static let ports = ["http": 80, "https": 443]

    /// Whether a page from this origin was served by the server that a `Host` header names. The header leaves out the
    /// port where it is the scheme's own; which scheme the proxy was reached by, only the page knows.
    package func isOf(_ server: Authority) -> Bool {
        server.host == host && (server.port ?? Self.ports[scheme]) == port
    }
}
