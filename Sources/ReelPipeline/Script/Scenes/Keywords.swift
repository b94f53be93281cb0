import Foundation
import ReelText

/// Concrete things named in a scene's words, to look for pictures of: names first, then nouns.
///
/// Without a tagger a noun is told by its company: it follows an article, an adjective or a preposition, and does not
/// end as verbs and adverbs do. What the article often names counts for more.
package struct Keywords: Sendable {
    private let frequency: [String: Int]
    /// Words that are written with a capital in the middle of a sentence and never without.
    private let names: Set<String>
    /// Words that are written without a capital somewhere.
    private let small: Set<String>
    private let title: String
    /// The article's most frequent names, for a scene that names nothing.
    private let frequent: [String]

    package static let most = 4

    package init(sentences: [String], title: String) {
        var frequency: [String: Int] = [:]
        var capital: Set<String> = []
        var small: Set<String> = []
        let tokens = sentences.map(Self.tokens)
        for words in tokens {
            for (position, word) in words.enumerated() {
                frequency[Terms.stem(word.lowercased()), default: 0] += 1
                if word.first!.isLowercase { small.insert(word.lowercased()) }
                if word.first!.isUppercase, position > 0 { capital.insert(word.lowercased()) }
            }
        }
        self.frequency = frequency
        let names = capital.subtracting(small)
        self.names = names
        self.small = small
        var counts: [String: Int] = [:]
        for words in tokens {
            for word in words
            where names.contains(word.lowercased()) && !Terms.isStopWord(word.lowercased())
                && !Self.isRank(word.lowercased())
            {
                counts[word, default: 0] += 1
            }
        }
        frequent = counts.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(2).map(\.key)
        self.title = title
    }

    /// Up to four, the most telling first; those of the title where a text names nothing.
    package func keywords(for text: String) -> [String] {
        for candidate in [text, sentenceCase(text), title, sentenceCase(title)] {
            let found = named(in: candidate)
            if !found.isEmpty { return found }
        }
        return frequent
    }

    /// A headline in capitals as a sentence: words that the article writes small are no names.
    private func sentenceCase(_ text: String) -> String {
        text.split(separator: " ").map { word in
            small.contains(word.lowercased().filter { $0.isLetter || $0 == "-" }) ? word.lowercased() : String(word)
        }.joined(separator: " ")
    }

    private func named(in text: String) -> [String] {
        let tokens = Self.tokens(text)
        var found = nameRuns(tokens)
        let nouns = nounRuns(tokens).enumerated()
            .sorted { (weight($0.element), -$0.offset) > (weight($1.element), -$1.offset) }.map(\.element)
        for noun in nouns where found.count < Self.most {
            if !found.contains(where: { $0.lowercased().contains(noun) }) { found.append(noun) }
        }
        return Array(found.prefix(Self.most))
    }

    private func weight(_ phrase: String) -> Double {
        let words = phrase.split(separator: " ").map { Terms.stem(String($0)) }
        let count = words.map { frequency[$0] ?? 0 }.max() ?? 0
        return log(1 + Double(count)) + (words.count > 1 ? 0.7 : 0) + (words.last!.count > 6 ? 0.2 : 0)
    }

    /// `New York`, `Volkswagen`: words in capitals that follow each other.
    private func nameRuns(_ tokens: [String]) -> [String] {
        var runs: [String] = []
        var run: [String] = []
        for (index, token) in (tokens + [""]).enumerated() {
            let isName = isName(tokens, index) || (token == "New" && isName(tokens, index + 1))
            if isName, run.count < 4 {
                run.append(token)
            } else {
                if !run.isEmpty { runs.append(run.joined(separator: " ")) }
                run = isName ? [token] : []
            }
        }
        var seen: Set<String> = []
        return runs.filter { $0.count > 1 && seen.insert($0).inserted }
    }

    private func isName(_ tokens: [String], _ index: Int) -> Bool {
        guard index < tokens.count, tokens[index].first!.isUppercase else { return false }
        let word = tokens[index].lowercased()
        return names.contains(word) && !Terms.isStopWord(word) && !Self.isRank(word)
    }

    private func nounRuns(_ tokens: [String]) -> [String] {
        var runs: [String] = []
        var run: [String] = []
        for (index, token) in (tokens + [""]).enumerated() {
            if isNounLike(token), run.count < 2, !run.isEmpty || isNounPlace(tokens, index) {
                run.append(token)
            } else {
                if !run.isEmpty { runs.append(run.joined(separator: " ")) }
                run = []
            }
        }
        var seen: Set<String> = []
        return runs.filter { seen.insert($0).inserted }
    }

    private func isNounLike(_ token: String) -> Bool {
        guard token.count > 3, token.allSatisfy({ $0.isLowercase || $0 == "-" }) else { return false }
        if Terms.isStopWord(token) || Self.notNouns.contains(token) { return false }
        return !["ly", "ing", "ed", "ful", "ous", "ive", "able", "ible", "less", "ish", "est"]
            .contains(where: token.hasSuffix)
    }

    /// Whether what stands before lets a noun follow.
    private func isNounPlace(_ tokens: [String], _ index: Int) -> Bool {
        guard index > 0 else { return true }
        let before = tokens[index - 1].lowercased()
        if Self.nounOpeners.contains(before) || before.first?.isNumber == true { return true }
        return ["al", "ic", "ful", "ous", "ive", "able", "ible", "ing", "ed", "an", "ern", "'s", "\u{2019}s"]
            .contains(where: before.hasSuffix) || Self.adjectives.contains(before)
    }

    private static func tokens(_ text: String) -> [String] {
        var text = text
        if text.holds("U.S.") || text.holds("U.K.") {
            text = text.replacing("U.S.", with: "US").replacing("U.K.", with: "UK")
        }
        return Words.all(in: text, keeping: marks).map { Words.withoutPossessive($0, trimming: marks) }
            .filter { !$0.isEmpty }
    }

    private static let marks: Set<Unicode.Scalar> = ["'", "\u{2019}", "-", "&"]
    private static let nounOpeners: Set<String> = [
        "a", "an", "the", "of", "in", "on", "at", "for", "with", "by", "from", "to", "into", "and", "or", "its",
        "their",
        "his", "her", "our", "my", "your", "this", "that", "these", "those", "some", "many", "more", "most",
        "several",
        "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "no", "every", "each", "other", "per",
        "over", "under", "between", "as", "than", "like", "through", "across", "against", "about", "near", "without",
    ]
    private static let adjectives: Set<String> = [
        "new", "old", "big", "small", "large", "long", "short", "high", "low", "young", "good", "great", "top",
        "full",
        "free", "real", "major", "main", "public", "private", "white", "black", "red", "blue", "green", "early",
        "late",
        "first", "second", "third", "last", "next", "best", "whole", "rare", "huge", "modern", "local", "open",
    ]
    /// Titles, months and days: before a name or in it they say nothing of how it looks.
    private static func isRank(_ lowercased: String) -> Bool {
        Abbreviation.isTitle(lowercased) || CalendarWords.isMonth(lowercased)
            || CalendarWords.weekdays.contains(lowercased)
    }

    private static let notNouns: Set<String> = Set(
        """
        able allow allows appear appears began begin begins believe believes better bring brings brought build
        built call calls case clear close continue continues could create creates different early easy
        especially expect expects fact feel feels felt free full great hard help helps high hold huge include
        includes instead large lead leads left less little live lives long look looks lost main major mean means
        meet move much must offer offers often old open part play plays possible public real recent remain
        remains return rise run runs second send sent serve short show shows similar small start starts stay
        strong sure tend third top turn turns various want wants whole wide work works worth young believe
        become became added adds allow another available based being best better black white blue green certain
        chief common complete current direct due entire extra final former future general given good happen
        happens important increase individual keep known latest likely local longer lower makes making modern
        natural original past popular present previous private proper quick rather ready regular related right
        same senior several simple single social special specific such thanks them total true typical unable
        upper usual worst wrong find adopt online perfect apprehend avoid steal deep sought fell rose broke
        carry maintain maintains serves improve despite perform express learn throw released release pack visit
        wonder deserve explore place places point points kind kinds number numbers thing things something amount
        level
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}
