import Configuration
import Foundation

/// Under which address clients reach this service from outside: what feeds, share pages and messages begin their links with.
///
/// | key | environment | default |
/// |---|---|---|
/// | `publicUrl` | `REEL_PUBLIC_URL` | none: where a request asks for the link, the name and the scheme by which it asked |
package struct PublicAddress: Hashable, Sendable, CustomStringConvertible {
    /// Scheme, host and port, such as `https://reels.example.org`; no slash at the end.
    package let base: String

    /// Where a service is reached that nobody has named.
    package static let localhost = PublicAddress(base: "http://localhost")

    private init(base: String) {
        self.base = base
    }

    /// Reads `https://reels.example.org` or `http://[::1]:8000/`.
    ///
    /// - Returns: `nil` for anything with a path, a query or a user, and for hosts that are not written in ASCII: the text goes
    ///   into XML, HTML and e-mail as it is.
    package init?(_ text: String) {
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            ["http", "https"].contains(scheme), let host = parts.encodedHost, !host.isEmpty,
            host.utf8.allSatisfy(Self.isOfHost), parts.user == nil, parts.password == nil, parts.query == nil,
            parts.fragment == nil, parts.path.isEmpty || parts.path == "/"
        else { return nil }
        let port = parts.port
        guard port.map({ (1...65_535).contains($0) }) ?? true else { return nil }
        base = "\(scheme)://\(host.lowercased())" + (port.map { ":\($0)" } ?? "")
    }

    /// The one that the settings name; `nil` when none is set.
    ///
    /// - Throws: `SettingsError`.
    package init?(_ config: ConfigReader) throws {
        let found = try SettingsReader(config).parsed(
            "publicUrl", expected: "an address without a path, such as https://reels.example.org"
        ) { text in PublicAddress(text) }
        guard let found else { return nil }
        self = found
    }

    /// The whole address of a path of this service.
    ///
    /// - Parameter path: begins with a slash, and is percent-encoded.
    package func absolute(_ path: String) -> String { base + path }

    package var description: String { base }

    private static func isOfHost(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"):
            true
        default: false
        }
    }
}
