/// How strongly a word is divided from the next one, by its punctuation and by what it is: where captions, cues and cards
/// may be cut. `ClauseSplitter` weighs more than neighbours and cuts whole sentences.
package enum PhraseBreak: Int, Comparable, Sendable {
    /// The next word goes on.
    case none
    /// A comma, a dash, a colon, a semicolon.
    case clause
    /// A period, a question or exclamation mark, an ellipsis.
    case sentence

    /// By the mark that a word ends with, quotation marks and brackets left out. A period counts as the end of a sentence:
    /// ask `Abbreviation.endsInOwnPeriod` where that matters.
    package init(after word: some StringProtocol) {
        guard let mark = Punctuation.lastMark(of: word) else {
            self = .none
            return
        }
        self =
            Punctuation.isSentenceEnd(mark) ? .sentence : Punctuation.isClauseEnd(mark) ? .clause : .none
    }

    package static func < (left: PhraseBreak, right: PhraseBreak) -> Bool { left.rawValue < right.rawValue }

    /// Whether nothing should be cut off behind a word, because it belongs to the next one: an article, a preposition, a
    /// conjunction, an auxiliary verb, a determiner, a title.
    package static func isForbidden(after word: String) -> Bool {
        let lower = word.lowercased()
        return bound.contains(lower) || lower.hasSuffix(".") && Abbreviation.isTitle(String(lower.dropLast()))
            || lower == "st."
    }

    /// Whether a phrase on a screen is over behind a word: a mark, a closing quotation mark or a bracket stands there.
    package static func endsPhrase(_ word: String) -> Bool {
        word.last.map { ",.;:!?\u{2014}\u{2013}\u{201D})".contains($0) } ?? true
    }

    private static let bound: Set<String> = [
        // Articles, prepositions, conjunctions
        "a", "an", "the", "and", "or", "but", "nor", "of", "to", "in", "on", "at", "by", "for", "from", "with", "as",
        "that", "which", "who", "than", "into", "over", "about", "if", "when", "while", "because", "between", "per",
        // Auxiliary verbs
        "is", "are", "was", "were", "be", "been", "has", "have", "had", "will", "would", "can", "could", "may", "might",
        "must", "should", "do", "does", "did", "not", "no",
        // Determiners, degrees
        "its", "their", "his", "her", "our", "your", "my", "this", "these", "those", "every", "each", "some", "more",
        "most", "very",
    ]
}
