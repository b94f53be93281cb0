import Glibc

/// The names under which this service may be asked.
///
/// Without this rule a page of any site could drive a service on its visitor's own machine: the site lets its name point to
/// 127.0.0.1 (DNS rebinding), and from then on the browser takes the service for the site's own server, so that `Origin`
/// and `Host` agree. The name in `Host` still is the site's.
///
/// Allowed are the names of the loopback interface (`localhost`, `*.localhost`: RFC 6761, 6.3), every IP address, and what
/// the settings name. An address in `Host` is where the browser has connected to; no DNS answer can change that.
package struct AllowedHosts: Hashable, Sendable {
    private var names: Set<Substring> = ["localhost", "127.0.0.1", "[::1]"]
    /// With their leading dot.
    private var suffixes: [Substring] = [".localhost"]

    /// - Parameter patterns: what is allowed beside what always is.
    package init(_ patterns: [HostPattern] = []) {
        for pattern in patterns {
            switch pattern {
            case .name(let name): names.insert(name)
            case .below(let suffix): suffixes.append(suffix)
            }
        }
    }

    /// - Parameter host: as `Authority` gives it.
    package func contains(_ host: Substring) -> Bool {
        names.contains(host) || Self.isAddress(host) || suffixes.contains { HostPattern.below($0).matches(host) }
    }

    /// Whether this is an IPv4 address in the one way in which browsers write them, or an IPv6 address in brackets.
    private static func isAddress(_ host: Substring) -> Bool {
        var address = in6_addr()
        guard let first = host.utf8.first else { return false }
        if first == UInt8(ascii: "[") {
            return inet_pton(AF_INET6, String(host.dropFirst().dropLast()), &address) == 1
        }
        // Names that begin otherwise need not be copied for C.
        return 0x30...0x39 ~= first && inet_pton(AF_INET, String(host), &address) == 1
    }
}

/// One entry of a list of hosts, written as in nginx's `server_name`.
package enum HostPattern: Hashable, Sendable {
    case name(Substring)
    /// All names that end with this, its leading dot included.
    case below(Substring)

    /// Reads a name such as `reels.example.org`, or `*.example.org` for all names below one.
    ///
    /// - Returns: `nil` for what can be no host's name: `*` alone, nginx's `_` and regular expressions, a port, a path.
    package init?(_ text: String) {
        let isBelow = text.hasPrefix("*.")
        guard let authority = Authority(text.dropFirst(isBelow ? 2 : 0)), authority.port == nil, authority.host != "_",
            !authority.host.hasPrefix("."), !authority.host.contains("..")
        else { return nil }
        self = isBelow ? .below("." + authority.host) : .name(authority.host)
    }

    package func matches(_ host: Substring) -> Bool {
        switch self {
        case .name(let name): host == name
        case .below(let suffix): host.utf8.count > suffix.utf8.count && host.hasSuffix(suffix)
        }
    }
}
