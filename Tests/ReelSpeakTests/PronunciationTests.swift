import ReelSpeak
import ReelSpeech
import Testing

@Suite struct PronunciationTests {
    /// The engine's tokens of a whole text, those of one written word joined by a space, words by a bar.
    private func read(_ text: String) -> String {
        Pronunciation.words(WrittenWords.split(text)).map { word in
            word.tokens.map { $0.name + $0.punctuation }.joined(separator: " ")
        }.joined(separator: "|")
    }

    @Test(arguments: [
        ("Rain fell, then snow.", "Rain|fell,|then|snow."),
        ("“Stop,” she said.", "Stop,|she|said."),
        ("Why? Because!", "Why?|Because."),
        ("well-known", "well-known."),
        ("don’t", "don't."),
        ("naïve café", "naive|cafe."),
        ("Tokyo 東京", "Tokyo|dongjing."),
        ("AT&T and R&D", "A.T and T|and|R and D."),
        ("#1 @home", "number 1|at home."),
        ("The US and UK", "The|U.S|and|U.K."),
        ("see example.com now", "see|example dot com|now."),
        ("w/o and/or", "without|and or."),
        ("20°C or 3½ hours", "20 degrees Celsius|or|3 1/2|hours."),
        ("3/4 of 9/11 in 2022/23", "3/4|of|9 11|in|2022 23."),
        ("won 45-17 on 2026-11-05", "won|45 to 17|on|November 5 2026."),
    ]) func reads(_ text: String, _ expected: String) {
        #expect(read(text) == expected)
    }

    @Test(arguments: [
        ("$3.50", "3 dollars 50 cents."),
        ("$1", "1 dollar."),
        ("$0.05", "5 cents."),
        ("$44,000", "44,000 dollars."),
        ("£20m", "20 million pounds."),
        ("€3 million", "3|million euros."),
        ("$1.5 trillion,", "1.5|trillion dollars,"),
        ("US$5bn", "5 billion dollars."),
        ("¥5000", "5000 yen."),
    ]) func readsMoney(_ text: String, _ expected: String) {
        #expect(read(text) == expected)
    }

    @Test func aPeriodOfAnAbbreviationEndsNoSentence() {
        let text = "Mr. Smith met Gov. J. Doe of the U.S. Army at 9 a.m. today. He left."
        let words = Pronunciation.words(WrittenWords.split(text))
        let ends = zip(WrittenWords.split(text), words).filter(\.1.endsSentence).map(\.0)
        #expect(ends == ["today.", "left."])
    }

    @Test func aDashOnItsOwnIsSilentAndMakesAPause() {
        #expect(read("The moon — Europa — has water.") == "The|moon,||Europa,||has|water.")
    }

    @Test(arguments: ["—", "…", "!!!", "🎉🎉", "\u{1B}\u{0}", "\u{200B}", "\"\"", "()"])
    func signsAreSilent(_ text: String) {
        #expect(Pronunciation.words([text]).flatMap(\.tokens).isEmpty)
    }

    @Test func everyWrittenWordKeepsItsPlace() {
        let text = "One — $2 million, “three” (four) 🎉 five/six U.S. 7–8 …"
        let written = WrittenWords.split(text)
        #expect(written.joined(separator: " ") == text)
        #expect(Pronunciation.words(written).count == written.count)
    }

    @Test func whatTheEngineGetsIsPlainAndShort() {
        let hostile =
            String(repeating: "A", count: 10_000) + " \u{0}\u{7}x\u{202E}y \u{1F468}\u{200D}\u{1F469} ' OR 1=1 -- %n%s"
        let tokens = Pronunciation.words(WrittenWords.split(hostile)).flatMap(\.tokens)
        #expect(!tokens.isEmpty)
        for token in tokens {
            #expect((1...40).contains(token.name.utf8.count))
            #expect(token.name.utf8.allSatisfy { (0x21...0x7E).contains($0) })
            #expect(["", ",", ".", "?"].contains(token.punctuation))
        }
    }
}
