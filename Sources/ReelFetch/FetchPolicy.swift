import Configuration
import ReelCore
import ReelSettings

/// The limits of every fetch, and the exceptions from the address filter.
///
/// | key | environment | default | meaning |
/// |---|---|---|---|
/// | `fetch.allow` | `REEL_FETCH_ALLOW` | empty | `host:port`, …: let through the address and port filter |
/// | `fetch.timeout` | `REEL_FETCH_TIMEOUT` | 30 | seconds for one resource, redirects included |
/// | `fetch.connectTimeout` | `REEL_FETCH_CONNECT_TIMEOUT` | 10 | seconds for name, connection and TLS |
/// | `fetch.redirects` | `REEL_FETCH_REDIRECTS` | 10 | redirects to follow |
/// | `fetch.transfers` | `REEL_FETCH_TRANSFERS` | 6 | transfers at once on this machine, one thread each |
/// | `fetch.userAgent` | `REEL_FETCH_USER_AGENT` | ReelCraft's name | the `User-Agent` header |
public struct FetchPolicy: Hashable, Sendable {
    /// Servers that may be reached whatever their address and port: lower-case `host:port`, matched with what stands
    /// in the URL. Empty, so that nothing inside the own network can be read through us.
    public var allowed: Set<String> = []
    /// A page that takes longer than half a minute is not worth a visitor's wait.
    public var timeout: Duration = .seconds(30)
    /// Two lost SYN packets cost 3 s, a slow resolver 5 s.
    public var connectTimeout: Duration = .seconds(10)
    /// Below `minimumSpeed` bytes a second for so long, a transfer is given up, before `timeout` is over.
    public var stallTimeout: Duration = .seconds(12)
    public var minimumSpeed = 200
    /// Real chains (short link, http to https, www, consent) stay below six; browsers allow 20.
    public var maximumRedirects = 10
    /// As many as browsers open to one server.
    public var maximumTransfers = 6
    /// "Mozilla/5.0 (compatible; …)" is how robots name themselves to servers that expect a browser's beginning.
    public var userAgent = "Mozilla/5.0 (compatible; ReelCraft/0.1; article reader)"

    public init() {}

    /// - Throws: `SettingsError` for a value that cannot be used.
    public init(_ config: ConfigReader) throws {
        let settings = SettingsReader(config)
        allowed = Set(
            try settings.list("fetch.allow", expected: "host:port, such as 127.0.0.1:8000", Self.server))
        timeout = try settings.seconds("fetch.timeout", in: 0.001...3_600, default: timeout)
        connectTimeout = try settings.seconds("fetch.connectTimeout", in: 0.001...3_600, default: connectTimeout)
        maximumRedirects = try settings.int("fetch.redirects", in: 0...50, default: maximumRedirects)
        maximumTransfers = try settings.int("fetch.transfers", in: 1...64, default: maximumTransfers)
        userAgent =
            try settings.parsed("fetch.userAgent", expected: "one line of plain ASCII") { text in
                text.utf8.allSatisfy { 0x20...0x7e ~= $0 } ? text : nil
            } ?? userAgent
    }

    /// Reads `host:port`.
    private static func server(_ entry: String) -> String? {
        let server = entry.trimmingWhitespace().lowercased()
        guard let colon = server.lastIndex(of: ":"), colon != server.startIndex, !server.contains("/"),
            Int(server[server.index(after: colon)...]).map({ 1...65535 ~= $0 }) == true
        else { return nil }
        return server
    }

    /// Whether the owner of this machine has let this server through the filter.
    func allows(_ address: WebAddress) -> Bool {
        allowed.contains("\(address.host):\(address.port)")
    }
}

extension String {
    fileprivate func trimmingWhitespace() -> String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
