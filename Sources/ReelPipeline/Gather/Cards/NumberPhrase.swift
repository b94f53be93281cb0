import Foundation
import ReelText

/// A number worth showing large, with what it counts.
///
/// English words decide; in other languages a number is found only where a sign (`%`, `€`) tells what it is.
package struct NumberPhrase: Hashable, Sendable {
    /// Such as `40%`, `$3.5 million`, `12,000`.
    package var number: String
    /// What follows (`corals in the bay`), or what leads up to it, with an ellipsis (`The bay has lost …`).
    package var meaning: String

    private static let mostWords = 7

    /// The first number of a text that says something large on a screen; `nil` where there is none.
    package static func find(in text: String) -> NumberPhrase? {
        let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        for index in words.indices {
            if let phrase = phrase(words, at: index) { return phrase }
        }
        return nil
    }

    private static func phrase(_ words: [String], at index: Int) -> NumberPhrase? {
        guard var number = bare(words[index]), !isDate(words, index, number) else { return nil }
        var isStrong = number.contains { "%$€£".contains($0) }
        var end = index + 1
        if end < words.count, !PhraseBreak.endsPhrase(words[index]) {
            let next = letters(words[end])
            if NumberWords.magnitudes[next] != nil {
                number += " " + next
                isStrong = true
                end += 1
            } else if next == "percent" || next == "per" && end + 1 < words.count && letters(words[end + 1]) == "cent" {
                number += "%"
                isStrong = true
                end += next == "percent" ? 1 : 2
            }
        }
        // Small counts ("2 doors") say nothing on a card.
        guard isStrong || value(number) >= 10 else { return nil }
        let isOver = PhraseBreak.endsPhrase(words[end - 1])
        let after = isOver ? nil : after(words, from: end, isStrong: isStrong)
        let before = isStrong ? before(words, upTo: index) : nil
        // One word behind it ("year-to-date") says less than what leads up to it.
        if let after, before == nil || after.contains(" ") { return NumberPhrase(number: number, meaning: after) }
        return before.map { NumberPhrase(number: number, meaning: $0.capitalizedFirst + " \u{2026}") }
    }

    /// The words behind the number, to the end of their clause, if they begin with what is counted.
    private static func after(_ words: [String], from start: Int, isStrong: Bool) -> String? {
        guard start < words.count else { return nil }
        var end = start
        while end < words.count, end - start < mostWords, !turns.contains(letters(words[end])) {
            end += 1
            if PhraseBreak.endsPhrase(words[end - 1]) { break }
        }
        guard end > start else { return nil }
        var phrase = Array(words[start..<end])
        let isWhole =
            end == words.count || PhraseBreak.endsPhrase(words[end - 1]) || turns.contains(letters(words[end]))
        let first = letters(phrase[0])
        let isLed = first == "of" && isStrong
        guard isLed || !small.contains(first) && first.first?.isLetter == true else { return nil }
        if !isWhole {
            // Cut before a small word, so that what is left is whole.
            let cut = phrase.indices.last { $0 >= 2 && small.contains(letters(phrase[$0])) }
            phrase = Array(phrase[..<(cut ?? phrase.count)])
        }
        while phrase.count > 1, small.contains(letters(phrase[phrase.count - 1])) { phrase.removeLast() }
        guard phrase.contains(where: { letters($0).count > 3 && !small.contains(letters($0)) }) else { return nil }
        return trimmed(phrase.joined(separator: " "))
    }

    /// The words of the clause that lead up to the number.
    private static func before(_ words: [String], upTo end: Int) -> String? {
        var start = end
        while start > 0, end - start < mostWords + 2, !PhraseBreak.endsPhrase(words[start - 1]) { start -= 1 }
        // Not from the middle of a clause.
        guard end - start >= 2, start == 0 || PhraseBreak.endsPhrase(words[start - 1]) else { return nil }
        let phrase = words[start..<end].joined(separator: " ")
        return phrase.count <= 60 ? trimmed(phrase) : nil
    }

    /// The number without the marks around it, if the word is one.
    private static func bare(_ word: String) -> String? {
        let text = trimmed(word)
        let digits = text.drop { "$€£".contains($0) }
        guard text.count - digits.count <= 1, let first = digits.first, first.isASCII, first.isNumber else {
            return nil
        }
        let rest = digits.drop { $0.isNumber || ",.".contains($0) }
        guard rest.isEmpty || rest == "%" || rest == "\u{20AC}", text.count <= 15 else { return nil }
        return text
    }

    private static func value(_ number: String) -> Double {
        Double(number.filter { $0.isNumber || $0 == "." }) ?? 0
    }

    /// Years, days of months, ages, times, versions and one end of a range tell nothing alone.
    private static func isDate(_ words: [String], _ index: Int, _ number: String) -> Bool {
        let hasSign = number.contains { "$€£%".contains($0) }
        if hasSign { return false }
        if number.count == 4, !number.contains(","), (1000...2100).contains(Int(number) ?? 0) { return true }
        let before = index > 0 ? letters(words[index - 1]) : ""
        let after = index + 1 < words.count ? letters(words[index + 1]) : ""
        if CalendarWords.isMonth(before) || CalendarWords.isMonth(after) || parts.contains(before) { return true }
        // "Apollo 11", "Route 66": a name goes on.
        let isName = words[max(0, index - 1)].first?.isUppercase == true && (index > 1 || !openers.contains(before))
        if index > 0, isName, !PhraseBreak.endsPhrase(words[index - 1]) { return true }
        return ["am", "pm", "oclock", "year-old", "years", "year", "old", "or", "to"].contains(after)
            || after.hasSuffix("-year-old")
    }

    private static let parts: Set<String> = [
        "no", "number", "section", "chapter", "page", "version", "model", "route", "highway", "aged", "age", "at",
        "between", "or", "to", "and",
    ]

    /// Words before a number with which sentences begin.
    private static let openers: Set<String> = [
        "about", "some", "nearly", "almost", "over", "around", "roughly", "only", "just", "another", "the", "these",
        "those", "all", "in", "of", "with", "after", "for", "more", "than",
    ]

    /// Words at which a sentence turns to something else, to which the number does not belong.
    private static let turns: Set<String> = [
        "while", "whereas", "but", "although", "though", "because", "when", "which", "who", "if", "unless", "until",
    ]

    /// Words that neither begin nor end a phrase that stands alone.
    private static let small: Set<String> = [
        "a", "an", "the", "and", "or", "but", "of", "in", "on", "at", "by", "to", "from", "for", "with", "as", "than",
        "since", "over", "between", "during", "after", "before", "last", "this", "that", "these", "those", "its",
        "their", "his", "her", "our", "your", "each", "every", "per", "year", "years", "month", "week", "day", "is",
        "are", "was", "were", "has", "have", "had", "will", "would", "could", "can", "which", "who", "when", "while",
        "where", "because", "if", "so", "into", "about", "more", "less", "compared", "he", "she", "they", "it", "said",
        "says", "not", "also", "then", "now", "until", "within", "through", "across", "under", "above", "against",
    ]

    private static func letters(_ word: String) -> String {
        word.lowercased().filter { $0.isLetter || $0 == "-" }
    }

    private static func trimmed(_ text: String) -> String {
        text.trimmingCharacters(
            in: CharacterSet(charactersIn: " ,.;:!?()[]\"'\u{201C}\u{201D}\u{2018}\u{2019}\u{2014}\u{2013}-"))
    }
}
