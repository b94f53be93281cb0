import Configuration

/// Where a page comes from: scheme, host and port, as a browser names them in the `Origin` header (RFC 6454).
package struct Origin: Hashable, Sendable {
    package let scheme: String
    package let host: String
    package let port: Int

    /// Reads `https://example.org` or `http://[::1]:8000`; `nil` for anything else, the browser's `null` included.
    package init?(_ text: String) {
        guard let separator = text.firstRange(of: "://") else { return nil }
        let scheme = text[..<separator.lowerBound].lowercased()
        guard let standard = ["http": 80, "https": 443][scheme] else { return nil }
        guard let (host, port) = Self.hostAndPort(text[separator.upperBound...]) else { return nil }
        self.scheme = scheme
        self.host = host
        self.port = port ?? standard
    }

    /// The other sites whose pages may use the API and the WebSocket.
    ///
    /// | key | environment | default | meaning |
    /// |---|---|---|---|
    /// | `origins` | `REEL_ORIGINS` | none | pages of other sites that may use this service, such as `https://example.org` |
    ///
    /// - Throws: `SettingsError` for what is no origin.
    package static func allowed(_ config: ConfigReader) throws -> Set<Origin> {
        try Set(
            SettingsReader(config).list(
                "origins",
                expected: "a list of origins such as https://example.org,http://localhost:3000, without paths",
                Origin.init))
    }

    /// Whether a page from this origin and a request with this `Host` header belong together. The header leaves out the
    /// port where it is the scheme's own; which scheme the proxy was reached by, only the page knows.
    package func matches(hostHeader: String) -> Bool {
        guard let (host, port) = Self.hostAndPort(hostHeader[...]) else { return false }
        return host == self.host && (port ?? (scheme == "https" ? 443 : 80)) == self.port
    }

    /// Takes `example.org`, `example.org:8000`, `[::1]` and `[::1]:8000` apart.
    private static func hostAndPort(_ text: Substring) -> (host: String, port: Int?)? {
        guard !text.isEmpty, !text.contains(where: { "/?#@ ,".contains($0) }) else { return nil }
        let end = text.first == "[" ? text.firstIndex(of: "]").map(text.index(after:)) : text.firstIndex(of: ":")
        let host = text[..<(end ?? text.endIndex)].lowercased()
        let rest = text[(end ?? text.endIndex)...]
        guard !host.isEmpty else { return nil }
        if rest.isEmpty { return text.first == "[" && end == nil ? nil : (host, nil) }
        guard rest.first == ":", let port = UInt16(rest.dropFirst()), port > 0 else { return nil }
        return (host, Int(port))
    }
}
