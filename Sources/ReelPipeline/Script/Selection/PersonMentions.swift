/// Who is named with a full name where: a surname alone means nobody to those who have not heard the rest.
struct PersonMentions: Sendable {
    /// For each sentence the surnames that it uses without explaining them.
    private let needed: [Set<String>]
    /// For each sentence the surnames that it introduces.
    private let introduced: [Set<String>]

    /// - Parameter text: the whole article, sentences that cannot be spoken included.
    init(_ sentences: [String], text: String, title: String) {
        let tokens = sentences.map(TextTokens.all(in:))
        let introduced = tokens.map(Self.surnames)
        let surnames = Self.surnames(in: TextTokens.all(in: text))
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

    private static func surnames(in words: [TextToken]) -> Set<String> {
        var found: Set<String> = []
        for (first, last) in zip(words, words.dropFirst())
        where isName(first, shortest: 2) && isName(last) && first.end + 1 == last.start {
            found.insert(last.key)
        }
        return found
    }

    /// - Parameter shortest: letters; first names may have two (Ed, Al, Jo).
    private static func isName(_ token: TextToken, shortest: Int = 3) -> Bool {
        token.isCapital && token.key.count >= shortest && !Terms.isStopWord(token.key)
            && GroundedArticle.dateForms(token.key) == nil && token.text.contains(where: \.isLowercase)
    }
}
