import ReelCore

/// Emphasis, links, pictures and code within a line of Markdown, read in one pass: where the next closing sign stands is
/// looked up once and kept until the reader has come past it.
struct MarkdownInline {
    private let source: [Character]
    private var index = 0
    private var text: [Character] = []
    private var images: [ArticleImage] = []
    private var bracket = NextPlace("]")
    private var parenthesis = NextPlace(")")
    private var angle = NextPlace(">")

    /// The longest words of a link, and the longest address behind them, in characters.
    private static let longestWords = 2_000
    private static let longestTarget = 4_000

    private init(_ source: some Sequence<Character>) {
        self.source = Array(source)
    }

    /// - Returns: what is read aloud of a line, and the pictures in it: no more than an article has.
    static func plain(_ source: some Sequence<Character>) -> (text: String, images: [ArticleImage]) {
        var reader = MarkdownInline(source)
        while reader.index < reader.source.count { reader.step() }
        return (String(reader.text), reader.images)
    }

    private mutating func step() {
        let character = source[index]
        let next = sign(at: index + 1)
        switch character {
        case "\\" where next.map { $0.isPunctuation || $0.isSymbol } == true:
            // The guard has a next character.
            text.append(next!)
            index += 2
        case "!" where next == "[":
            readLink(from: index + 1, isImage: true)
        case "[":
            readLink(from: index, isImage: false)
        case "<" where next.map { $0.isLetter || $0 == "/" || $0 == "!" } == true:
            // A tag, or an address that cannot be spoken.
            if let end = angle.atOrBehind(index, in: source) { index = end + 1 } else { keep(character) }
        case "*", "`":
            // A star between blanks is a star.
            if character == "*", text.last == " ", next == " " { text.append(character) }
            skipRun(of: character)
        case "~" where next == "~": skipRun(of: character)
        case "_":
            var end = index
            while end < source.count, source[end] == "_" { end += 1 }
            if isEdge(text.last) || isEdge(sign(at: end)) { index = end } else { keep(character) }
        default: keep(character)
        }
    }

    private func sign(at place: Int) -> Character? { place < source.count ? source[place] : nil }

    private mutating func keep(_ character: Character) {
        text.append(character)
        index += 1
    }

    private mutating func skipRun(of character: Character) {
        while index < source.count, source[index] == character { index += 1 }
    }

    private func isEdge(_ character: Character?) -> Bool {
        character.map { !$0.isLetter && !$0.isNumber } ?? true
    }

    /// `[words](address "title")`, from its bracket on. What only begins like one stays as it is.
    private mutating func readLink(from open: Int, isImage: Bool) {
        guard let close = bracket.atOrBehind(open, in: source), close - open < Self.longestWords,
            sign(at: close + 1) == "(", let end = parenthesis.atOrBehind(close + 1, in: source),
            end - close <= Self.longestTarget
        else { return keep(source[index]) }
        let words = source[(open + 1)..<close]
        if isImage {
            addImage(address: String(source[(close + 2)..<end].prefix { $0 != " " }), alt: String(words))
        } else {
            text += Self.plain(words).text
        }
        index = end + 1
    }

    private mutating func addImage(address: String, alt: String) {
        guard images.count < ArticleImages.maximumCount,
            address.hasPrefix("http://") || address.hasPrefix("https://")
        else { return }
        // CommonMark 0.31, 6.3: entities count in addresses too.
        images.append(ArticleImage(url: address.unescapingHTML, alt: alt.isEmpty ? nil : alt))
    }
}

/// Where the next of one sign stands, asked for at places that never go back: all questions together cost one pass.
private struct NextPlace {
    private let sign: Character
    /// The place that was found last; the end of the text when there is no further one.
    private var found = -1

    init(_ sign: Character) {
        self.sign = sign
    }

    mutating func atOrBehind(_ start: Int, in source: [Character]) -> Int? {
        if found < start { found = source[min(start, source.count)...].firstIndex(of: sign) ?? source.count }
        return found < source.count ? found : nil
    }
}
