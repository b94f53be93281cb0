import CHTML
import Foundation
import ReelText

/// Makes a feed's ampersands well-formed before the XML parser sees them, and takes its comments out.
///
/// Many feeds are put together from strings, with addresses such as `http://example.org/?a=1&b=2` as they are. The parser
/// takes `&b` for an entity that it does not know and leaves it out, so that another address is fetched. It takes time by the
/// square of a comment that has hyphens in it: 90 s for 800 KB of `<!--` (libxml2 2.9.14). It also compares each attribute of
/// an element with all before it, so those beyond the first hundreds are taken out.
enum FeedMarkup {
    /// - Parameter xml: in UTF-8, whatever its declaration says.
    /// - Returns: the feed with `&amp;` for every ampersand that begins no reference of XML, and with numbers for HTML's
    ///   named characters, which XML does not know; without comments. Within CDATA sections, processing instructions and
    ///   the document type, which may declare entities of its own, nothing is changed.
    static func repaired(_ xml: Data) -> Data {
        xml.withUnsafeBytes { raw in
            let bytes = raw.bindMemory(to: UInt8.self)
            // A feed that declares entities of its own means them; the parser knows them.
            let declaresEntities = ByteSearch.holds(bytes, "<!ENTITY")
            var output = Data()
            var copied = 0
            var index = 0
            var ownReferences = 0
            var tagEnd = 0
            var cut: Int?
            func replace(_ range: Range<Int>, with text: String) {
                output.append(contentsOf: bytes[copied..<range.lowerBound])
                output.append(contentsOf: text.utf8)
                copied = range.upperBound
            }
            while index < bytes.count {
                if let start = cut, index >= start {
                    cut = nil
                    if index < tagEnd { replace(index..<tagEnd, with: "") }
                    index = max(index, tagEnd)
                } else if ByteSearch.matches("<!--", in: bytes, at: index) {
                    let end = end(of: "-->", in: bytes, from: index)
                    replace(index..<end, with: "")
                    index = end
                } else if bytes[index] == UInt8(ascii: "<") {
                    if let end = endOfOpaque(bytes, at: index) {
                        if isUnwanted(bytes, index..<end) { replace(index..<end, with: "") }
                        index = end
                        continue
                    }
                    index += 1
                    // What begins within a tag that goes on is looked at once.
                    if index > tagEnd, index < bytes.count, isNameByte(bytes[index]) {
                        (cut, tagEnd) = PageTrimmer.tag(bytes, from: index)
                    }
                } else if bytes[index] == ampersand {
                    switch reference(bytes, at: index) {
                    case .some(let reference) where reference.isNumber || predefined.contains(reference.name):
                        index = reference.end
                    case .some(let reference) where declaresEntities && ownReferences < mostOwnReferences:
                        ownReferences += 1
                        index = reference.end
                    case .some(let reference):
                        if let code = htmlEntityLookup(reference.name)?.pointee.value {
                            replace(index..<reference.end, with: "&#\(code);")
                        } else {
                            replace(index..<index + 1, with: "&amp;")
                        }
                        index = reference.end
                    case nil:
                        replace(index..<index + 1, with: "&amp;")
                        index += 1
                    }
                } else {
                    index += 1
                }
            }
            guard copied > 0 else { return xml }
            output.append(contentsOf: bytes[copied...])
            return output
        }
    }

    /// References to a feed's own entities that are left to the parser.
    private static let mostOwnReferences = 1_000
    /// Bytes of a document type that is left to the parser.
    private static let longestDocumentType = 65_536

    /// Processing instructions, which nobody reads, and a document type that is larger than any feed's: the parser keeps
    /// every name in them, and its table of names becomes slow.
    private static func isUnwanted(_ bytes: UnsafeBufferPointer<UInt8>, _ part: Range<Int>) -> Bool {
        if ByteSearch.matches("<?", in: bytes, at: part.lowerBound) {
            let isDeclaration = ByteSearch.matches("<?xml", in: bytes, at: part.lowerBound)
            return !isDeclaration || part.count > 5 && bytes[part.lowerBound + 5] > 0x20
        }
        return ByteSearch.matches("<!doctype", in: bytes, at: part.lowerBound) && part.count > longestDocumentType
    }

    private static let ampersand = UInt8(ascii: "&")
    /// The entities that XML itself has (https://www.w3.org/TR/xml/#sec-predefined-ent).
    private static let predefined: Set<String> = ["amp", "lt", "gt", "quot", "apos"]
    /// Longer than any name of HTML's and any number.
    private static let longestReference = 40

    private struct Reference {
        /// Without the signs around it; of a number, empty.
        var name: String
        var isNumber: Bool
        /// One behind the semicolon.
        var end: Int
    }

    /// The reference that an ampersand begins; `nil` for an ampersand that stands for itself.
    private static func reference(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Reference? {
        let limit = min(bytes.count, start + longestReference)
        guard let end = bytes[start + 1..<limit].firstIndex(where: { !isNameByte($0) && $0 != UInt8(ascii: "#") }),
            bytes[end] == UInt8(ascii: ";"), end > start + 1
        else { return nil }
        let name = String(decoding: bytes[start + 1..<end], as: UTF8.self)
        guard name.hasPrefix("#") else {
            let isName = name.first!.isLetter && !name.contains("#")
            return isName ? Reference(name: name, isNumber: false, end: end + 1) : nil
        }
        let digits = name.dropFirst()
        let code =
            digits.first == "x" || digits.first == "X" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        // XML has no capital X, no control characters and nothing beyond Unicode.
        guard let code, digits.first != "X", Unicode.Scalar(code) != nil, code >= 0x20 || [9, 10, 13].contains(code)
        else { return nil }
        return Reference(name: "", isNumber: true, end: end + 1)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
    }

    /// One behind a part in which ampersands are no markup; `nil` where none begins. One that never ends takes the rest.
    private static func endOfOpaque(_ bytes: UnsafeBufferPointer<UInt8>, at open: Int) -> Int? {
        for (opening, closing) in [("<![cdata[", "]]>"), ("<?", "?>")] as [(StaticString, String)]
        where ByteSearch.matches(opening, in: bytes, at: open) { return end(of: closing, in: bytes, from: open) }
        guard ByteSearch.matches("<!doctype", in: bytes, at: open) else { return nil }
        // With an internal subset its declarations stand in brackets.
        let close = ByteSearch.first(UInt8(ascii: ">"), in: bytes, from: open) ?? bytes.count
        guard bytes[open..<close].contains(UInt8(ascii: "[")) else { return min(close + 1, bytes.count) }
        return end(of: "]>", in: bytes, from: open)
    }

    private static func end(of closing: String, in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let rest = UnsafeBufferPointer(rebasing: bytes[start...])
        let found = closing.utf8.withContiguousStorageIfAvailable { ByteSearch.first($0, in: rest) } ?? nil
        return found.map { start + $0 + closing.utf8.count } ?? bytes.count
    }
}
