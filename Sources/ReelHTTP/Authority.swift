/// The host and the port that a `Host` header or an origin names (RFC 3986, 3.2.2 and 3.2.3).
package struct Authority: Hashable, Sendable {
    /// In lower case and without the dot that may end a DNS name; an IPv6 address keeps its brackets.
    package let host: Substring
    /// `nil` where the scheme's own port is meant.
    package let port: Int?

    /// Reads `example.org`, `example.org:8000`, `[::1]` and `[::1]:8000`.
    ///
    /// Works on bytes and copies nothing unless there are capital letters: every request passes here.
    ///
    /// - Returns: `nil` for anything else, such as a list, user information, a path, or letters outside of ASCII.
    package init?(_ text: Substring) {
        let bytes = text.utf8
        let isIPv6 = bytes.first == UInt8(ascii: "[")
        let end =
            isIPv6
            ? bytes.firstIndex(of: UInt8(ascii: "]")).map(bytes.index(after:))
            : bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.endIndex
        guard let end else { return nil }
        let name = isIPv6 ? bytes[..<end].dropFirst().dropLast() : bytes[..<end]
        guard name.allSatisfy(isIPv6 ? Self.isOfIPv6 : Self.isOfName) else { return nil }
        let rest = bytes[end...]
        port = Self.port(rest)
        guard port != nil || rest.isEmpty else { return nil }

        var host = text[..<end]
        if !isIPv6, bytes[..<end].last == UInt8(ascii: ".") { host = host.dropLast() }
        guard !host.isEmpty else { return nil }
        self.host = host.utf8.contains(where: Self.isCapital) ? Substring(host.lowercased()) : host
    }

    /// Reads `:` and a number from 1 to 65535.
    private static func port(_ text: Substring.UTF8View) -> Int? {
        let digits = text.dropFirst()
        // The initialiser of the number would take a sign as well.
        guard text.first == UInt8(ascii: ":"), digits.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = UInt16(Substring(digits)), number > 0
        else { return nil }
        return Int(number)
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func isOfIPv6(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ":"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    private static func isCapital(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }
}
