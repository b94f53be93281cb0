import Foundation

/// From the phonemes of espeak-ng to the alphabet that a network was trained with: replacements, one after the other, each
/// over the whole clause.
package struct PhonemeMap: Sendable {
    package typealias Phonemes = [Unicode.Scalar]

    private let rules: [(Phonemes, Phonemes)]

    private init(_ rules: [(String, String)]) {
        self.rules = rules.map { (Phonemes($0.0.unicodeScalars), Phonemes($0.1.unicodeScalars)) }
    }

    /// - Parameter phonemes: a clause as espeak-ng gives it, ties as `^`, without remarks.
    package func apply(_ phonemes: Phonemes) -> Phonemes {
        rules.reduce(phonemes) { Self.replace($1.0, by: $1.1, in: $0) }
    }

    /// The engine marks a word that it reads by another language's rules with `(fr)` before and `(en-us)` behind it.
    package static func withoutRemarks(_ ipa: String) -> Phonemes {
        var depth = 0
        return ipa.unicodeScalars.filter { scalar in
            if scalar == "(" { depth += 1 }
            defer { if scalar == ")" { depth = max(0, depth - 1) } }
            return depth == 0 && scalar != ")" && scalar != "_" && scalar != "\n"
        }
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

    /// Of misaki's American English. Measured by a recogniser: with "oɹ" left as it is, "four" sounds like "fair", and 5 % of
    /// the words are misheard.
    package static let american = PhonemeMap([
        ("r", "ɹ"), ("ʔˌn\u{329}", "tᵊn"), ("ʔn\u{329}", "tᵊn"), ("ʔn", "tᵊn"), ("ʔ", "t"), ("a^ɪ", "I"), ("a^ʊ", "W"),
        ("d^ʒ", "ʤ"), ("e^ɪ", "A"), ("t^ʃ", "ʧ"), ("ɔ^ɪ", "Y"), ("ə^l", "ᵊl"), ("o^ʊ", "O"), ("oːɹ", "ɔɹ"),
        ("ɚɹ", "əɹ"),
        ("ɜːɹ", "ɜɹ"), ("ɜː", "ɜɹ"), ("ɪə", "iə"), ("ɚ", "əɹ"), ("x", "k"), ("ç", "k"), ("ɐ", "ə"), ("ɬ", "l"),
        ("\u{303}", ""), ("e", "A"), ("ʲ", ""), ("ː", ""), ("^", ""), ("ɾ", "T"), ("oɹ", "ɔɹ"), ("əɹɹ", "əɹ"),
    ])

    /// Of misaki's other languages of Europe.
    package static let european = PhonemeMap([
        ("a^ɪ", "I"), ("a^ʊ", "W"), ("d^z", "ʣ"), ("d^ʒ", "ʤ"), ("e^ɪ", "A"), ("o^ʊ", "O"), ("t^s", "ʦ"), ("t^ʃ", "ʧ"),
        ("ɔ^ɪ", "Y"), ("^", ""), ("-", ""),
    ])

    /// Of misaki's Japanese, which has neither stress nor length marks doubled; the vowel after s, ts and z is its own. What
    /// the engine makes of ん before b, m and p is a nasal vowel.
    package static let japanese = PhonemeMap([
        ("\u{308}", ""), ("ä", "a"), ("\u{31E}", ""), ("\u{2C8}", ""), ("\u{2CC}", ""), ("ɯ^ᵝ", "ɯ"), ("t^ɕ", "ʨ"),
        ("d^ʑ", "ʥ"), ("t^s", "ʦ"), ("dz", "ʣ"), ("ɽ", "ɾ"), ("u\u{303}", "m"), ("\u{169}", "m"), ("^", ""), ("-", ""),
        ("aa", "aː"), ("ee", "eː"), ("oo", "oː"), ("ii", "iː"), ("ɯɯ", "ɯː"), ("sɯ", "sɨ"), ("ʦɯ", "ʦɨ"), ("ʣɯ", "zɨ"),
        ("zɯ", "zɨ"),
    ])

    /// Piper's voices know the engine's phonemes as they are, letters with marks above and below taken apart (NFD).
    package static func decomposed(_ phonemes: Phonemes) -> Phonemes {
        let untied = String(String.UnicodeScalarView(phonemes.filter { $0 != "^" }))
        return Phonemes(untied.decomposedStringWithCanonicalMapping.unicodeScalars)
    }
}
