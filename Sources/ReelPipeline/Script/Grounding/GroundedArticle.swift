import Foundation
import ReelCore

/// An article prepared for two questions: where a scene comes from, and whether what it states stands there.
package struct GroundedArticle: Sendable {
    package let article: Article
    let tokens: [TextToken]
    /// The keys of `tokens` as numbers, for quick comparison.
    let ids: [Int]
    let numbers: [String: Int]
    /// Where each key stands in `tokens`.
    let places: [[Int]]
    /// Beginnings of the keys, of four letters or more, that leave out two at most: Berlin of Berliner.
    let roots: Set<String>
    /// Keys of what stands beside the text and may be said too: title, site, author, date.
    let outside: [String]
    let outsideKeys: Set<String>
    let outsideStems: Set<String>
    /// The sentences of the text, as ranges of `tokens`.
    let sentences: [Range<Int>]
    let stems: [Set<String>]
    /// The numbers of the text and of what stands beside it.
    let statedNumbers: StatedNumbers
    private let scalars: [Unicode.Scalar]

    package init(_ article: Article) {
        self.article = article
        // What speaks to programs is no source for anything.
        tokens = TextTokens.all(in: PromptInjection.blanked(article.text))
        var numbers: [String: Int] = [:]
        var places: [[Int]] = []
        var ids: [Int] = []
        ids.reserveCapacity(tokens.count)
        for (place, token) in tokens.enumerated() {
            let id = numbers[token.key] ?? numbers.count
            if id == places.count {
                numbers[token.key] = id
                places.append([])
            }
            places[id].append(place)
            ids.append(id)
        }
        self.numbers = numbers
        self.places = places
        self.ids = ids
        let around = [article.title, article.siteName, article.byline, article.published].compactMap(\.self)
        let beside = TextTokens.all(in: around.joined(separator: "\n"))
        outside = beside.map(\.key)
        outsideKeys = Set(outside)
        outsideStems = Set(beside.compactMap(Self.stem))
        roots = Self.roots(numbers.keys)
        statedNumbers = StatedNumbers(
            NumberClaims.all(in: tokens, reach: 4) + NumberClaims.all(in: beside, reach: 4))
        sentences = Self.sentences(tokens)
        stems = sentences.map { [tokens] range in Set(tokens[range].compactMap(Self.stem)) }
        scalars = Array(article.text.unicodeScalars)
    }

    /// A range of `tokens` as a piece of the text, closing marks included.
    func span(_ range: Range<Int>) -> SourceSpan {
        let start = tokens[range.lowerBound].start
        var end = tokens[range.upperBound - 1].end
        let limit = range.upperBound < tokens.count ? tokens[range.upperBound].start : scalars.count
        while end < limit, ".!?%\u{2026}\"'\u{201D}\u{2019})".unicodeScalars.contains(scalars[end]) { end += 1 }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[start..<end])
        return SourceSpan(start: start, end: end, text: String(text))
    }

    static func stem(_ token: TextToken) -> String? {
        token.key.count > 1 && !Terms.isStopWord(token.key) ? Terms.stem(token.key) : nil
    }

    private static func roots(_ keys: some Sequence<String>) -> Set<String> {
        var roots: Set<String> = []
        for key in keys {
            var rest = Substring(key)
            for _ in 0...2 where rest.count >= 4 {
                roots.insert(String(rest))
                rest = rest.dropLast()
            }
        }
        return roots
    }

    /// Words. A text without full stops is cut after so many: a span is stored with the script, once for each scene.
    private static let longestSentence = 200

    /// A rough cut is enough here: spans may hold a sentence too many, and half of one only where it has no end.
    private static func sentences(_ tokens: [TextToken]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = 0
        for index in tokens.indices.dropFirst()
        where tokens[index].opensSentence && (tokens[index].isCapital || tokens[index].isNumber) && index - start >= 4
            || index - start >= longestSentence
        {
            ranges.append(start..<index)
            start = index
        }
        if start < tokens.count { ranges.append(start..<tokens.count) }
        return ranges
    }
}
