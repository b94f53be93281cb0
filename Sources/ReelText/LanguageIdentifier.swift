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
        // A letter of Chinese is a word, so few of them tell enough.
        let unspaced = letters.count(where: WritingSystem.isUnspaced)
        guard letters.count > 20 || unspaced > 3 && unspaced * 2 > letters.count else { return .latin }
        for (writing, ranges) in blocks
        where letters.count(where: { letter in ranges.contains { $0.contains(letter.value) } }) * 2 > letters.count {
            return writing == .han && isJapanese(letters) ? .japanese : writing
        }
        return nil
    }

    /// Whether there is kana among Chinese characters: a quarter of them at least in Japanese sentences, one in a name.
    private static func isJapanese(_ letters: [Unicode.Scalar]) -> Bool {
        letters.count { (0x3041...0x30FF).contains($0.value) } * 10 > letters.count
    }

    /// Blocks of Unicode.
    private static let blocks: [(SpokenLanguage.Writing, [ClosedRange<UInt32>])] = [
        (.latin, [0x41...0x24F, 0x1E00...0x1EFF]), (.cyrillic, [0x400...0x52F]), (.greek, [0x370...0x3FF]),
        (.armenian, [0x530...0x58F]), (.georgian, [0x10A0...0x10FF]), (.arabic, [0x600...0x6FF, 0x750...0x77F]),
        (.devanagari, [0x900...0x97F]), (.bengali, [0x980...0x9FF]),
        (.gurmukhi, [0xA00...0xA7F]), (.gujarati, [0xA80...0xAFF]), (.tamil, [0xB80...0xBFF]),
        (.telugu, [0xC00...0xC7F]), (.kannada, [0xC80...0xCFF]), (.malayalam, [0xD00...0xD7F]),
        (.hangul, [0xAC00...0xD7A3, 0x1100...0x11FF]), (.thai, [0xE01...0xE5B]), (.lao, [0xE81...0xEDF]),
        (.myanmar, [0x1000...0x109F, 0xA9E0...0xA9FE, 0xAA60...0xAA7F]), (.khmer, [0x1780...0x17FF]),
        // With kana, which Japanese has among them.
        (
            .han,
            [0x3005...0x3007, 0x3041...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF]
        ),
    ]

    /// Writings that one language of ours alone has. What Cantonese speakers write is Chinese, unless the page says so.
    private static let onlyLanguage: [SpokenLanguage.Writing: SpokenLanguage] = Dictionary(
        grouping: SpokenLanguage.known.filter { $0.code != "yue" }, by: \.writing
    ).compactMapValues { $0.count == 1 ? $0[0] : nil }
}
