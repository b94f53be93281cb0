/// The marks of written text, one set for each question.
///
/// By scalars: hashing and comparing characters costs ten times as much, and every character of an article is asked about.
package enum Punctuation {
    /// Ends of sentences in all scripts that are read: Latin, Greek and Cyrillic, Arabic and Urdu, Devanagari, Chinese and
    /// Japanese.
    package static func isSentenceEnd(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case ".", "!", "?", "\u{2026}", "\u{61F}", "\u{6D4}", "\u{964}", "\u{3002}", "\u{FF01}", "\u{FF1F}",
            // Khmer and Burmese.
            "\u{17D4}", "\u{17D5}", "\u{104B}":
            true
        default: false
        }
    }

    /// Marks within a sentence at which a reader pauses.
    package static func isClauseEnd(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case ",", ";", ":", "\u{2013}", "\u{2014}", "\u{60C}", "\u{61B}", "\u{3001}", "\u{FF0C}": true
        default: false
        }
    }

    /// Quotation marks and brackets that may close behind the mark that ends a sentence.
    package static func isCloser(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\"", "'", "\u{201D}", "\u{2019}", "\u{BB}", ")", "]", "\u{300D}", "\u{300F}", "\u{FF09}", "\u{3011}",
            "\u{300B}":
            true
        default: false
        }
    }

    /// The same, with those that close in German („…“) and Danish (»…«) and open elsewhere.
    package static func isCloserOfAnyLanguage(_ scalar: Unicode.Scalar) -> Bool {
        isCloser(scalar) || scalar == "\u{201C}" || scalar == "\u{AB}"
    }

    package static func isOpener(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\"", "'", "\u{201C}", "\u{2018}", "\u{AB}", "(", "[", "\u{300C}", "\u{300E}", "\u{FF08}", "\u{3010}",
            "\u{300A}":
            true
        default: false
        }
    }

    package static func isDash(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\u{2014}" || scalar == "\u{2013}" || scalar == "-"
    }

    package static func isApostrophe(_ scalar: Unicode.Scalar) -> Bool { scalar == "'" || scalar == "\u{2019}" }

    /// The apostrophes that words may hold, as `Words.all` takes them.
    package static let apostrophes: Set<Unicode.Scalar> = ["'", "\u{2019}"]

    /// The last mark or letter of a word or text, closing quotation marks and brackets left out.
    package static func lastMark(of text: some StringProtocol) -> Unicode.Scalar? {
        text.unicodeScalars.last { !isCloser($0) }
    }

    /// A word without the quotation marks and brackets that close behind it.
    package static func withoutClosers(_ word: String) -> String {
        guard let last = word.unicodeScalars.lastIndex(where: { !isCloser($0) }) else { return "" }
        return String(word.unicodeScalars[...last])
    }

    /// Whether a text ends as a sentence does, quotation marks and brackets left out.
    package static func endsSentence(_ text: some StringProtocol) -> Bool {
        lastMark(of: text).map { isSentenceEnd($0) || hasNoSentenceEnd($0) } ?? false
    }

    /// Thai and Lao, which end sentences with a space.
    package static func hasNoSentenceEnd(_ scalar: Unicode.Scalar) -> Bool { (0xE01...0xEDF).contains(scalar.value) }

    /// Marks behind which a sentence may begin without a space: Chinese and Japanese.
    package static func isFullWidthEnd(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\u{3002}" || scalar == "\u{FF01}" || scalar == "\u{FF1F}"
    }
}

extension Character {
    package var isSentenceEnd: Bool { Punctuation.isSentenceEnd(unicodeScalars.first!) }
    package var isClosingMark: Bool { Punctuation.isCloser(unicodeScalars.first!) }
    package var isOpeningMark: Bool { Punctuation.isOpener(unicodeScalars.first!) }
}
