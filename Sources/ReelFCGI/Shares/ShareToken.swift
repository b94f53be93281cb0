import Foundation
import ReelCache

/// What makes a link to one video unguessable: 24 random bytes of the system's generator, in the alphabet of addresses
/// (base64url, RFC 4648, 5). It is told once, to whoever makes the link; kept is its hash. A hash without salt and without cost
/// is enough for 192 random bits.
package struct ShareToken: Hashable, Sendable {
    /// 32 letters, digits, hyphens and underscores.
    package let text: String

    package init() {
        var generator = SystemRandomNumberGenerator()
        let bytes = Data((0..<24).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
        text = bytes.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
    }

    /// - Returns: `nil` for what no token is.
    package init?(_ text: String) {
        guard text.utf8.count == 32, text.utf8.allSatisfy(Self.isOfToken) else { return nil }
        self.text = text
    }

    /// SHA-256 in hexadecimal.
    package var hash: String {
        var digest = SHA256Digest()
        digest.update(Data(text.utf8))
        return digest.finish()
    }

    /// Of the page for people.
    package var path: String { "/s/\(text)" }

    private static func isOfToken(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
