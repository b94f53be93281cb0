/// libxml2 compares each attribute of an element with all before it: 400,000 attributes in one tag cost it minutes
/// (2.9.14). Real tags have fewer than fifty.
enum AttributeFlood {
    private static let limit = 500

    /// - Returns: the page without what stands behind the first `limit` words of a tag; `nil` when there is no such tag.
    static func stem(_ html: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        var output: [UInt8]?
        var copied = 0
        var index = 0
        while index < html.count {
            guard html[index] == UInt8(ascii: "<"), index + 1 < html.count, isLetter(html[index + 1]) else {
                index += 1
                continue
            }
            let (cut, end) = tag(html, from: index + 1)
            if let cut {
                output = (output ?? []) + html[copied..<cut]
                copied = end
            }
            // What looks like tags in a program is none.
            index = isScript(html, at: index + 1) ? endOfScript(html, from: end) : end
        }
        return output.map { $0 + html[copied...] }
    }

    /// - Returns: where the tag has too many words, if it has, and the place of its `>` or the end of the page.
    private static func tag(_ html: UnsafeBufferPointer<UInt8>, from start: Int) -> (cut: Int?, end: Int) {
        var words = 0
        var cut: Int?
        var quote: UInt8 = 0
        var wasBlank = false
        var index = start
        while index < html.count {
            let byte = html[index]
            if quote != 0 {
                if byte == quote {
                    quote = 0
                    wasBlank = true  // the next name needs no blank before it
                }
            } else if byte == UInt8(ascii: ">") {
                return (cut, index)
            } else if byte <= 0x20 || byte == UInt8(ascii: "/") {
                wasBlank = true
            } else {
                // Quotes count only behind an equals sign; anywhere else they are part of a name.
                if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'"), html[index - 1] == UInt8(ascii: "=") {
                    quote = byte
                } else if wasBlank {
                    words += 1
                    if words > limit, cut == nil { cut = index }
                }
                wasBlank = false
            }
            index += 1
        }
        return (cut, index)
    }

    private static func isScript(_ html: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        matches(html, "script", at: index)
    }

    private static func endOfScript(_ html: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var index = start
        while index < html.count {
            if html[index] == UInt8(ascii: "<"), matches(html, "/script", at: index + 1) { return index }
            index += 1
        }
        return index
    }

    private static func matches(_ html: UnsafeBufferPointer<UInt8>, _ word: StaticString, at index: Int) -> Bool {
        guard index + word.utf8CodeUnitCount <= html.count else { return false }
        return (0..<word.utf8CodeUnitCount).allSatisfy { html[index + $0] | 0x20 == word.utf8Start[$0] | 0x20 }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
    }
}
