/// From the phonemes of espeak-ng to the alphabet that the network was trained with, misaki's of American English.
package enum PhonemeMap {
    package typealias Phonemes = [Unicode.Scalar]

    /// - Parameter ipa: a clause as espeak-ng gives it, ties as `^`.
    package static func american(_ ipa: String) -> Phonemes {
        var phonemes = Phonemes(withoutRemarks(ipa).unicodeScalars)
        for (from, to) in rules { phonemes = replace(from, by: to, in: phonemes) }
        return phonemes
    }

    /// The engine marks a word that it reads by another language's rules with `(fr)` before and `(en-us)` behind it.
    private static func withoutRemarks(_ ipa: String) -> String {
        var depth = 0
        return String(
            String.UnicodeScalarView(
                ipa.unicodeScalars.filter { scalar in
                    if scalar == "(" { depth += 1 }
                    defer { if scalar == ")" { depth = max(0, depth - 1) } }
                    return depth == 0 && scalar != ")" && scalar != "_" && scalar != "\n"
                }))
    }

    /// By scalars: strings would compare a letter with the marks above and below it as one character.
    private static func replace(_ from: Phonemes, by to: Phonemes, in text: Phonemes) -> Phonemes {
        guard text.contains(from[0]) else { return text }
        var result = Phonemes()
        var index = 0
        while index < text.count {
            if text[index] == from[0], text[index...].starts(with: from) {
                result += to
                index += from.count
            } else {
                result.append(text[index])
                index += 1
            }
        }
        return result
    }

    /// One after the other, each over the whole clause. Measured by a recogniser: with "oɹ" left as it is, "four" sounds like
    /// "fair", and 5 % of the words are misheard.
    private static let rules: [(Phonemes, Phonemes)] = [
        ("r", "ɹ"), ("ʔˌn\u{329}", "tᵊn"), ("ʔn\u{329}", "tᵊn"), ("ʔn", "tᵊn"), ("ʔ", "t"), ("a^ɪ", "I"), ("a^ʊ", "W"),
        ("d^ʒ", "ʤ"), ("e^ɪ", "A"), ("t^ʃ", "ʧ"), ("ɔ^ɪ", "Y"), ("ə^l", "ᵊl"), ("o^ʊ", "O"), ("oːɹ", "ɔɹ"),
        ("ɚɹ", "əɹ"),
        ("ɜːɹ", "ɜɹ"), ("ɜː", "ɜɹ"), ("ɪə", "iə"), ("ɚ", "əɹ"), ("x", "k"), ("ç", "k"), ("ɐ", "ə"), ("ɬ", "l"),
        ("\u{303}", ""), ("e", "A"), ("ʲ", ""), ("ː", ""), ("^", ""), ("ɾ", "T"), ("oɹ", "ɔɹ"), ("əɹɹ", "əɹ"),
    ].map { (Phonemes($0.0.unicodeScalars), Phonemes($0.1.unicodeScalars)) }
}
