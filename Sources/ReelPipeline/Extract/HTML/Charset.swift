import CHTML
import Foundation
import ReelText

#if canImport(Glibc)
    import Glibc
#endif

/// Turns a page's bytes into text as browsers do (https://html.spec.whatwg.org/#determining-the-character-encoding):
/// byte order mark, then the `Content-Type` header, then the page's own `meta`, and windows-1252 where nothing is said.
package enum Charset {
    package static func decode(_ data: Data, contentType: String?) -> String {
        if let (encoding, length) = byteOrderMark(data) {
            return text(data.dropFirst(length), encoding)
        }
        if let label = label(inContentType: contentType), let encoding = encoding(label) {
            return text(data, encoding)
        }
        // A page that says nothing and is valid UTF-8 is UTF-8: the chance of other text being so is negligible.
        if let encoding = declared(in: data) { return text(data, encoding) }
        return String(validating: data, as: UTF8.self) ?? text(data, "WINDOWS-1252")
    }

    /// Decodes XML: byte order mark, then what its declaration says (https://www.w3.org/TR/xml/#NT-EncodingDecl). Only what
    /// browsers know is an encoding. Others, such as UTF-7 and those of EBCDIC, would show the parser markup that nobody
    /// has looked at before it.
    static func decodeXML(_ data: Data) -> String {
        if let (encoding, length) = byteOrderMark(data) { return text(data.dropFirst(length), encoding) }
        let declaration = String(decoding: data.prefix(200), as: Unicode.UTF8.self).prefix { $0 != ">" }
        if let label = declaration.firstMatch(of: /encoding\s*=\s*["']([A-Za-z0-9._-]+)["']/)?.1,
            let encoding = encoding(String(label)), !encoding.hasPrefix("UTF-16"), encoding != "replacement"
        {
            return text(data, encoding)
        }
        return String(validating: data, as: UTF8.self) ?? text(data, "WINDOWS-1252")
    }

    // MARK: What the page and its server say

    private static func byteOrderMark(_ data: Data) -> (encoding: String, length: Int)? {
        let head = [UInt8](data.prefix(3))
        if head == [0xef, 0xbb, 0xbf] { return ("UTF-8", 3) }
        if head.starts(with: [0xfe, 0xff]) { return ("UTF-16BE", 2) }
        if head.starts(with: [0xff, 0xfe]) { return ("UTF-16LE", 2) }
        return nil
    }

    /// The `charset` of a `Content-Type`, quoted or not.
    package static func label(inContentType contentType: String?) -> String? {
        guard let lower = contentType?.lowercased(), let found = lower.range(of: "charset") else { return nil }
        let rest = lower[found.upperBound...].drop { $0.isWhitespace }
        guard rest.first == "=" else { return nil }
        let value = rest.dropFirst().drop { $0.isWhitespace || $0 == "\"" || $0 == "'" }
        let label = value.prefix { !$0.isWhitespace && $0 != ";" && $0 != "\"" && $0 != "'" && $0 != ">" && $0 != "/" }
        return label.isEmpty ? nil : String(label)
    }

    /// Looks for `<meta charset=…>` or `<meta … content="…; charset=…">` where browsers look, and a little further:
    /// comments and scripts push it down on real pages.
    private static func declared(in data: Data) -> String? {
        let head = [UInt8](data.prefix(8192))
        return head.withUnsafeBufferPointer { head in
            var index = 0
            while let open = ByteSearch.first(UInt8(ascii: "<"), in: head, from: index) {
                index = open + 1
                guard ByteSearch.matches("meta", in: head, at: index) else { continue }
                let end = ByteSearch.first(UInt8(ascii: ">"), in: head, from: index) ?? head.count
                index = end  // tags do not nest
                let tag = String(decoding: head[open..<end], as: UTF8.self)
                guard let label = label(inContentType: tag), let encoding = encoding(label) else { continue }
                // A page whose meta could be read as ASCII is not UTF-16, whatever it says.
                if encoding == "x-user-defined" { return "WINDOWS-1252" }
                return encoding.hasPrefix("UTF-16") ? "UTF-8" : encoding
            }
            return nil
        }
    }

    /// The encoding of a label, by the name that iconv knows; `nil` for a label that browsers do not know.
    package static func encoding(_ label: String) -> String? {
        encodings[label.trimmedBlanks.lowercased()]
    }

    // MARK: Decoding

    private static func text(_ data: Data, _ encoding: String) -> String {
        encoding == "UTF-8" ? String(decoding: data, as: UTF8.self) : convert(data, from: encoding)
    }

    /// Decodes with iconv; what it cannot read becomes U+FFFD.
    private static func convert(_ data: Data, from encoding: String) -> String {
        if encoding == "x-user-defined" {
            // Bytes above ASCII are code points of a private area.
            return String(
                String.UnicodeScalarView(
                    data.map { Unicode.Scalar($0 < 0x80 ? UInt32($0) : 0xF700 + UInt32($0)) ?? " " }))
        }
        if encoding == "replacement" { return data.isEmpty ? "" : "\u{FFFD}" }
        guard let converter = iconv_open("UTF-8", encoding), converter != iconv_t(bitPattern: -1) else {
            return String(decoding: data, as: UTF8.self)
        }
        defer { iconv_close(converter) }
        var output = [UInt8]()
        output.reserveCapacity(data.count + data.count / 4)
        var input = [CChar](data.map { CChar(bitPattern: $0) })
        var buffer = [CChar](repeating: 0, count: 65536)
        input.withUnsafeMutableBufferPointer { bytes in
            var next = bytes.baseAddress
            var left = bytes.count
            while left > 0 {
                let (result, written) = buffer.withUnsafeMutableBufferPointer { space -> (Int, Int) in
                    var end = space.baseAddress
                    var free = space.count
                    let result = iconv(converter, &next, &left, &end, &free)
                    return (result, space.count - free)
                }
                output.append(contentsOf: buffer[..<written].map { UInt8(bitPattern: $0) })
                // -1 with no room left in the buffer means only that; otherwise a byte that means nothing is skipped.
                if result == -1, errno != E2BIG, left > 0 {
                    if encoding.hasPrefix("WINDOWS-125"), let byte = next.map({ UInt8(bitPattern: $0.pointee) }),
                        (0x80...0x9f).contains(byte)
                    {
                        // The five holes of windows-1252 and its sisters are controls (WHATWG, "index-windows-1252").
                        output.append(contentsOf: [0xc2, byte])
                        next = next.map { $0 + 1 }
                        left -= 1
                        continue
                    }
                    output.append(contentsOf: [0xef, 0xbf, 0xbd])
                    next = next.map { $0 + 1 }
                    left -= 1
                }
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
