import Foundation
import ReelCore
import ReelText

/// A written word as espeak-ng is given it. The engine reads numbers, signs and abbreviations by the rules of each language;
/// what is taken away here would be named ("asterisk"), or means something to the engine itself.
package struct EspeakText {
    /// NFC, without control characters and pictures; empty when nothing is left.
    let text: String
    /// Whether there is something to say, and not only to pause for.
    let isSpoken: Bool
    let endsWithPeriod: Bool
    private let endsLikeSentence: Bool
    private let startsSmall: Bool

    package init(_ written: String) {
        let kept = written.precomposedStringWithCanonicalMapping.unicodeScalars.filter { Self.isReadable($0) }
        var text = String(String.UnicodeScalarView(kept))
        isSpoken = text.contains { $0.isLetter || $0.isNumber }
        if isSpoken {
            text = String(text.map { Self.named.contains($0) ? " " : $0 })
        } else {
            // A dash that stands alone is a pause; the short one alone would be "minus".
            text = String(text.compactMap { $0 == "-" ? "\u{2013}" : Self.pauses.contains($0) ? $0 : nil })
        }
        self.text = text
        let mark = text.unicodeScalars.last { !Punctuation.isCloserOfAnyLanguage($0) }
        endsWithPeriod = mark == "."
        endsLikeSentence = mark.map(Punctuation.isSentenceEnd) ?? false
        startsSmall = text.first { $0.isLetter || $0.isNumber }?.isLowercase ?? false
    }

    /// As it is given after a period that ends no sentence: before a capital the engine would make a pause there, and take
    /// the day in "3. Mai" for a number.
    var continued: String {
        guard let first = text.first, first.isUppercase, text.dropFirst().first?.isLowercase == true else {
            return text
        }
        return first.lowercased() + text.dropFirst()
    }

    /// Whether a pause for breath belongs after this word. A period may also belong to an abbreviation, or, where a word
    /// such as "3." is a place in an order, to a number.
    package func endsSentence(before next: EspeakText?, in language: SpokenLanguage) -> Bool {
        guard let next else { return true }
        guard endsLikeSentence, !next.startsSmall else { return false }
        guard endsWithPeriod else { return true }
        let core = text.filter { $0.isLetter || $0.isNumber || $0 == "." }
        let word = core.hasSuffix(".") ? String(core.dropLast()) : core
        let beforeNumber = next.text.first?.isNumber == true
        if Abbreviation.expectsMore(word, beforeNumber: beforeNumber, in: language) { return false }
        return !(word.count <= 2 && !word.isEmpty && word.allSatisfy(\.isNumber))
    }

    /// Control characters are commands to the engine; pictures it would call by name, each in its language or not at all.
    private static func isReadable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .privateUse, .surrogate, .unassigned, .otherSymbol:
            // Degrees are said; zero-width joiners and non-joiners shape letters of several scripts.
            scalar == "\u{B0}" || scalar == "\u{200C}" || scalar == "\u{200D}"
        default: !scalar.properties.isVariationSelector && !scalar.properties.isEmojiModifier
        }
    }

    private static let named: Set<Character> = [
        "*", "_", "|", "~", "^", "`", "<", ">", "\\", "{", "}", "[", "]", "#",
    ]
    private static let pauses: Set<Character> = [
        ",", ";", ":", ".", "!", "?", "\u{2026}", "\u{2013}", "\u{2014}", "\u{61F}", "\u{964}", "\u{60C}",
    ]
}
