import Foundation
import ReelCore

extension Markup {
    /// JSON for a `script` element. There are no references in there: the element ends at the first `</script`, and `<!--`
    /// changes how the rest is read (HTML, 4.12.1.3). So the signs of markup are escaped as JSON does it.
    ///
    /// - Parameter value: what is encoded by `WireCoding`.
    package static func json(_ value: some Encodable) throws -> Markup {
        let encoded = try WireCoding.encode(value)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(encoded.count * 2)
        for byte in encoded {
            switch byte {
            case UInt8(ascii: "<"): bytes.append(contentsOf: #"\u003c"#.utf8)
            case UInt8(ascii: ">"): bytes.append(contentsOf: #"\u003e"#.utf8)
            case UInt8(ascii: "&"): bytes.append(contentsOf: #"\u0026"#.utf8)
            default: bytes.append(byte)
            }
        }
        return Markup(unescaped: String(decoding: bytes, as: UTF8.self))
    }
}
