import ReelCore
import ReelScript
import Testing

@Suite struct LanguageTests {
    private static let german = String(
        repeating: "Der Fluss stieg in der Nacht und die Stadt war am Morgen ohne Strom, doch niemand kam zu Schaden. ",
        count: 5)

    private func refusal(_ text: String, _ language: String?) -> ScriptError? {
        do {
            try Language.requireEnglish(Article(url: nil, title: "T", language: language, text: text))
            return nil
        } catch {
            return error as? ScriptError
        }
    }

    @Test(arguments: ["en", "en-GB", "EN_us", "eng", nil])
    func englishPasses(_ language: String?) {
        for article in SampleArticles.all { #expect(refusal(article.text, language) == nil) }
    }

    @Test func whatThePageSaysComesFirst() {
        #expect(refusal(SampleArticles.bridge.text, "fr-CA") == .unsupportedLanguage("fr-CA"))
    }

    @Test(arguments: [
        german, String(repeating: "川の水位が上がり、町は停電した。", count: 10),
        String(repeating: "Вода поднялась, город остался без света. ", count: 10),
        String(repeating: "El río subió por la noche y los vecinos de la ciudad salieron con sus barcas. ", count: 5),
    ])
    func otherLanguagesAreKnownByTheirWords(_ text: String) {
        #expect(refusal(text, nil) == .unsupportedLanguage(nil))
        // A template that says "en" for everything does not make it English.
        #expect(refusal(text, "en") == .unsupportedLanguage(nil))
    }

    @Test func boxScoresOfAnEnglishPageAreEnglish() {
        let scores = String(repeating: "Rockledge: Blakely 15 points. Devoe 2 goals. Baker 6 saves. ", count: 10)
        #expect(refusal(scores, "en") == nil)
    }
}
