import ReelNarrate
import ReelSettings
import ReelSpeech
import Testing

@Suite struct PronunciationListTests {
    @Test(arguments: [
        ("one\ttwo\nthree", 2), ("\u{FEFF}a\tb\n# fine\n\nc  d", 4), ("a\tb\tc", 1), ("a\t", 1), ("\tb", 1),
        ("two words\tone", 1), ("a\tb\na\tc", 2), ("a\t!!!", 1), ("&\tand", 1),
        ("a\t" + String(repeating: "b", count: 201), 1),
    ])
    func theLineThatCannotBeUsedIsNamed(_ text: String, line: Int) throws {
        let error = #expect(throws: SettingsError.self) { try PronunciationList(text, named: "words.txt") }
        #expect(try #require(error).description.contains("\"words.txt, line \(line)\""), "\(error!)")
    }

    @Test(arguments: ["", "\n\n", "# nothing", "a\tb", "Ärger\tEr ger\r\nx\ty", "\u{FEFF}a\tb", "  \n a \t b "])
    func whatIsInOrderIsTaken(_ text: String) throws {
        _ = try PronunciationList(text, named: "words.txt")
    }
}
