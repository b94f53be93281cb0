import ReelText

/// Takes out of a page's bytes what no reader of it wants, before libxml2 spends its time on it.
///
/// - Programs, styles and comments are half of an average page, and the parser goes through them character by character.
/// - It compares each attribute of an element with all before it: 400,000 attributes in one tag cost it minutes (2.9.14).
///   Real tags have fewer than fifty.
enum PageTrimmer {
    /// Tags of the page's own elements (`html`, `head`, `body`) whose words are kept. The parser passes over repeated ones
    /// without a word, and keeps their words' names.
    private static let mostRootTags = 100
    /// Words of a tag that are kept.
    private static let mostWords = 500

    /// - Returns: the page without those parts; `nil` when there are none.
    static func trimmed(_ html: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        var output: [UInt8] = []
        var copied = 0
        var rootTags = 0
        func drop(_ range: Range<Int>) {
            if output.isEmpty { output.reserveCapacity(html.count) }
            output.append(contentsOf: html[copied..<range.lowerBound])
            copied = range.upperBound
        }
        var index = 0
        while let open = ByteSearch.first(UInt8(ascii: "<"), in: html, from: index) {
            index = open + 1
            guard index < html.count else { break }
            if html[index] == UInt8(ascii: "!") {
                guard let end = endOfComment(html, from: open) else { continue }
                drop(open..<end)
                index = end
            } else if isLetter(html[index]) {
                var (cut, end) = tag(html, from: index)
                if isRootName(html, at: index) {
                    rootTags += 1
                    if rootTags > mostRootTags { cut = min(index + 4, end) }
                }
                if let cut { drop(cut..<end) }
                index = end
                guard end < html.count, let name = rawName(html, at: open + 1, tagEnd: end) else { continue }
                // What looks like tags in a program is none.
                let close = endOfRaw(html, name, from: end)
                if close < html.count, !isData(html, open..<end) { drop(end + 1..<close) }
                index = close
            }
        }
        guard copied > 0 else { return nil }
        output.append(contentsOf: html[copied...])
        return output
    }

    // MARK: Tags

    /// - Returns: where the tag has too many words, if it has, and the place of its `>` or the end of the page.
    static func tag(_ html: UnsafeBufferPointer<UInt8>, from start: Int) -> (cut: Int?, end: Int) {
        var words = 0
        var cut: Int?
        var wasBlank = false
        var index = start
        while index < html.count {
            let byte = html[index]
            if byte == UInt8(ascii: ">") {
                return (cut, index)
            } else if byte <= 0x20 || byte == UInt8(ascii: "/") {
                wasBlank = true
            } else {
                // Quotes count only behind an equals sign; anywhere else they are part of a name.
                if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'"), html[index - 1] == UInt8(ascii: "=") {
                    guard let end = ByteSearch.first(byte, in: html, from: index + 1) else { return (cut, html.count) }
                    index = end
                    wasBlank = true  // the next name needs no blank before it
                } else {
                    if wasBlank {
                        words += 1
                        if words > mostWords, cut == nil { cut = index }
                    }
                    wasBlank = false
                }
            }
            index += 1
        }
        return (cut, index)
    }

    private static func isRootName(_ html: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        for name in ["html", "head", "body"] as [StaticString] where ByteSearch.matches(name, in: html, at: start) {
            return start + 4 >= html.count || !isLetter(html[start + 4])
        }
        return false
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
    }

    // MARK: Programs and styles

    /// The name of an element whose content is no markup; `nil` for any other, and for one that the parser takes for
    /// empty (`<script src="a.js"/>`).
    private static func rawName(_ html: UnsafeBufferPointer<UInt8>, at start: Int, tagEnd: Int) -> StaticString? {
        guard html[tagEnd - 1] != UInt8(ascii: "/") else { return nil }
        for (name, close) in [("script", "/script"), ("style", "/style")] as [(StaticString, StaticString)]
        where ByteSearch.matches(name, in: html, at: start) {
            let next = html[start + name.utf8CodeUnitCount]
            return next <= 0x20 || next == UInt8(ascii: ">") || next == UInt8(ascii: "/") ? close : nil
        }
        return nil
    }

    /// Where its end tag begins, or the end of the page.
    private static func endOfRaw(_ html: UnsafeBufferPointer<UInt8>, _ close: StaticString, from start: Int) -> Int {
        var index = start
        while let open = ByteSearch.first(UInt8(ascii: "<"), in: html, from: index) {
            if ByteSearch.matches(close, in: html, at: open + 1) { return open }
            index = open + 1
        }
        return html.count
    }

    /// Whether a `script` may hold data about the article.
    private static func isData(_ html: UnsafeBufferPointer<UInt8>, _ tag: Range<Int>) -> Bool {
        tag.contains { ByteSearch.matches("ld+json", in: html, at: $0) }
    }

    // MARK: Comments

    /// One behind a comment that begins at a place (https://html.spec.whatwg.org/#comments); `nil` when there is none. One
    /// that never ends takes the rest of the page, as in browsers and in the parser.
    private static func endOfComment(_ html: UnsafeBufferPointer<UInt8>, from open: Int) -> Int? {
        guard ByteSearch.matches("<!--", in: html, at: open) else { return nil }
        // `<!-->` is a whole one.
        var index = open + 2
        while let dash = ByteSearch.first(UInt8(ascii: "-"), in: html, from: index) {
            if ByteSearch.matches("-->", in: html, at: dash) { return dash + 3 }
            if dash > open + 2, ByteSearch.matches("--!>", in: html, at: dash) { return dash + 4 }
            index = dash + 1
        }
        return html.count
    }
}
