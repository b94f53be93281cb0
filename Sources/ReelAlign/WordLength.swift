/// How long a word takes to say, without a voice that says it.
package enum WordLength {
    /// In syllables, about.
    ///
    /// - Returns: 0 for a word without letters and numbers.
    package static func syllables(of word: String) -> Double {
        var (syllables, letters, wasVowel) = (0.0, 0.0, false)
        for scalar in word.lowercased().unicodeScalars {
            if scalar.properties.numericType != nil {
                // "7" is one or two, and the names of tens and hundreds come to them.
                syllables += 1.8
                wasVowel = false
            } else if scalar.properties.isAlphabetic {
                letters += 1
                if isSyllable(scalar) {
                    syllables += 1
                    wasVowel = false
                } else {
                    let isVowel = vowels.contains(scalar)
                    if isVowel, !wasVowel { syllables += 1 }
                    wasVowel = isVowel
                }
            } else {
                wasVowel = false
            }
        }
        // Without vowels: an abbreviation, or a script that does not write them all.
        if syllables == 0 { syllables = letters / 2 }
        // What a word of few letters takes less time than one of many with as many vowels.
        return syllables == 0 ? 0 : syllables + 0.1 * letters
    }

    /// Han, Kana and Hangul: a syllable is one sign.
    private static func isSyllable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x3041...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3, 0x20000...0x2FA1F: true
        default: false
        }
    }

    private static let vowels = Set(
        "aeiouyàáâãäåæèéêëìíîïòóôõöøœùúûüýÿāēīōūăąęėįųůűőıаеёиоуыэюяіїєαεηιουωάέήίόύώ".unicodeScalars)
}
