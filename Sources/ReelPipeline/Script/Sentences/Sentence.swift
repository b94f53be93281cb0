import Foundation
import ReelText

/// One sentence of an article, with what is known about it before any is chosen.
package struct Sentence: Sendable {
    package var text: String
    /// Place in the article, from 0, counting all sentences.
    package var index: Int
    /// The paragraph's place.
    package var paragraph: Int
    package var wordCount: Int
    /// As they are compared (`Terms`).
    package var words: [String]
    /// Content words as stems, with repetitions.
    package var terms: [String]
    /// Whether it can be understood without the sentence before it.
    package var isSelfContained: Bool
}

package enum Sentences {
    /// The sentences of an article that can be spoken; the others keep their number, so that neighbours can be told.
    package static func all(in paragraphs: [String]) -> [Sentence] {
        var sentences: [Sentence] = []
        var index = 0
        for (paragraph, text) in paragraphs.enumerated() {
            for raw in SentenceSplitter.sentences(of: text) {
                defer { index += 1 }
                guard let spoken = ContextDependence.withoutConnective(withoutAside(raw)), isSpeakable(spoken) else {
                    continue
                }
                let words = Terms.words(in: spoken)
                sentences.append(
                    Sentence(
                        text: spoken, index: index, paragraph: paragraph, wordCount: DictionaryWords.count(in: spoken),
                        words: words, terms: Terms.stems(of: words),
                        isSelfContained: ContextDependence.isSelfContained(spoken)))
            }
        }
        return sentences
    }

    /// A long sentence without what stands between two dashes: it can be read on a page, but is hard to follow by
    /// ear.
    package static func withoutAside(_ sentence: String) -> String {
        guard !sentence.isASCII, sentence.spacedWords.count > 16,
            sentence.unicodeScalars.count(where: { $0 == "\u{2014}" || $0 == "\u{2013}" }) == 2
        else { return sentence }
        return aside.replacing(in: sentence, with: " ")
    }

    /// Whether a sentence is whole, balanced and made of words.
    private static func isSpeakable(_ text: String) -> Bool {
        let words = text.spacedWords
        guard (4...60).contains(DictionaryWords.count(in: text)), Punctuation.endsSentence(text),
            !Boilerplate.isBoilerplate(text),
            !Boilerplate.hasAddress(text),
            !PromptInjection.isSuspicious(text)
        else { return false }
        let counts = CharacterCounts(text)
        guard counts.straightQuotes.isMultiple(of: 2), counts.openQuotes == counts.closeQuotes else { return false }
        let withDigits = words.count { $0.unicodeScalars.contains { $0.properties.numericType != nil } }
        guard counts.letters > 0, counts.capitals * 2 < counts.letters,
            withDigits == 0 || withDigits * 5 < DictionaryWords.count(in: text) * 2
        else {
            return false
        }
        // A sentence that begins in lower case has lost its beginning; iPhone and eBay have not.
        let first = words[0].filter(\.isLetter)
        if first.first?.isLowercase ?? false, !first.contains(where: \.isUppercase) { return false }
        if first.hasSuffix("ing"), !Verbs.hasAuxiliary(text) { return false }
        // "Transformed into graceful performers!"
        if first.hasSuffix("ed"), first.count > 4, words.count > 1, prepositions.contains(words[1]),
            !text.contains(","),
            !Verbs.hasAuxiliary(text)
        {
            return false
        }
        // Of scripts other than Latin nothing is known of verbs.
        return !fragment.matches(text) && (counts.asciiLetters * 2 < counts.letters || Verbs.hasOne(text))
    }

    private static let prepositions: Set<Substring> = [
        "into", "in", "by", "with", "on", "as", "at", "from", "to", "for",
    ]
    private static let aside = Pattern(
        "\\s*(?:\u{2014}|(?<=\\s)\u{2013}\\s)\\s*[^\u{2014}\u{2013}\u{201C}\u{201D}\".!?]{3,110}"
            + "(?:\u{2014}|(?<=\\s)\u{2013}\\s)\\s*")
    /// Parts of interviews and lists, and headings with a period.
    private static let fragment = Pattern(
        "^(?:[QA]: |[A-Z][\\w.\u{2019}-]+(?: [A-Z][\\w.\u{2019}-]+){0,3}: |(?:How|Why) [^?]*[^?]$|\\d+[.)] |"
            + "(?:Great|Perfect|Ideal|Available) (?:for|at|in|on|as|with|from) |"
            + "[\u{2013}\u{2014}-])",
        literals: .anywhere([
            ": ", "how ", "why ", "great ", "perfect ", "ideal ", "available ", ". ", ") ", "-", "\u{2013}", "\u{2014}",
        ])
    )
}

/// What a sentence is made of, counted in one pass.
private struct CharacterCounts {
    var letters = 0
    var asciiLetters = 0
    var capitals = 0
    var straightQuotes = 0
    var openQuotes = 0
    var closeQuotes = 0

    init(_ text: String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "a"..."z":
                letters += 1
                asciiLetters += 1
            case "A"..."Z":
                letters += 1
                asciiLetters += 1
                capitals += 1
            case "\"": straightQuotes += 1
            case "\u{201C}": openQuotes += 1
            case "\u{201D}": closeQuotes += 1
            default:
                guard !scalar.isASCII, scalar.properties.isAlphabetic else { continue }
                letters += 1
                if scalar.properties.isUppercase { capitals += 1 }
            }
        }
    }
}
