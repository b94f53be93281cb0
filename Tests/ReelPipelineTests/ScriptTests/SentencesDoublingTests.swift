import ReelCore
import ReelScript
import ReelTestKit
import Testing

/// What makes sentences of an article's text costs as much as there is of it.
@Suite struct SentencesDoublingTests {
    /// One line of any length; the whole text is bounded by `SpeakableText.paragraphs`.
    @Test(arguments: HostileShape.prose)
    func aLineIsCleanedInOnePass(_ shape: HostileShape) {
        DoublingExercise(first: 500).run(shape) { _ = SpeakableText.clean($0) }
    }

    @Test(arguments: HostileShape.prose)
    func theTextIsReadAloudInOnePass(_ shape: HostileShape) {
        DoublingExercise(first: 500).run(shape) { text in
            let article = Article(url: "https://example.com/a", title: "A title", byline: "Ada Example", text: text)
            _ = Sentences.all(in: SpeakableText.paragraphs(of: article))
        }
    }

    /// A line each.
    @Test(
        arguments: [
            .repeated("A b c d said e.\n"), .repeated("By Ada.\n"), .repeated("a:\n"), .repeated("LONDON - A.\n"),
            .repeated("\n"), .repeated("It is a \u{2014} b \u{2014} c.\n"),
        ] as [HostileShape])
    func linesAreReadAloudInOnePass(_ shape: HostileShape) {
        DoublingExercise(first: 500).run(shape) { text in
            let article = Article(url: nil, title: "A title", byline: text, text: text)
            _ = Sentences.all(in: SpeakableText.paragraphs(of: article))
        }
    }

    @Test(
        arguments: HostileShape.prose + [
            .repeated(" | a"), .repeated(" - a b"), .repeated("A b \u{BB} c "), .repeated("news: "),
            .repeated(" \u{2014} "),
        ])
    func aTitleIsCleanedInOnePass(_ shape: HostileShape) {
        DoublingExercise(first: 500).run(shape) { text in
            _ = SpeakableText.title(
                of: Article(url: "https://news.example.com/", title: text, siteName: text, text: ""))
        }
    }

    @Test(arguments: HostileShape.prose + [.repeated("Ada Example saw the stone bridge. "), .repeated("New New ")])
    func keywordsAreFoundInOnePass(_ shape: HostileShape) {
        DoublingExercise(first: 300).run(shape) { text in
            _ = Keywords(sentences: [text], title: text).keywords(for: text)
        }
    }

    /// Each word another one, each a thing.
    @Test func keywordsOfManyThingsAreFoundInOnePass() {
        let shape = HostileShape("the thing0001 of the thing0002 …") { count in
            (0..<count).map { "the \(Self.name($0)) " }.joined()
        }
        DoublingExercise(first: 300).run(shape) { text in
            _ = Keywords(sentences: [text], title: text).keywords(for: text)
        }
    }

    @Test(arguments: HostileShape.prose)
    func theTimeOfATextIsToldInOnePass(_ shape: HostileShape) {
        DoublingExercise().run(shape) { _ = SpeechPace.rms.seconds(ofScenes: [$0]) }
    }

    /// Small letters for a number.
    private static func name(_ number: Int) -> String {
        "gem" + String(number, radix: 20).map { String(UnicodeScalar(UInt8(97 + ($0.hexDigitValue ?? 9)))) }.joined()
            + String(number, radix: 10).map { String(UnicodeScalar(UInt8(97 + ($0.hexDigitValue ?? 9)))) }.joined()
    }
}
