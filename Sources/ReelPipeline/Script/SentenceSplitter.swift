/// Finds where sentences end, despite abbreviations, initials, decimals, web names and quotations.
package enum SentenceSplitter {
    /// - Parameter paragraph: speakable text with single spaces.
    /// - Returns: its sentences, trimmed, in order; together they are the paragraph.
    package static func sentences(of paragraph: String) -> [String] {
        let text = Array(paragraph)
        let quoted = quotations(in: text)
        var sentences: [String] = []
        var start = 0
        var index = 0
        while index < text.count {
            guard isTerminator(text[index]) else {
                index += 1
                continue
            }
            var end = index + 1
            while end < text.count, isTerminator(text[end]) || isCloser(text[end]) { end += 1 }
            if end < text.count, text[end] == " ", !quoted[end], isBoundary(text, terminator: index, next: end + 1) {
                append(text[start..<end])
                start = end + 1
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

    private static func isTerminator(_ character: Character) -> Bool {
        character == "." || character == "!" || character == "?" || character == "\u{2026}"
    }

    private static func isCloser(_ character: Character) -> Bool {
        "\"'\u{201D}\u{2019}\u{BB})]".contains(character)
    }

    private static func isOpener(_ character: Character) -> Bool {
        "\"'\u{201C}\u{2018}\u{AB}([".contains(character)
    }

    private static func isBoundary(_ text: [Character], terminator: Int, next: Int) -> Bool {
        var first = next
        while first < text.count, isOpener(text[first]) { first += 1 }
        guard first < text.count else { return true }
        let follower = text[first]
        guard follower.isUppercase || follower.isNumber || !follower.isCased else {
            // Names such as iPhone begin a sentence in lower case.
            return follower.isLowercase && first + 1 < text.count && text[first + 1].isUppercase
        }
        guard text[terminator] == "." else { return true }
        if terminator + 1 < text.count, isCloser(text[terminator + 1]) { return true }
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
            case "\u{201C}": open = index
            case "\u{201D}": close(at: index)
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

/// Words whose period does not end a sentence.
enum Abbreviation {
    /// Whether `word.` and the word after it belong to one sentence.
    static func joins(_ word: String, to next: String, followedByNumber: Bool) -> Bool {
        let lower = word.lowercased()
        if titles.contains(lower) { return true }
        if followedByNumber { return beforeNumbers.contains(lower) || months.contains(lower) }
        if months.contains(lower) { return false }
        // Initials: J. R. R. Tolkien. "I." ends a sentence more often than it begins a name.
        if word.count == 1, word.first!.isUppercase { return word != "I" && !starters.contains(next) }
        let isDotted = word.contains(".") && word.split(separator: ".").allSatisfy { $0.count <= 2 }
        // Names such as "the ID. SPACE": two words in capitals.
        if word.count <= 3, word.allSatisfy(\.isUppercase), next.count > 1, next.allSatisfy(\.isUppercase) {
            return true
        }
        if isDotted || suffixes.contains(lower) { return !starters.contains(next) }
        return false
    }

    private static let titles: Set<String> = [
        "mr", "mrs", "ms", "dr", "drs", "prof", "sen", "sens", "rep", "reps", "gov", "govs", "gen", "col", "lt",
        "sgt",
        "capt", "cmdr", "maj", "adm",
        "rev", "hon", "st", "mt", "ft", "vs", "messrs", "mme", "mlle", "supt", "det", "cpl", "pvt", "pres", "amb",
        "asst", "dept", "e.g", "i.e", "viz", "cf",
    ]
    private static let beforeNumbers: Set<String> = [
        "no", "nos", "fig", "vol", "p", "pp", "sec", "ch", "art", "c", "ca",
    ]
    private static let months: Set<String> = [
        "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
    ]
    private static let suffixes: Set<String> = ["jr", "sr", "inc", "corp", "co", "ltd", "bros", "etc", "al", "est"]

    /// Words in capitals that begin a sentence more often than they go on a name.
    private static let starters: Set<String> = [
        "The", "A", "An", "In", "On", "At", "It", "He", "She", "They", "We", "I", "You", "This", "That", "These",
        "Those",
        "But", "And", "So", "Or", "As", "If", "When", "While", "After", "Before", "Since", "For", "From", "With",
        "By",
        "To",
        "There", "Here", "His", "Her", "Its", "Their", "Our", "My", "Your", "What", "Who", "How", "Why", "Where",
        "Some",
        "Many", "Most", "Both", "Although", "Though", "However", "Meanwhile", "Now", "Then", "Last", "All", "No",
        "Not",
        "One", "Two", "Also", "Still", "Yet", "Under", "Until", "Because", "According", "During",
    ]
}
