/// How many syllables a word has, roughly: by its vowels where its writing shows them, else by its letters.
package enum SyllableCount {
    /// - Parameter word: as written, punctuation included.
    /// - Returns: 0 for what has no letter and no digit.
    package static func of(_ word: String) -> Double {
        var count = 0.0
        var insideVowel = false
        var letters = 0
        for scalar in word.unicodeScalars {
            let isVowel = vowels.contains(scalar)
            switch scalar.value {
            // A digit is read as a word of one or two syllables.
            case 0x30...0x39: count += 1.4
            case 0x25, 0x24, 0x20AC, 0xA3: count += 2  // percent, dollars, euros, pounds
            // Each sign of these is a syllable: kana, Han, Hangul.
            case 0x3040...0x30FF, 0x3400...0x9FFF, 0xAC00...0xD7A3, 0x20000...0x3FFFF: count += 1
            default:
                guard isVowel || scalar.properties.isAlphabetic else { break }
                letters += 1
                if isAlphabetWithVowels(scalar) {
                    if isVowel, !insideVowel { count += 1 }
                } else if scalar.properties.generalCategory == .otherLetter {
                    // Scripts of consonants and their marks: a letter and a half to a syllable.
                    count += 0.65
                }
            }
            insideVowel = isVowel
        }
        // "Dr.", "BBC", "shhh": something is heard.
        return count > 0 || letters == 0 ? count : 1
    }

    private static let vowels = Set(
        ("aeiouyáàâäãåāăąæéèêëēĕėęěíìîïĩīĭįıóòôöõøōŏőœúùûüũūŭůűųýÿŷ" + "аеёиоуыэюяіїєўѣ" + "αεηιουωάέήίόύώϊϋΐΰ"
            + "աեէըիոօւ" + "აეიოუ").unicodeScalars
            .flatMap { scalar in [scalar] + String(scalar).uppercased().unicodeScalars })

    private static func isAlphabetWithVowels(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x41...0x24F, 0x370...0x3FF, 0x400...0x52F, 0x530...0x58F, 0x10A0...0x10FF, 0x1E00...0x1FFF: true
        default: false
        }
    }
}
