import ReelCore

/// Words from strangers, made harmless.
package enum CaptionText {
    /// The word without anything that cannot be seen or that would act on its neighbours: control characters, line
    /// breaks, and the controls that force a direction of writing (Unicode UAX #9). The direction of the word's own
    /// letters stays.
    package static func clean(_ word: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in word.unicodeScalars {
            switch scalar.value {
            case 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029: scalars.append(" ")
            case 0x00...0x1F, 0x7F...0x9F: break
            case 0x200B, 0x200E, 0x200F, 0x061C, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFC: break
            default: scalars.append(scalar)
            }
        }
        return String(scalars).split(separator: " ").joined(separator: " ")
    }

    /// The words as they are shown: clean, none empty, and what has no letter or digit (a dash, a dot between two
    /// spaces) hung onto the word before, because it is not spoken and must not stand alone or be lit up.
    package static func readable(_ words: [SpokenWord]) -> [SpokenWord] {
        var result: [SpokenWord] = []
        for word in words {
            let text = clean(word.text)
            if text.isEmpty { continue }
            let isSpoken = text.unicodeScalars.contains {
                $0.properties.isAlphabetic || $0.properties.numericType != nil
            }
            let isPicture = text.unicodeScalars.contains { $0.properties.isEmojiPresentation }
            if isSpoken || isPicture || result.isEmpty {
                result.append(SpokenWord(text: text, start: word.start, end: word.end))
            } else {
                result[result.count - 1].text += " " + text
                result[result.count - 1].end = max(result[result.count - 1].end, word.end)
            }
        }
        return result
    }

    /// The text of an ASS event that shows exactly this text. libass takes `\{` and `\}` for braces; a backslash
    /// loses its power when an invisible word joiner follows it.
    package static func escapeASS(_ text: String) -> String {
        var escaped = ""
        for character in clean(text) {
            switch character {
            case "{", "}": escaped += "\\\(character)"
            case "\\": escaped += "\\\u{2060}"
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
