import ReelCore

/// Which of the languages that a voice speaks a text is written in.
package enum LanguageIdentifier {
    /// By what the page says of itself, held against the letters and the words: templates say "en" of pages in every
    /// language. What is too short to tell by passes for what the page says, or English.
    ///
    /// - Parameter tag: BCP 47, as the page has it; `nil` where it says nothing.
    /// - Returns: `nil` for a text that is in none of the languages, or in none that could be told.
    package static func language(of text: String, tag: String?) -> SpokenLanguage? {
        let tag = tag.flatMap { $0.isEmpty ? nil : $0 }
        let claimed = tag.flatMap(SpokenLanguage.init(tag:))
        guard let writing = writing(of: text) else { return nil }
        let words = words(of: text)
        // Serbian is written in two alphabets, and the engine reads both.
        let fitting = claimed.flatMap { $0.writing == writing || $0.code == "sr" ? $0 : nil }
        let byWords = byWords(words, writing)
        if let fitting {
            guard let byWords, byWords.language.family != fitting.family else { return fitting }
            let own = FunctionWords.count(of: fitting, in: words) ?? 0
            return byWords.count > 2 * own && FunctionWords.knows(fitting) ? byWords.language : fitting
        }
        if let byWords { return byWords.language }
        if tag == nil, writing == .latin, words.count < shortest { return .english }
        // An alphabet of its own names the language, unless the page says that it is another one.
        return tag == nil || claimed != nil ? onlyLanguage[writing] : nil
    }

    /// Words below which a text says too little of its language.
    private static let shortest = 30

    /// The language with most of its function words in the text, where they are as many as running text has: about four
    /// words in ten in English, and one in twelve at least everywhere.
    private static func byWords(_ words: [String], _ writing: SpokenLanguage.Writing) -> (
        language: SpokenLanguage, count: Int
    )? {
        let counts = FunctionWords.languages.filter { $0.writing == writing }
            .map { (language: $0, count: FunctionWords.count(of: $0, in: words) ?? 0) }
        guard let best = counts.max(by: { ($0.count, $1.language.code) < ($1.count, $0.language.code) }) else {
            return nil
        }
        let share = best.language == .english ? 0.18 : 0.08
        return best.count >= 3 && Double(best.count) >= share * Double(words.count) ? best : nil
    }

    private static func words(of text: String) -> [String] {
        Words.all(in: text, keeping: Punctuation.apostrophes, most: 1000)
            .filter { $0.contains(where: \.isLetter) }.map { $0.lowercased() }
    }

    private static func letters(_ text: String) -> [Unicode.Scalar] {
        text.unicodeScalars.prefix(5000).filter(\.properties.isAlphabetic)
    }

    /// What more than half of the letters are; Latin for a text with hardly any, `nil` for writings that nothing speaks.
    private static func writing(of text: String) -> SpokenLanguage.Writing? {
        let letters = letters(text)
        guard letters.count > 20 else { return .latin }
        for (writing, ranges) in blocks
        where letters.count(where: { letter in ranges.contains { $0.contains(letter.value) } }) * 2 > letters.count {
            return writing
        }
        return nil
    }

    /// Blocks of Unicode.
    private static let blocks: [(SpokenLanguage.Writing, [ClosedRange<UInt32>])] = [
        (.latin, [0x41...0x24F, 0x1E00...0x1EFF]), (.cyrillic, [0x400...0x52F]), (.greek, [0x370...0x3FF]),
        (.armenian, [0x530...0x58F]), (.georgian, [0x10A0...0x10FF]), (.arabic, [0x600...0x6FF, 0x750...0x77F]),
        (.devanagari, [0x900...0x97F]), (.bengali, [0x980...0x9FF]),
        (.gurmukhi, [0xA00...0xA7F]), (.gujarati, [0xA80...0xAFF]), (.tamil, [0xB80...0xBFF]),
        (.telugu, [0xC00...0xC7F]), (.kannada, [0xC80...0xCFF]), (.malayalam, [0xD00...0xD7F]),
        (.hangul, [0xAC00...0xD7A3, 0x1100...0x11FF]),
    ]

    /// Writings that one language of ours alone has.
    private static let onlyLanguage: [SpokenLanguage.Writing: SpokenLanguage] = Dictionary(
        grouping: SpokenLanguage.all, by: \.writing
    ).compactMapValues { $0.count == 1 ? $0[0] : nil }
}
