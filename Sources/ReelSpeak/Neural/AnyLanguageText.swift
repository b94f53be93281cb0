import ReelCore
import ReelSpeech

/// From written words to units in any language that espeak-ng reads: numbers, signs and abbreviations are left to it.
package enum AnyLanguageText {
    /// Those with something to say.
    package static func sentences(of written: [String], in language: SpokenLanguage) -> [[SpokenUnit]] {
        let texts = written.map(EspeakText.init)
        return SpeechSentence.cut(written.indices) { index in
            texts[index].endsSentence(before: index + 1 < texts.count ? texts[index + 1] : nil, in: language)
        }
        .map { units(of: $0, texts) }
        .filter { !$0.isEmpty }
    }

    private static func units(of sentence: [Int], _ texts: [EspeakText]) -> [SpokenUnit] {
        var units: [SpokenUnit] = []
        for (place, index) in sentence.enumerated() {
            let text = texts[index]
            let mark = mark(of: text.text, isLast: place == sentence.count - 1)
            guard text.isSpoken else {
                // A dash or a question mark that stands alone belongs to the word before it.
                if !units.isEmpty, units[units.count - 1].mark == nil { units[units.count - 1].mark = mark ?? "," }
                continue
            }
            let isContinued = place > 0 && texts[index - 1].endsWithPeriod
            var bare = bare(isContinued ? text.continued : text.text)
            // The period of an abbreviation, and of a place in an order, is read.
            if text.endsWithPeriod, place < sentence.count - 1 { bare += "." }
            if let last = units.last, last.mark == nil, (last.shares.last ?? 9) <= 3, isGroup(bare, after: last.text) {
                units[units.count - 1].text += bare
                units[units.count - 1].shares.append(bare.count)
            } else {
                units.append(SpokenUnit(word: index, shares: [max(1, bare.count)], text: bare))
            }
            if !(text.endsWithPeriod && place < sentence.count - 1) { units[units.count - 1].mark = mark }
        }
        return units
    }

    /// Whether digits go on with the number before: "1 250 000".
    private static func isGroup(_ text: String, after previous: String) -> Bool {
        text.prefix(3).count == 3 && text.prefix(3).allSatisfy(\.isNumber)
            && !text.dropFirst(3).contains { $0.isNumber } && previous.allSatisfy(\.isNumber) && previous.count <= 12
    }

    /// Without punctuation at either end; what stands within, as in "l'eau" or "3,5", is read.
    private static func bare(_ text: String) -> String {
        let isKept: (Character) -> Bool = { character in
            guard let scalar = character.unicodeScalars.first else { return false }
            switch scalar.properties.generalCategory {
            case .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation, .dashPunctuation:
                return false
            case .otherPunctuation: return "%&@".contains(character)
            default: return !character.isWhitespace
            }
        }
        guard let first = text.firstIndex(where: isKept), let last = text.lastIndex(where: isKept) else { return "" }
        // "-5" is read with its sign.
        let start =
            first > text.startIndex && text[first].isNumber && "-\u{2212}".contains(text[text.index(before: first)])
            ? text.index(before: first) : first
        return String(text[start...last])
    }

    /// What the networks know of the punctuation at a word's end.
    private static func mark(of text: String, isLast: Bool) -> Unicode.Scalar? {
        for scalar in text.unicodeScalars.reversed() {
            if let mark = marks[scalar] { return mark }
            if scalar.properties.isAlphabetic || scalar.properties.numericType != nil { break }
        }
        return isLast ? "." : nil
    }

    private static let marks: [Unicode.Scalar: Unicode.Scalar] = [
        ",": ",", ";": ";", ":": ":", ".": ".", "!": "!", "?": "?", "\u{2026}": ".", "\u{2013}": ",", "\u{2014}": ",",
        "\u{60C}": ",", "\u{61B}": ";", "\u{61F}": "?", "\u{964}": ".", "\u{37E}": "?", "\u{3002}": ".",
        "\u{3001}": ",",
    ]
}
