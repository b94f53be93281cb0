import ReelCore
import ReelTestKit
import ReelText
import Testing

/// What reads words costs as much as there are of them, up to what an article may have.
@Suite struct TextDoublingTests {
    @Test(arguments: HostileShape.prose)
    func sentencesAreFoundInOnePass(_ shape: HostileShape) {
        DoublingExercise(first: 500).run(shape) { _ = SentenceSplitter.sentences(of: $0) }
    }

    /// One sentence of any length, as a page without full stops has it.
    @Test(
        arguments: [
            .repeated("word "), .repeated("word, "), .repeated("word, and "), .repeated("\u{201C}word "),
            .repeated("because "), .repeated("a"), .repeated(", "),
            .repeated("a ", after: "word word word word word word, "),
        ] as [HostileShape])
    func clausesAreCutInOnePass(_ shape: HostileShape) {
        DoublingExercise(first: 500).run(shape) { _ = ClauseSplitter.scenes(of: $0) }
    }

    @Test(arguments: HostileShape.prose)
    func theLanguageIsToldByTheBeginning(_ shape: HostileShape) {
        DoublingExercise().run(shape) { _ = LanguageIdentifier.language(of: $0, tag: "en") }
    }

    @Test(arguments: HostileShape.prose + HostileShape.words)
    func wordsAreCutInOnePass(_ shape: HostileShape) {
        DoublingExercise().run(shape) { text in
            for word in Words.all(in: text, keeping: ["'", "-"]) {
                _ = Words.withoutPossessive(word, trimming: ["'", "-"])
            }
            _ = text.spacedWords.count
            _ = text.trimmedBlanks
        }
    }

    /// Scripts that part no words by spaces, in which a page may have a text without one.
    @Test(
        arguments: [.repeated("北京市政府"), .repeated("กรุงเทพ"), .repeated("「"), .repeated("の"), .repeated("。")]
            as [HostileShape])
    func wordsAreFoundByDictionaryInOnePass(_ shape: HostileShape) {
        DoublingExercise(first: 500).run(shape) { _ = DictionaryWords.units($0) }
    }

    @Test(arguments: HostileShape.words)
    func oneWordIsLookedAtOnce(_ shape: HostileShape) {
        DoublingExercise().run(shape) { word in
            _ = Abbreviation.joins(word, to: word, followedByNumber: false)
            _ = Abbreviation.expectsMore(word, beforeNumber: true)
            _ = Abbreviation.endsInOwnPeriod(word)
            _ = PhraseBreak(after: word)
            _ = PhraseBreak.isForbidden(after: word)
            _ = PhraseBreak.endsPhrase(word)
            _ = Punctuation.withoutClosers(word)
            _ = CalendarWords.month(word)
            _ = NumberWords.magnitude(ofSuffix: word)
            _ = SpokenLanguage(tag: word)
        }
    }

    @Test(
        arguments: [
            .repeated("\u{6F22}"), .repeated("\u{300C}"), .repeated("\u{3001}", after: "\u{6F22}"),
            .nested("\u{300C}", "\u{300D}", around: "\u{6F22}"), .repeated("a\u{6F22}"), .repeated("\u{3083}a"),
        ] as [HostileShape])
    func linesMayBreakWhereOnePassSays(_ shape: HostileShape) {
        DoublingExercise().run(shape) { text in
            _ = DictionaryWords.units(text)
            _ = WritingSystem.isFromRight(text)
        }
    }
}
