import Foundation
import ReelCore
import ReelText

/// Something that a scene states and the article does not.
package struct UnsupportedClaim: Hashable, Sendable {
    package enum Kind: String, Sendable {
        case number, name, date, quotation
        /// Nothing in the article is about this.
        case content
    }

    package var kind: Kind
    package var text: String

    package init(kind: Kind, text: String) {
        self.kind = kind
        self.text = text
    }
}

extension GroundedArticle {
    /// What a scene states in numbers, names, dates and quotations that do not stand in the article.
    ///
    /// Only what can be compared word by word is judged. That a scene puts true names and numbers together wrongly is
    /// not seen, unless the parts of one name come from different people.
    package func unsupportedClaims(in scene: String) -> [UnsupportedClaim] {
        let words = TextTokens.all(in: scene)
        return quotations(in: scene) + numbers(in: words) + dates(in: words) + names(in: words) + content(of: words)
    }

    // MARK: Quotations

    private func quotations(in scene: String) -> [UnsupportedClaim] {
        Self.quoted(scene).filter { quotation in
            let wanted = TextTokens.all(in: quotation).map(\.key)
            guard !wanted.isEmpty else { return false }
            return !stands(wanted) && !Self.contains(outside, wanted)
        }.map { UnsupportedClaim(kind: .quotation, text: $0) }
    }

    /// Whether words stand side by side in the text.
    private func stands(_ wanted: [String]) -> Bool {
        let known = wanted.compactMap { numbers[$0] }
        return known.count == wanted.count && Self.contains(ids, known)
    }

    /// What stands between quotation marks.
    static func quoted(_ text: String) -> [String] {
        var found: [String] = []
        var open: String.Index?
        var closer: Character = "\""
        for index in text.indices {
            let character = text[index]
            if let start = open {
                if character == closer {
                    found.append(String(text[start..<index]))
                    open = nil
                }
            } else if character == "\"" || character == "\u{201C}" {
                open = text.index(after: index)
                closer = character == "\"" ? "\"" : "\u{201D}"
            }
        }
        return found
    }

    // MARK: Numbers

    private func numbers(in words: [TextToken]) -> [UnsupportedClaim] {
        let said = NumberClaims.all(in: words)
        guard !said.isEmpty else { return [] }
        let isPair = ["both", "pair", "couple", "twice", "double", "twin", "twins"].contains { numbers[$0] != nil }
        return said.filter { claim in
            // "One of them" is no number.
            if !claim.isDigits, claim.value <= 1 { return false }
            if claim.value == 2, isPair { return false }
            return !statedNumbers.contain(claim)
        }.map { UnsupportedClaim(kind: .number, text: Self.text(words[$0.range])) }
    }

    private static func text(_ tokens: ArraySlice<TextToken>) -> String {
        tokens.map { String($0.text) }.joined(separator: " ")
    }

    // MARK: Dates

    private func dates(in words: [TextToken]) -> [UnsupportedClaim] {
        words.filter { word in
            guard let forms = Self.dateForms(word.key), word.isCapital || Self.relativeDays.contains(word.key) else {
                return false
            }
            return !forms.contains { knows($0) } && !isMonthOfPublication(forms)
        }.map { UnsupportedClaim(kind: .date, text: String($0.text)) }
    }

    private func isMonthOfPublication(_ forms: [String]) -> Bool {
        guard let parts = article.published?.split(separator: "-"), parts.count >= 2, let month = Int(parts[1]),
            (1...12).contains(month)
        else { return false }
        return forms.contains(CalendarWords.months[month - 1])
    }

    func knows(_ key: String) -> Bool {
        numbers[key] != nil || outsideKeys.contains(key)
    }

    /// The ways in which a month or a day can be written; `nil` for any other word.
    static func dateForms(_ key: String) -> [String]? {
        if relativeDays.contains(key) { return [key] }
        guard key.count >= 3 else { return nil }
        for name in CalendarWords.months + CalendarWords.weekdays
        where name.hasPrefix(key) && (key == name || key.count <= 5) {
            return [name] + (3...5).map { String(name.prefix($0)) }
        }
        return nil
    }

    private static let relativeDays: Set<String> = ["yesterday", "tomorrow", "tonight"]

    // MARK: Content

    /// A scene whose content words, three or more, hardly stand in any three sentences together.
    private func content(of words: [TextToken]) -> [UnsupportedClaim] {
        let others = words.filter { word in Self.stem(word).map { !outsideStems.contains($0) } ?? false }
        guard Set(others.compactMap(Self.stem)).count >= 3, (bestOverlap(words)?.share ?? 0) < 0.2 else { return [] }
        return [UnsupportedClaim(kind: .content, text: Self.text(words[...]))]
    }
}
