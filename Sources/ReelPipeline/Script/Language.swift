import ReelCore

/// Whether a text is in the one language that can be spoken.
package enum Language {
    /// - Throws: `ScriptError.unsupportedLanguage`, by what the page says of itself or, where it says nothing, by its
    ///   words.
    package static func requireEnglish(_ article: Article) throws {
        let named = article.language.map { $0.prefix { $0.isLetter }.lowercased() } ?? ""
        if !named.isEmpty, named != "en", named != "eng" {
            throw ScriptError.unsupportedLanguage(article.language)
        }
        if !looksEnglish(article.text, pageSaysSo: !named.isEmpty) { throw ScriptError.unsupportedLanguage(nil) }
    }

    /// English running text has about four function words in ten; of other languages only a few look the same.
    /// Texts of fewer than 30 words are given the benefit of the doubt.
    ///
    /// - Parameter pageSaysSo: then box scores, which have hardly any function words, pass too, but not a page in another
    ///   language whose template says English.
    package static func looksEnglish(_ text: String, pageSaysSo: Bool = false) -> Bool {
        let words = text.prefix(20_000).split { !$0.isLetter && $0 != "'" && $0 != "\u{2019}" }.prefix(1000)
            .map { $0.lowercased() }
        let letters = text.unicodeScalars.prefix(5000).filter(\.properties.isAlphabetic)
        let latin = letters.count { $0.value < 0x250 }
        if letters.count > 20, latin * 2 < letters.count { return false }
        guard words.count >= 30 else { return true }
        let english = words.count { functionWords.contains($0) }
        if pageSaysSo { return english >= words.count { foreignWords.contains($0) } }
        return Double(english) / Double(words.count) > 0.18
    }

    private static let functionWords: Set<String> = [
        "the", "of", "and", "to", "a", "in", "is", "that", "for", "was", "with", "it", "as", "be", "are", "this",
        "have", "from", "by", "he", "she", "not", "but", "they", "his", "at", "on", "has", "were", "which",
        "you", "we",
        "their", "been", "will", "would", "or", "an", "who", "had", "its", "her", "more", "about", "than", "said",
    ]
    /// The most frequent words of Spanish, Portuguese, French, Italian, German and Dutch that English does not have.
    private static let foreignWords: Set<String> = [
        "de", "la", "el", "que", "en", "los", "las", "una", "por", "con", "del", "para", "os", "da", "em", "um",
        "uma",
        "com",
        "n\u{E3}o", "le", "les", "des", "et", "du", "une", "est", "dans", "pour", "qui", "il", "di", "che", "della",
        "sono",
        "und", "der", "das", "den", "nicht", "ist", "ein", "eine", "mit", "auf", "het", "een", "van", "niet", "zijn",
    ]
}
