/// Finds where sentences end, despite abbreviations, initials, decimals, web names and quotations.
package enum SentenceSplitter {
    /// - Parameter paragraph: speakable text with single spaces.
    /// - Returns: its sentences, trimmed, in order; together they are the paragraph.
    package static func sentences(of paragraph: String) -> [String] {
        if let last = paragraph.unicodeScalars.last, Punctuation.hasNoSentenceEnd(last) {
            return phrases(of: paragraph)
        }
        let text = Array(paragraph)
        let quoted = quotations(in: text)
        var sentences: [String] = []
        var start = 0
        var index = 0
        while index < text.count {
            guard text[index].isSentenceEnd else {
                index += 1
                continue
            }
            var end = index + 1
            while end < text.count, text[end].isSentenceEnd || text[end].isClosingMark { end += 1 }
            if end < text.count, text[end] == " ", !quoted[end], isBoundary(text, terminator: index, next: end + 1) {
                append(text[start..<end])
                start = end + 1
            } else if end < text.count, text[end] != " ", !quoted[end],
                Punctuation.isFullWidthEnd(text[end - 1].unicodeScalars.first!)
                    || Punctuation.isFullWidthEnd(text[index].unicodeScalars.first!)
            {
                append(text[start..<end])
                start = end
            }
            index = end
        }
        append(text[start...])
        return sentences

        func append(_ slice: ArraySlice<Character>) {
            let sentence = String(slice).trimmingPrefix { $0 == " " }
            if !sentence.isEmpty { sentences.append(String(sentence)) }
        }
    }

    /// Thai and Lao have no mark that ends a sentence: what stands between spaces, joined until there is enough of it.
    private static func phrases(of paragraph: String) -> [String] {
        var phrases: [String] = []
        var open = ""
        for part in paragraph.spacedWords {
            open += (open.isEmpty ? "" : " ") + part
            if DictionaryWords.count(in: open) >= fewestWords {
                phrases.append(open)
                open = ""
            }
        }
        if !open.isEmpty {
            if phrases.isEmpty { phrases.append(open) } else { phrases[phrases.count - 1] += " " + open }
        }
        return phrases
    }

    /// Of a phrase that is taken for a sentence.
    private static let fewestWords = 10

    private static func isBoundary(_ text: [Character], terminator: Int, next: Int) -> Bool {
        var first = next
        while first < text.count, text[first].isOpeningMark { first += 1 }
        guard first < text.count else { return true }
        let follower = text[first]
        guard follower.isUppercase || follower.isNumber || !follower.isCased else {
            // Names such as iPhone begin a sentence in lower case.
            return follower.isLowercase && first + 1 < text.count && text[first + 1].isUppercase
        }
        guard text[terminator] == "." else { return true }
        if terminator + 1 < text.count, text[terminator + 1].isClosingMark { return true }
        let word = lastWord(text, before: terminator)
        let nextWord = String(text[first...].prefix { $0.isLetter || $0 == "'" || $0 == "\u{2019}" })
        return !Abbreviation.joins(word, to: nextWord, followedByNumber: follower.isNumber)
    }

    private static func lastWord(_ text: [Character], before terminator: Int) -> String {
        var start = terminator
        while start > 0, text[start - 1].isLetter || text[start - 1].isNumber || ".&-".contains(text[start - 1]) {
            start -= 1
        }
        return String(text[start..<terminator])
    }

    /// For each character whether it lies inside a quotation that is closed in the same paragraph: nothing is cut
    /// there, because half a quotation cannot be understood.
    private static func quotations(in text: [Character]) -> [Bool] {
        var inside = Array(repeating: false, count: text.count)
        var open: Int?
        for (index, character) in text.enumerated() {
            switch character {
            case "\u{201C}", "\u{300C}", "\u{300E}": open = index
            case "\u{201D}", "\u{300D}", "\u{300F}": close(at: index)
            case "\"": if open == nil { open = index } else { close(at: index) }
            default: break
            }
        }
        return inside

        func close(at end: Int) {
            if let start = open { for index in start..<end { inside[index] = true } }
            open = nil
        }
    }
}
