import ReelText

/// A word or number of a text, and where it stands.
struct TextToken: Sendable {
    /// In lower case, without possessive endings, commas in numbers and periods in `U.S.`.
    var key: String
    /// As written.
    var text: Substring
    /// Unicode code points from the beginning of the text; `end` is one behind the last.
    var start: Int
    var end: Int
    var isNumber: Bool
    var isCapital: Bool
    /// Whether a sentence, or a quotation or a line within one, begins here.
    var opensSentence: Bool
    /// The sign before it: `$`, `€`; `%` is looked for behind it.
    var currency: Bool
    var percent: Bool
}

/// Cuts a text into words and numbers; hyphens, dashes and all other marks divide.
enum TextTokens {
    static func all(in text: String) -> [TextToken] {
        let scalars = Array(text.unicodeScalars)
        var indices: [String.Index] = []
        indices.reserveCapacity(scalars.count + 1)
        var place = text.unicodeScalars.startIndex
        while place < text.unicodeScalars.endIndex {
            indices.append(place)
            place = text.unicodeScalars.index(after: place)
        }
        indices.append(place)

        var tokens: [TextToken] = []
        var opens = true
        var index = 0
        while index < scalars.count {
            let scalar = scalars[index]
            guard isWord(scalar) else {
                if ".!?\n\u{201C}\"\u{2026}:".unicodeScalars.contains(scalar) { opens = true }
                index += 1
                continue
            }
            let start = index
            let isNumber = isDigit(scalar)
            index = isNumber ? endOfNumber(scalars, from: start) : endOfWord(scalars, from: start)
            let slice = text[indices[start]..<indices[index]]
            tokens.append(
                TextToken(
                    key: key(slice, isNumber: isNumber), text: slice, start: start, end: index, isNumber: isNumber,
                    isCapital: scalar.properties.isUppercase, opensSentence: opens,
                    currency: start > 0 && scalars[start - 1].properties.generalCategory == .currencySymbol,
                    percent: index < scalars.count && scalars[index] == "%"))
            opens = false
        }
        return tokens
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        (0x30...0x39).contains(scalar.value)
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x80 {
            return isDigit(scalar) || (0x41...0x5A).contains(scalar.value) || (0x61...0x7A).contains(scalar.value)
        }
        return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }

    private static func endOfNumber(_ scalars: [Unicode.Scalar], from start: Int) -> Int {
        var end = start
        while end < scalars.count {
            if isWord(scalars[end]) {
                end += 1
            } else if ",.".unicodeScalars.contains(scalars[end]), end + 1 < scalars.count, isDigit(scalars[end + 1]),
                isDigit(scalars[end - 1])
            {
                end += 1
            } else {
                break
            }
        }
        return end
    }

    private static func endOfWord(_ scalars: [Unicode.Scalar], from start: Int) -> Int {
        var end = start
        while end < scalars.count {
            if isWord(scalars[end]) {
                end += 1
            } else if Punctuation.isApostrophe(scalars[end]), end + 1 < scalars.count, isWord(scalars[end + 1]) {
                end += 1
            } else if scalars[end] == ".", end + 1 < scalars.count, isInitial(scalars, start, end),
                isInitial(scalars, end + 1, end + 2)
            {
                end += 1  // U.S.
            } else {
                break
            }
        }
        return end
    }

    /// Whether one letter stands alone before a place, counted from a beginning or a period.
    private static func isInitial(_ scalars: [Unicode.Scalar], _ start: Int, _ end: Int) -> Bool {
        guard end >= 1, end <= scalars.count, isWord(scalars[end - 1]), !isDigit(scalars[end - 1]) else { return false }
        let isAlone = end - 1 == start || end >= 2 && scalars[end - 2] == "."
        let isLast = end == scalars.count || !isWord(scalars[end])
        return isAlone && isLast
    }

    private static func key(_ text: Substring, isNumber: Bool) -> String {
        var key = text.lowercased()
        if isNumber {
            key.removeAll { $0 == "," }
            return key
        }
        if key.utf8.contains(UInt8(ascii: ".")) { key.removeAll { $0 == "." } }
        if key.contains("\u{2019}") { key = key.replacing("\u{2019}", with: "'") }
        if key.hasSuffix("'s") { key.removeLast(2) }
        return key
    }
}
