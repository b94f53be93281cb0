/// Cuts a long sentence where a speaker would breathe: between clauses.
package enum ClauseSplitter {
    /// About eight seconds: as long as one picture should stand.
    package static let comfortableWords = 22

    /// How good a place to cut has to be.
    package enum BreakQuality: Double, Sendable {
        /// Between clauses.
        case clause = 0.4
        /// At any comma.
        case comma = 0.1
        /// Before a small word, so that at least no phrase is torn.
        case anywhere = 0.01
    }

    /// About eleven seconds: more is never one scene.
    private static let mostWords = 28

    /// A sentence as the scenes it makes: cut between clauses where it is long, and at less good places where it is
    /// longer than anybody can follow.
    package static func scenes(of sentence: String) -> [String] {
        split(sentence).flatMap { part in
            split(part, longest: mostWords, fewest: 8, at: .comma).flatMap {
                split($0, longest: mostWords, fewest: 8, at: .anywhere)
            }
        }
    }

    /// - Parameters:
    ///   - longest: words that may stay together.
    ///   - fewest: words that each part must have.
    /// - Returns: the sentence whole when it is short enough or has no such place.
    package static func split(
        _ sentence: String, longest: Int = comfortableWords, fewest: Int = 6, at quality: BreakQuality = .clause
    ) -> [String] {
        let words = DictionaryWords.words(of: sentence)
        guard words.count > longest,
            let cut = bestCut(words.map(\.text), words.map(\.isApart), fewest: fewest, quality)
        else { return [sentence] }
        return [words[..<cut], words[cut...]].flatMap { part in
            split(part.text, longest: longest, fewest: fewest, at: quality)
        }
    }

    /// The index of the first word of the second part.
    private static func bestCut(
        _ words: [String], _ isApart: [Bool], fewest: Int, _ quality: BreakQuality
    ) -> Int? {
        guard words.count >= fewest * 2 else { return nil }
        let quoted = insideQuotation(words)
        var best: (index: Int, score: Double)?
        for index in fewest...(words.count - fewest) {
            let strength = max(strength(words, at: index), unspacedStrength(words, isApart, at: index))
            guard strength >= quality.rawValue else { continue }
            let middle = Double(words.count) / 2
            let balance = 1 - abs(Double(index) - middle) / middle
            let score = strength * (0.4 + balance) * (quoted[index] ? 0.5 : 1)
            if score > best?.score ?? 0 { best = (index, score) }
        }
        return best?.index
    }

    /// How good a place to breathe there is before a word, 0...1.2.
    private static func strength(_ words: [String], at index: Int) -> Double {
        let word = words[index].lowercased().filter(\.isLetter)
        let before = words[index - 1]
        let end = Punctuation.lastMark(of: before)
        if isDash(words[index]) { return 0 }
        switch end {
        case ";": return 1.2
        case "\u{2014}", "\u{2013}", "-": return 0.9
        // "The Palace: Tale of Jang Noksu" is one name.
        case ":": return words[index].first!.isUppercase && before.first!.isUppercase ? 0.015 : 0.6
        case "!", "?": return 1
        case ".": return 0  // an abbreviation: sentences were told apart before
        case ",": return commaStrength(words, at: index, word)
        default: break
        }
        if durations.contains(before.lowercased()) { return 0 }
        if subordinators.contains(word), index + 1 < words.count, words[index + 1] != "of" { return 0.4 }
        return smallWords.contains(word) ? 0.02 : 0
    }

    /// The same in scripts that part no words by spaces: a space is a clause's end in Thai and its neighbours.
    private static func unspacedStrength(_ words: [String], _ isApart: [Bool], at index: Int) -> Double {
        guard let first = words[index].unicodeScalars.first, WritingSystem.isUnspaced(first),
            let end = Punctuation.lastMark(of: words[index - 1])
        else { return 0 }
        switch end {
        case "\u{FF1B}": return 1.2
        case "\u{3002}", "\u{FF01}", "\u{FF1F}": return 1
        case "\u{FF0C}", "\u{FF1A}": return 0.6
        case "\u{3001}": return 0.2
        default: return isApart[index] && !WritingSystem.isEastAsian(first) ? 0.5 : 0.01
        }
    }

    private static func commaStrength(_ words: [String], at index: Int, _ word: String) -> Double {
        let joinsNames = words[index].first!.isUppercase && words[index - 1].first!.isUppercase
        if joinsNames { return 0.015 }
        if isList(words, at: index) { return 0.03 }
        if clauseOpeners.contains(word) { return 1 }
        if word.count > 5, word.hasSuffix("ing") { return 0.8 }
        if attributions.contains(word) { return 0.5 }
        let isFirst = !words[..<(index - 1)].contains { $0.hasSuffix(",") }
        if isFirst, index >= 5, introductions.contains(words[0].lowercased()) || words[0].hasSuffix("ing") {
            return 0.9
        }
        return 0.15
    }

    /// Whether the comma before a word is one of several close together, as between the things of a list.
    private static func isList(_ words: [String], at index: Int) -> Bool {
        let near = words[max(0, index - 6)..<(index - 1)].contains { $0.hasSuffix(",") }
        let next = words[index..<min(words.count, index + 4)].contains { $0.hasSuffix(",") }
        return near || next
    }

    private static func isDash(_ word: String) -> Bool {
        word.unicodeScalars.allSatisfy(Punctuation.isDash)
    }

    /// For each word whether a quotation is open before it.
    private static func insideQuotation(_ words: [String]) -> [Bool] {
        var open = false
        return words.map { word in
            defer {
                for character in word {
                    switch character {
                    case "\u{201C}": open = true
                    case "\u{201D}": open = false
                    case "\"": open.toggle()
                    default: break
                    }
                }
            }
            return open
        }
    }

    /// After a comma these begin a clause.
    private static let clauseOpeners: Set<String> = [
        "and", "but", "while", "which", "who", "whose", "where", "when", "as", "because", "after", "before",
        "although",
        "though", "so", "yet", "or", "since", "until", "unless", "whereas", "with", "including", "even", "if",
        "despite", "following", "compared", "thanks", "unlike", "than",
    ]
    private static let attributions: Set<String> = [
        "said", "says", "according", "told", "added", "wrote", "tweeted", "explained",
    ]
    /// A sentence that begins with one of these has its main clause after the first comma.
    private static let introductions: Set<String> = [
        "in", "on", "at", "after", "before", "when", "while", "as", "since", "although", "though", "if", "despite",
        "during", "for", "with", "without", "to", "from", "by", "because", "until", "once", "unlike", "under",
        "among",
        "according", "given", "whether", "even", "like", "instead", "beyond", "apart", "based", "thanks", "about",
    ]
    /// These begin a clause without a comma.
    private static let subordinators: Set<String> = [
        "because", "while", "although", "though", "whereas", "unless", "until", "after", "before", "when", "where",
        "if",
    ]
    /// Between these and "after" or "before" nothing may come: two days after.
    private static let durations: Set<String> = [
        "shortly", "just", "only", "soon", "even", "long", "right", "days", "day", "weeks", "week", "months", "month",
        "years", "year", "hours", "hour", "minutes", "moments", "immediately", "well", "and", "or", "but", "of", "to",
        "the", "not", "than", "from", "as", "is", "are", "was", "were",
    ]
    private static let smallWords: Set<String> = [
        "in", "on", "at", "for", "with", "from", "to", "of", "by", "and", "or", "that", "about", "into", "over", "as",
        "who", "which", "through", "between", "against", "under", "during", "since",
    ]
}
