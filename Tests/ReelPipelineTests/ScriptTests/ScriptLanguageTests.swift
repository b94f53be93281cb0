import ReelCore
import ReelScript
import ReelTestKit
import Testing

@Suite struct ScriptLanguageTests {
    private func language(_ text: String, _ tag: String?, asked: VoiceName? = nil) -> String? {
        try? ScriptLanguage.of(text, tag: tag, asked: asked).code
    }

    private func long(_ text: String) -> String { String(repeating: text + " ", count: 6) }

    @Test func aVoiceThatNamesItsLanguageIsTakenAtItsWord() throws {
        let finnish = try #require(VoiceName(rawValue: "espeak:fi"))
        #expect(language(SampleArticles.bridge.text, "en", asked: finnish) == "fi")
        #expect(language(SampleArticles.bridge.text, "en", asked: .slt) == "en")
        #expect(language("川の水位が上がり、町は停電した。", "ja", asked: finnish) == "fi")
    }

    @Test(arguments: ["am", nil, "en"])
    func whatNothingSpeaksIsRefusedByName(_ tag: String?) {
        let error = #expect(throws: ScriptError.self) {
            try ScriptLanguage.of(long("የወንዙ ውሃ በሌሊት ከፍ አለ፤ ከተማዋ መብራት አልነበራትም።"), tag: tag)
        }
        #expect(error == .unsupportedLanguage(tag))
        #expect(error?.failure.message.contains("English is spoken") == true)
    }
}
