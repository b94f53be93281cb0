import Foundation

/// What somebody said, and who.
package enum QuotationPhrase {
    /// Words of a quotation that fills a screen and can be read while it is spoken.
    private static let words = 4...26
    private static let longest = 150
    private static let verbs = "(?:said|says|wrote|told\\s+\\w+|adds|added|explains|explained|warned|argues)"
    private static let word = "[A-Z][\\w'\u{2019}.-]*"
    /// One to four words with capitals, and the small ones that stand in names.
    private static let name =
        "(\(word)(?:\\s+(?:(?:van|von|de|der|den|del|da|di|du|la|le|al|bin)\\s+){0,2}\(word)){0,3})"
    private static let marks = "[\u{201D}\u{201C}\"\u{00BB}\u{00AB},.\\s]*"

    /// The first quotation of a text that can stand alone, without its quotation marks.
    package static func find(in text: String) -> String? {
        for pattern in [
            "\u{201C}([^\u{201C}\u{201D}]+)\u{201D}", "\"([^\"]+)\"", "\u{00AB}([^\u{00AB}\u{00BB}]+)\u{00BB}",
        ] {
            for found in matches(pattern, in: text) {
                let said = found.trimmingCharacters(in: CharacterSet(charactersIn: " ,;:\u{2014}\u{2013}-"))
                let count = said.split(whereSeparator: \.isWhitespace).count
                if words.contains(count), said.unicodeScalars.count <= longest { return said }
            }
        }
        return nil
    }

    /// Who says it, from the words around it: `said Ada Example`, `Ada Example said`, `according to Ada Example`.
    package static func speaker(of quotation: String, in text: String) -> String? {
        guard let place = text.range(of: quotation) else { return nil }
        // Scalars: a single character may be as long as the text.
        let after = String(text.unicodeScalars[place.upperBound...].prefix(120))
        let before = String(text.unicodeScalars[..<place.lowerBound].suffix(120))
        let patterns = [
            (after, "^\(marks)(?:\(verbs)|according\\s+to)\\s+\(name)"), (after, "^\(marks)\(name)\\s+\(verbs)\\b"),
            (before, "\(name)\\s+\(verbs)[^.]{0,24}$"), (before, "(?:[Aa]ccording\\s+to)\\s+\(name)\(marks)$"),
        ]
        for (part, pattern) in patterns {
            guard let match = matches(pattern, in: part).last else { continue }
            let name = match.trimmingCharacters(in: CharacterSet(charactersIn: " ,.;:"))
            // A sentence's first word, or somebody who is only meant, is no name.
            if name.count > 2, !pronouns.contains(name) { return name }
        }
        return nil
    }

    /// What the first group of a pattern of ours holds, at each place where it fits.
    private static func matches(_ pattern: String, in text: String) -> [String] {
        guard let expression = try? NSRegularExpression(pattern: pattern) else { return [] }
        let whole = NSRange(text.startIndex..., in: text)
        return expression.matches(in: text, range: whole).compactMap { match in
            Range(match.range(at: 1), in: text).map { String(text[$0]) }
        }
    }

    private static let pronouns: Set<String> = [
        "He", "She", "They", "It", "We", "You", "The", "But", "And", "That", "This", "Others", "Many", "Some", "One",
    ]
}
