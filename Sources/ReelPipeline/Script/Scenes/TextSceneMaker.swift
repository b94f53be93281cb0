import Foundation
import ReelCore
import ReelText

/// Finds the few words that deserve a picture of their own: a number with what it counts, or a phrase in quotation marks.
///
/// The words are the article's; they are shown and said just before the sentence that explains them.
struct TextSceneMaker {
    /// The phrase of a sentence, without its period; `nil` when nothing in it says something alone.
    static func phrase(in sentence: String) -> String? {
        number(in: sentence) ?? term(in: sentence)
    }

    /// A slogan or a term that the article itself sets in quotation marks: two to four words.
    private static func term(in sentence: String) -> String? {
        let quoted = GroundedArticle.quoted(sentence)
        guard quoted.count == 1, let words = quoted.first?.split(separator: " "), (2...4).contains(words.count),
            words.contains(where: { !Terms.isStopWord($0.lowercased().filter(\.isLetter)) && $0.count > 4 }),
            // What somebody says is a sentence, and belongs to them.
            ![" said", " says", " told", " wrote", " tweeted"].contains(where: sentence.contains)
        else { return nil }
        let bare = quoted[0].trimmingCharacters(in: CharacterSet(charactersIn: ",.;: "))
        return "\u{201C}" + bare + "\u{201D}"
    }

    private static func number(in sentence: String) -> String? {
        let words = sentence.split(separator: " ").map(String.init)
        for (index, word) in words.enumerated() where isNumber(word) {
            guard !isDate(words, index), let phrase = phrase(words, from: index) else { continue }
            return phrase
        }
        return nil
    }

    private static func phrase(_ words: [String], from start: Int) -> String? {
        var end = start + 1
        let isMoney = words[start].contains { "$€£".contains($0) }
        var isWhole = words[start].contains("%")
        while end < words.count, end - start < 3, !PhraseBreak.endsPhrase(words[end - 1]) {
            let unit = words[end].prefix { $0.isLetter }
            guard unit == "percent" || NumberWords.magnitudes[String(unit)] != nil else { break }
            isWhole = isWhole || unit == "percent" || isMoney
            end += 1
        }
        isWhole = isWhole || isMoney && !PhraseBreak.endsPhrase(words[start])
        // What is counted: one or two nouns right behind the number, up to where the phrase ends.
        var nouns = 0
        while !isWhole, end < words.count, end - start < 4, !PhraseBreak.endsPhrase(words[end - 1]), isNoun(words[end])
        {
            end += 1
            nouns += 1
        }
        guard isWhole || nouns > 0 && isEndOfPhrase(words, end) else { return nil }
        let phrase = words[start..<end].joined(separator: " ")
        let bare = String(phrase.reversed().drop { ",.;:!?\u{2014}\u{2013}-".contains($0) }.reversed())
        // Small counts ("2 doors") say nothing on a screen.
        return bare.count >= 5 && (isMoney || isWhole || value(words[start]) >= 10) ? bare : nil
    }

    private static func isNumber(_ word: String) -> Bool {
        let bare = word.drop { "$€£".contains($0) }.prefix { $0.isNumber || ",.%".contains($0) }
        guard let first = bare.first, first.isNumber else { return false }
        let rest = word.drop { "$€£".contains($0) }.dropFirst(bare.count)
        return rest.isEmpty || rest.allSatisfy { ";:!?".contains($0) }
    }

    private static func value(_ word: String) -> Double {
        Double(word.filter { $0.isNumber || $0 == "." }.trimmed(".")) ?? 0
    }

    /// Years, days of months, ages and times tell nothing alone.
    private static func isDate(_ words: [String], _ index: Int) -> Bool {
        let digits = words[index].filter(\.isNumber)
        let hasMark = words[index].contains { "$€£%,".contains($0) }
        if digits.count == 4, !hasMark, (1000...2100).contains(Int(digits) ?? 0) { return true }
        let before = index > 0 ? words[index - 1].lowercased().filter(\.isLetter) : ""
        let after = index + 1 < words.count ? words[index + 1].lowercased() : ""
        let isAmount = words[index].contains { "$€£%".contains($0) } || after.hasPrefix("percent")
        return GroundedArticle.dateForms(before) != nil || !isAmount && dividers.contains(before)
            || after.hasPrefix("a.m") || after.hasPrefix("p.m") || after.hasPrefix("am") && after.count <= 3
            || ["years", "year", "old", "times", "of"].contains { after.hasPrefix($0) }
    }

    /// Behind these stands half of a comparison, a number of a list or a name.
    private static let dividers: Set<String> = [
        "from", "between", "and", "to", "by", "than", "no", "number", "section", "chapter", "page", "or", "about",
        "under", "below", "at", "age", "aged", "iphone", "version", "model", "route", "highway", "least",
    ]

    private static func isNoun(_ word: String) -> Bool {
        let bare = word.filter { $0.isLetter || $0 == "-" }
        guard bare.count > 3, bare.first?.isLowercase == true, !Terms.isStopWord(bare) else { return false }
        return !["ly", "ing", "ed", "er"].contains(where: bare.hasSuffix) && !Verbs.isCommon(bare)
    }

    private static func isEndOfPhrase(_ words: [String], _ end: Int) -> Bool {
        let last = words[end - 1].filter { $0.isLetter || $0 == "-" }
        // A plural is the end of what is counted.
        guard last.hasSuffix("s") && !last.hasSuffix("ss") || ["people", "men", "women", "children"].contains(last)
        else {
            return false
        }
        return end == words.count || PhraseBreak.endsPhrase(words[end - 1]) || Terms.isStopWord(words[end].lowercased())
            || Verbs.isCommon(words[end]) || words[end].hasSuffix("ed")
    }
}

extension String {
    fileprivate func trimmed(_ mark: Character) -> String {
        String(drop { $0 == mark }.reversed().drop { $0 == mark }.reversed())
    }
}
