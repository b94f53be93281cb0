/// Cutting texts into words, by Unicode scalars: the standard library's characters cost ten times as much, and every
/// sentence of an article is cut several times.
package enum Words {
    /// The runs of letters, digits and `marks`; those of scripts without spaces are divided into words.
    ///
    /// - Parameter most: how many at most; the rest of the text is not looked at.
    package static func all(in text: String, keeping marks: Set<Unicode.Scalar>, most: Int = .max) -> [Substring] {
        var words: [Substring] = []
        let scalars = text.unicodeScalars
        var start: String.Index?
        var index = scalars.startIndex
        while index < scalars.endIndex {
            let scalar = scalars[index]
            if isLetterOrDigit(scalar) || marks.contains(scalar) {
                start = start ?? index
            } else if let first = start {
                append(text[first..<index])
                if words.count >= most { return words }
                start = nil
            }
            index = scalars.index(after: index)
        }
        if let start { append(text[start...]) }
        return words

        func append(_ run: Substring) {
            guard run.unicodeScalars.contains(where: WritingSystem.isUnspaced) else { return words.append(run) }
            words += DictionaryWords.units(String(run)).map { Substring($0) }
        }
    }

    /// A word without marks at its ends and without a possessive `'s`.
    package static func withoutPossessive(_ word: Substring, trimming marks: Set<Unicode.Scalar>) -> String {
        var scalars = word.unicodeScalars
        while let first = scalars.first, marks.contains(first) { scalars.removeFirst() }
        while let last = scalars.last, marks.contains(last) { scalars.removeLast() }
        if scalars.last == "s", let mark = scalars.dropLast().last, Punctuation.isApostrophe(mark) {
            scalars.removeLast(2)
        }
        return String(Substring(scalars))
    }

    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x61...0x7a, 0x41...0x5a, 0x30...0x39: true
        case ..<0x80, 0x2010...0x2027: false
        default:
            // Marks belong to the letter before them.
            scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar.properties.isGraphemeExtend
        }
    }
}

extension String {
    /// Whether there is nothing but ASCII in it.
    package var isASCII: Bool { utf8.allSatisfy { $0 < 0x80 } }

    /// What stands between spaces.
    package var spacedWords: [Substring] { utf8.split(separator: 0x20).map(Substring.init) }
}
