/// Who is named with a full name where: a surname alone means nobody to those who have not heard the rest.
struct People: Sendable {
    /// For each sentence the surnames that it uses without explaining them.
    private let needed: [Set<String>]
    /// For each sentence the surnames that it introduces.
    private let introduced: [Set<String>]

    init(_ sentences: [String], title: String) {
        let tokens = sentences.map(TextTokens.all(in:))
        var introduced = tokens.map { _ in Set<String>() }
        for (index, words) in tokens.enumerated() {
            for (first, last) in zip(words, words.dropFirst())
            where Self.isName(first) && Self.isName(last) && first.end + 1 == last.start {
                introduced[index].insert(last.key)
            }
        }
        let surnames = introduced.reduce(into: Set<String>()) { $0.formUnion($1) }
        let inTitle = Set(TextTokens.all(in: title).map(\.key))
        needed = zip(tokens, introduced).map { words, own in
            var alone: Set<String> = []
            for (place, word) in words.enumerated() where surnames.contains(word.key) && Self.isName(word) {
                // Behind another name it is a part of it ("the Los Angeles Times"); in the title it is known.
                let follows = place > 0 && Self.isName(words[place - 1]) && words[place - 1].end + 1 == word.start
                if !follows, !own.contains(word.key), !inTitle.contains(word.key) { alone.insert(word.key) }
            }
            return alone
        }
        self.introduced = introduced
    }

    /// Whether everybody in a sentence is known from those chosen before it.
    func areKnown(in sentence: Int, after chosen: some Sequence<Int>) -> Bool {
        let needed = needed[sentence]
        guard !needed.isEmpty else { return true }
        var known: Set<String> = []
        for other in chosen where other < sentence { known.formUnion(introduced[other]) }
        return needed.isSubset(of: known)
    }

    private static func isName(_ token: TextToken) -> Bool {
        token.isCapital && token.key.count > 2 && !Terms.isStopWord(token.key)
            && GroundedArticle.dateForms(token.key) == nil && token.text.contains(where: \.isLowercase)
    }
}
