import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// An IP address as bits.
package enum IPAddress: Hashable, Sendable {
    case v4(UInt32)
    case v6(high: UInt64, low: UInt64)

    /// Reads dotted or colon notation as `inet_pton` does; the sloppy forms of v4 (octal, hex, short) are `nil`.
    package init?(_ text: String) {
        var v4 = in_addr()
        var v6 = in6_addr()
        if inet_pton(AF_INET, text, &v4) == 1 {
            self = .v4(UInt32(bigEndian: v4.s_addr))
        } else if inet_pton(AF_INET6, text, &v6) == 1 {
            self.init(v6)
        } else {
            return nil
        }
    }

    /// - Parameter address: a `sockaddr_in` or `sockaddr_in6`, whole.
    package init?(family: Int32, socketAddress address: UnsafeRawPointer) {
        switch family {
        case AF_INET: self = .v4(UInt32(bigEndian: address.loadUnaligned(as: sockaddr_in.self).sin_addr.s_addr))
        case AF_INET6: self.init(address.loadUnaligned(as: sockaddr_in6.self).sin6_addr)
        default: return nil
        }
    }

    private init(_ address: in6_addr) {
        let (high, low) = withUnsafeBytes(of: address) { bytes in
            (bytes.loadUnaligned(as: UInt64.self), bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        }
        self = .v6(high: UInt64(bigEndian: high), low: UInt64(bigEndian: low))
    }

    /// The v4 address inside `::ffff:0:0/96`, which the kernel connects to as if it were plain v4.
    package var unmapped: IPAddress {
        if case .v6(0, let low) = self, low >> 32 == 0xffff { .v4(UInt32(truncatingIfNeeded: low)) } else { self }
    }
}

/// Which addresses a stranger's URL may lead to: those of the public internet, and no others.
///
/// The ranges are those of the IANA special-purpose address registries (iana-ipv4-special-registry and
/// iana-ipv6-special-registry, read 2026-11). The filter sees addresses after name resolution, so decimal, octal or
/// hexadecimal spellings and names that point inwards make no difference.
package enum AddressFilter {
    /// What kind of address it is that must not be reached, or `nil` when it is public.
    package static func refusal(of address: IPAddress) -> String? {
        switch address.unmapped {
        case .v4(let bits): v4Ranges.first { $0.contains(bits) }?.name
        case .v6(let high, let low): refusal(high: high, low: low)
        }
    }

    private struct V4Range {
        let base: UInt32
        let prefix: UInt32
        let name: String

        init(_ a: UInt32, _ b: UInt32, _ c: UInt32, prefix: UInt32, _ name: String) {
            base = a << 24 | b << 16 | c << 8
            self.prefix = prefix
            self.name = name
        }

        func contains(_ bits: UInt32) -> Bool {
            (bits ^ base) >> (32 - prefix) == 0
        }
    }

    private static let v4Ranges = [
        V4Range(0, 0, 0, prefix: 8, "unspecified"),
        V4Range(10, 0, 0, prefix: 8, "private"),
        V4Range(100, 64, 0, prefix: 10, "carrier-grade NAT"),
        V4Range(127, 0, 0, prefix: 8, "loopback"),
        V4Range(169, 254, 0, prefix: 16, "link-local"),
        V4Range(172, 16, 0, prefix: 12, "private"),
        V4Range(192, 0, 0, prefix: 24, "reserved"),
        V4Range(192, 0, 2, prefix: 24, "documentation"),
        V4Range(192, 88, 99, prefix: 24, "translated (6to4 relay)"),
        V4Range(192, 168, 0, prefix: 16, "private"),
        V4Range(198, 18, 0, prefix: 15, "benchmarking"),
        V4Range(198, 51, 100, prefix: 24, "documentation"),
        V4Range(203, 0, 113, prefix: 24, "documentation"),
        V4Range(224, 0, 0, prefix: 4, "multicast"),
        V4Range(240, 0, 0, prefix: 4, "reserved"),
    ]

    /// Global unicast is `2000::/3`; all else is refused without a list. The names are for the message.
    private static func refusal(high: UInt64, low: UInt64) -> String? {
        switch high >> 48 {
        case 0x2001 where (high >> 32) & 0xffff == 0xdb8: return "documentation"
        case 0x2001 where (high >> 32) & 0xffff == 0: return "translated (Teredo)"
        case 0x2001 where (high >> 32) & 0xffff < 0x200: return "reserved"
        case 0x2002: return "translated (6to4)"
        case 0x3fff where (high >> 44) & 0xf == 0: return "documentation"
        case 0x2000...0x3fff: return nil
        case 0x64: return "translated (NAT64)"
        case 0xfc00...0xfdff: return "private"
        case 0xfe80...0xfebf: return "link-local"
        case 0xfec0...0xfeff: return "private"
        case 0xff00...0xffff: return "multicast"
        case 0 where high == 0 && low == 0: return "unspecified"
        case 0 where high == 0 && low == 1: return "loopback"
        default: return "reserved"
        }
    }
}
