import Configuration
import ReelSettings

/// What a request says of where it comes from.
package struct RequestSource: Sendable {
    /// The header `Host`: how the client calls this service. `nil` when there is none (HTTP/1.0). Several are joined by
    /// commas, which no host's name has.
    package var host: String?
    /// The header `Origin`, several likewise.
    package var origin: String?
    /// nginx's `$server_name`: the name of the site that the request was sorted into. Only nginx can say it, as only nginx
    /// reaches the sockets, and it is set for every request.
    package var serverName: String?
    /// The client's address as nginx sees it.
    package var address: String?

    package init(
        host: String? = nil, origin: String? = nil, serverName: String? = nil, address: String? = nil
    ) {
        self.host = host
        self.origin = origin
        self.serverName = serverName
        self.address = address
    }
}

/// Whom the service answers: one rule for the responder and the bridge.
///
/// | key | environment | default | meaning |
/// |---|---|---|---|
/// | `hosts` | `REEL_HOSTS` | none | names by which this service may be asked, beside localhost and IP addresses |
/// | `origins` | `REEL_ORIGINS` | none | pages of other sites that may use this service, such as `https://example.org` |
package struct AccessPolicy: Sendable {
    package var hosts = AllowedHosts()
    package var origins: Set<Origin> = []

    /// Loopback names and IP addresses, and no other site.
    package init() {}

    /// - Throws: `SettingsError` for what is no host's name, or no origin.
    package init(_ config: ConfigReader) throws {
        let settings = SettingsReader(config)
        hosts = AllowedHosts(
            try settings.list(
                "hosts",
                expected: "a list of host names such as reels.example.org,*.example.org, without scheme, port or path",
                HostPattern.init))
        origins = try Set(
            settings.list(
                "origins",
                expected: "a list of origins such as https://example.org,http://localhost:3000, without paths",
                Origin.init))
    }

    /// Decides who asks. To be called once for each request, before anything else is done for it.
    ///
    /// - Throws: `Problem` with status 421 when the request names another server.
    package func principal(for source: RequestSource) throws(Problem) -> Principal {
        let server = try server(of: source)
        return Principal(identity: Self.identity(source.address), page: page(source.origin, of: server))
    }

    /// - Returns: `nil` when the request names no server, as no browser's does.
    private func server(of source: RequestSource) throws(Problem) -> Authority? {
        guard let host = source.host else { return nil }
        guard let server = Authority(host[...]) else { throw .unknownHost(host) }
        if hosts.contains(server.host) { return server }
        // An operator who gave the site in nginx a name has allowed that name.
        guard let name = source.serverName, HostPattern(name)?.matches(server.host) == true else {
            throw .unknownHost(host)
        }
        return server
    }

    private func page(_ text: String?, of server: Authority?) -> Principal.Page {
        guard let text else { return .own }
        guard let origin = Origin(text) else { return .foreign(text) }
        if let server, origin.isOf(server) { return .own }
        return origins.contains(origin) ? .allowed(text) : .foreign(text)
    }

    /// The same addresses as in `geo $reel_from_here` of nginx/limits.conf.
    private static func identity(_ address: String?) -> Principal.Identity {
        guard let address else { return .anonymous }
        return address.hasPrefix("127.") || address == "::1" ? .local : .anonymous
    }
}
