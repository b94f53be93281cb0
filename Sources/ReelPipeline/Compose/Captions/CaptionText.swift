import Foundation
import ReelASS
import ReelCore
import ReelText

/// Untrusted words, made harmless.
package enum CaptionText {
    /// The word without anything that cannot be seen or that would act on its neighbours: control characters, line
    /// breaks, and the controls that force a direction of writing (Unicode UAX #9). The direction of the word's own
    /// letters stays. Emoji are dropped: they are not spoken, and captions are drawn in one colour.
    package static func clean(_ word: String) -> String {
        var text = ""
        for character in word.precomposedStringWithCanonicalMapping {
            if let plain = withoutEmoji(character) { text += plain }
        }
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch (DisplayScalar(scalar), scalar.value) {
            case (.blank, _), (_, 0x202F): scalars.append(" ")
            // Soft hyphens, and the keycap that surrounds a digit.
            case (.hidden, _), (_, 0xAD), (_, 0x20E3): break
            case (.shown, _): scalars.append(scalar)
            }
        }
        return String(scalars).split(separator: " ").joined(separator: " ")
    }

    /// - Returns: `nil` for an emoji, of however many scalars; the digit of a keycap.
    private static func withoutEmoji(_ character: Character) -> String? {
        let scalars = character.unicodeScalars
        guard let first = scalars.first else { return nil }
        if first.isASCII { return String(character) }
        let isEmoji = scalars.contains {
            $0.properties.isEmojiPresentation || $0.properties.isEmojiModifier
                || (0x1F1E6...0x1F1FF).contains($0.value)
        }
        let isChosenAsEmoji = first.properties.isEmoji && scalars.contains { $0.value == 0xFE0F }
        return isEmoji || isChosenAsEmoji ? nil : String(character)
    }

    /// The words as they are shown: clean, none empty, and what has no letter or digit (a dash, a dot between two
    /// spaces) hung onto the word before, because it is not spoken and must not stand alone or be lit up. What scripts
    /// without spaces run together is divided into words, unless the voice has told them apart already.
    package static func readable(_ words: [SpokenWord]) -> [CaptionWord] {
        var result: [CaptionWord] = []
        for word in words {
            let text = clean(word.text)
            if text.isEmpty { continue }
            let isSpoken = text.unicodeScalars.contains {
                $0.properties.isAlphabetic || $0.properties.numericType != nil
            }
            if isSpoken || result.isEmpty {
                result.append(
                    CaptionWord(
                        text: text, start: word.start, end: word.end, separator: word.isApart ? .space : .adjacent))
            } else {
                result[result.count - 1].text += (word.isApart ? " " : "") + text
                result[result.count - 1].end = max(result[result.count - 1].end, word.end)
            }
        }
        return result.flatMap { $0.divided(DictionaryWords.units($0.text), separator: .adjacent) }
    }

    /// The text of an ASS event that shows exactly what can be drawn of this text.
    package static func escapeASS(_ text: String) -> String {
        ASSText.escaped(clean(text))
    }
}
