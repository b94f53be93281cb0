import Foundation

/// One sentence of an article, with what is known about it before any is chosen.
package struct Sentence: Sendable {
    package var text: String
    /// Place in the article, from 0, counting all sentences.
    package var index: Int
    /// The paragraph's place.
    package var paragraph: Int
    package var wordCount: Int
    /// Content words as stems, with repetitions.
    package var terms: [String]
    /// Whether it can be understood without the sentence before it.
    package var standsAlone: Bool
}

package enum Sentences {
    /// The sentences of an article that can be spoken; the others keep their number, so that neighbours can be told.
    package static func all(in paragraphs: [String]) -> [Sentence] {
        var sentences: [Sentence] = []
        var index = 0
        for (paragraph, text) in paragraphs.enumerated() {
            for raw in SentenceSplitter.sentences(of: text) {
                defer { index += 1 }
                guard let spoken = Standalone.repaired(withoutAside(raw)), isSpeakable(spoken) else { continue }
                sentences.append(
                    Sentence(
                        text: spoken, index: index, paragraph: paragraph,
                        wordCount: spoken.split(separator: " ").count, terms: Terms.stems(in: spoken),
                        standsAlone: Standalone.standsAlone(spoken)))
            }
        }
        return sentences
    }

    /// A long sentence without what stands between two dashes: it can be read on a page, but is hard to follow by
    /// ear.
    package static func withoutAside(_ sentence: String) -> String {
        guard sentence.split(separator: " ").count > 16,
            sentence.count(where: { $0 == "\u{2014}" || $0 == "\u{2013}" }) == 2
        else { return sentence }
        return aside.replacing(in: sentence, with: " ")
    }

    /// Whether a sentence is whole, balanced and made of words.
    private static func isSpeakable(_ text: String) -> Bool {
        let words = text.split(separator: " ")
        guard (4...60).contains(words.count), let last = text.last(where: { !"\"'\u{201D}\u{2019}\u{BB}".contains($0) })
        else { return false }
        guard ".!?\u{2026}".contains(last), !PageFurniture.isFurniture(text), !PageFurniture.hasAddress(text),
            !Injection.isSuspicious(text)
        else { return false }
        let straight = text.count { $0 == "\"" }
        guard straight.isMultiple(of: 2),
            text.count(where: { $0 == "\u{201C}" }) == text.count(where: { $0 == "\u{201D}" })
        else { return false }
        let letters = text.count(where: \.isLetter)
        let capitals = text.count(where: \.isUppercase)
        let withDigits = words.count { $0.contains(where: \.isNumber) }
        guard letters > 0, capitals * 2 < letters, withDigits * 5 < words.count * 2 else { return false }
        // A sentence that begins in lower case has lost its beginning; iPhone and eBay have not.
        let first = words[0].filter(\.isLetter)
        if first.first?.isLowercase ?? false, !first.contains(where: \.isUppercase) { return false }
        if first.hasSuffix("ing"), !Verbs.hasAuxiliary(text) { return false }
        return !fragment.matches(text) && Verbs.hasOne(text)
    }

    private static let aside = Pattern(
        "\\s*(?:\u{2014}|(?<=\\s)\u{2013}\\s)\\s*[^\u{2014}\u{2013}\u{201C}\u{201D}\".!?]{3,110}"
            + "(?:\u{2014}|(?<=\\s)\u{2013}\\s)\\s*")
    /// Parts of interviews and lists, and headings with a period.
    private static let fragment = Pattern(
        "^(?:[QA]: |[A-Z][\\w.\u{2019}-]+(?: [A-Z][\\w.\u{2019}-]+){0,3}: |(?:How|Why) [^?]*[^?]$|\\d+[.)] |"
            + "[\u{2013}\u{2014}-])"
    )
}
