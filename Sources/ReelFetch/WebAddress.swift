/// The parts of a URL that decide whether it may be fetched, as the transfer library itself reads them: two readers
/// of one address can disagree about its host, and a filter must not be the one that is wrong.
package struct WebAddress: Hashable, Sendable {
    /// The whole address, without a fragment.
    package var url: String
    /// Lower case.
    package var scheme: String
    /// Lower case; a v6 address keeps its brackets.
    package var host: String
    package var port: Int
    /// Whether a user name or password stands before the host.
    package var hasCredentials: Bool

    package init(url: String, scheme: String, host: String, port: Int, hasCredentials: Bool) {
        self.url = url
        self.scheme = scheme.lowercased()
        self.host = host.lowercased()
        self.port = port
        self.hasCredentials = hasCredentials
    }

    /// - Throws: `FetchError` when this address may not be fetched whatever it resolves to.
    package func check() throws(FetchError) {
        guard scheme == "http" || scheme == "https" else { throw .unsupportedScheme(scheme) }
        guard !hasCredentials else { throw .credentials(host: host) }
        guard !host.isEmpty else { throw .invalidURL(url) }
        guard Self.isWebPort(port) else { throw .portRefused(port) }
    }

    /// Pages live on 80 and 443 and on unprivileged ports (8080, 3000, …). Below 1024 everything else is some other
    /// well-known service that nobody should speak HTTP to on a stranger's word, and above it so are the ports that
    /// browsers block (https://fetch.spec.whatwg.org/#port-blocking, read 2026-11).
    static func isWebPort(_ port: Int) -> Bool {
        port == 80 || port == 443 || (1024...65535 ~= port && !blockedPorts.contains(port))
    }

    private static let blockedPorts: Set<Int> = [
        1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697,
        10080,
    ]
}
