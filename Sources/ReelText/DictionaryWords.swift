import _FoundationICU

/// The words of scripts that part none by spaces, by the dictionaries of ICU (Chinese and Japanese, Thai, Lao, Burmese,
/// Khmer), which Foundation brings with it on every platform. `NSString.EnumerationOptions.byWords`, which would ask for
/// the same, is unavailable in swift-corelibs-foundation.
package enum DictionaryWords {
    /// A text without white space in the units that captions light and voices time: words with the punctuation that
    /// belongs to them, in order; together they are the text. What has no such script stays whole.
    ///
    /// Japanese particles and endings go with the word before them ("計画を", "発表しました"), and so do Chinese ones, because no reader takes them
    /// for words of their own and no line begins with one.
    package static func units(_ text: String) -> [String] {
        guard text.unicodeScalars.contains(where: WritingSystem.isUnspaced) else { return [text] }
        var units: [String] = []
        var opening = ""
        for segment in segments(text) {
            let first = segment.unicodeScalars.first!
            if !segment.unicodeScalars.contains(where: isSpoken) {
                if WritingSystem.opens(first) {
                    opening += segment
                } else if units.isEmpty || !opening.isEmpty {
                    opening += segment
                } else {
                    units[units.count - 1] += segment
                }
            } else if opening.isEmpty, let last = units.last, leans(segment, on: last) {
                units[units.count - 1] += segment
            } else {
                units.append(opening + segment)
                opening = ""
            }
        }
        if !opening.isEmpty {
            if units.isEmpty { units.append(opening) } else { units[units.count - 1] += opening }
        }
        return units
    }

    /// A word of a text that can be put together again.
    package struct Word {
        package var text: String
        /// Whether a space stands before it.
        package var isApart: Bool
    }

    /// The words of a text with single spaces.
    package static func words(of text: String) -> [Word] {
        text.spacedWords.flatMap { run in
            units(String(run)).enumerated().map { Word(text: $1, isApart: $0 == 0) }
        }
    }

    /// How many words a text has, whether spaces part them or not.
    package static func count(in text: String) -> Int {
        text.spacedWords.reduce(0) { sum, word in
            sum + (word.unicodeScalars.contains(where: WritingSystem.isUnspaced) ? units(String(word)).count : 1)
        }
    }

    /// What lies between ICU's word boundaries (UAX #29, by dictionary where a script needs one).
    package static func segments(_ text: String) -> [String] {
        let units = Array(text.utf16)
        var status = U_ZERO_ERROR
        return units.withUnsafeBufferPointer { buffer -> [String] in
            // ICU's names carry a prefix in the copy that Swift has, which C hides by macros.
            guard let iterator = swift_ubrk_open(UBRK_WORD, "en", buffer.baseAddress, Int32(buffer.count), &status),
                status.rawValue <= U_ZERO_ERROR.rawValue
            else { return [text] }
            defer { swift_ubrk_close(iterator) }
            var segments: [String] = []
            var start = Int(swift_ubrk_first(iterator))
            while case let next = swift_ubrk_next(iterator), next >= 0 {
                segments.append(String(decoding: buffer[start..<Int(next)], as: UTF16.self))
                start = Int(next)
            }
            return segments
        }
    }

    private static let longestUnit = 9

    /// Chinese particles, which belong to the word before them.
    private static let particles: Set<String> = ["了", "的", "着", "过", "過", "吗", "嗎", "呢", "吧", "们", "們"]

    /// Whether a word goes on with the one before it: a Chinese particle; hiragana that is a particle, an ending, an
    /// auxiliary.
    private static func leans(_ word: String, on last: String) -> Bool {
        if particles.contains(word), let end = last.unicodeScalars.last, WritingSystem.isEastAsian(end), isSpoken(end) {
            return true
        }
        guard word.unicodeScalars.allSatisfy({ (0x3041...0x309F).contains($0.value) || $0 == "\u{30FC}" }),
            let end = last.unicodeScalars.last, WritingSystem.isUnspaced(end), isSpoken(end)
        else { return false }
        return word.count <= 3 && last.count + word.count <= longestUnit
    }

    private static func isSpoken(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            || scalar.properties.generalCategory == .nonspacingMark
            || scalar.properties.generalCategory == .spacingMark
    }
}

extension Collection<DictionaryWords.Word> {
    /// As they were written.
    package var text: String {
        enumerated().map { $0 > 0 && $1.isApart ? " " + $1.text : $1.text }.joined()
    }
}

extension String {
    /// With another text behind it: after a space, but in scripts that have none between sentences.
    package func followed(by other: String) -> String {
        guard let last = unicodeScalars.last, WritingSystem.isUnspaced(last), WritingSystem.isEastAsian(last) else {
            return self + " " + other
        }
        return self + other
    }
}
