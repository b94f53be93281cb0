import ReelTestKit
import ReelText
import Testing

/// What a second voice speaks.
@Suite struct QuotationsTests {
    /// The quoted parts in brackets.
    private func parts(_ scenes: String...) -> [String] {
        Quotations.parts(ofScenes: scenes).map { scene in
            scene.map { $0.isQuoted ? "[\($0.text)]" : $0.text }.joined(separator: "|")
        }
    }

    @Test func whatIsQuotedIsFoundWithItsMarks() {
        #expect(parts("“We will build it again,” she said.") == ["[“We will build it again,”]|she said."])
        #expect(parts("He said: \"This is not the end.\"") == ["He said:|[\"This is not the end.\"]"])
        #expect(
            parts("Er sagte: „Das ist nicht das Ende“, und ging.") == [
                "Er sagte:|[„Das ist nicht das Ende“,]|und ging."
            ])
        #expect(parts("Elle dit : « Ce n’est pas la fin » hier.") == ["Elle dit :|[« Ce n’est pas la fin »]|hier."])
        #expect(parts("他说：「我们明天再来这里」，然后走了。") == ["他说：|[「我们明天再来这里」，]|然后走了。"])
    }

    @Test func aQuotationMayGoOnInTheNextScene() {
        #expect(
            parts("“We will build it again, and then", "we will stay for ever,” she said.")
                == ["[“We will build it again, and then]", "[we will stay for ever,”]|she said."])
    }

    /// Titles and irony, inches, and what is never closed.
    @Test(arguments: [
        "The film “Oscar” won.", "The so-called “free and fair” vote.",
        "A 12\" disc and a 7\" disc of the same song here.",
        "“It never ends, they say, and so on.", "No marks at all.", "", "””““", "It’s the dogs’ own and the cats’ too.",
    ])
    func whatNobodySays(_ text: String) {
        #expect(Quotations.parts(ofScenes: [text]).joined().allSatisfy { !$0.isQuoted })
    }

    /// The parts have all words of the scene, in order.
    @Test func nothingIsLost() {
        for text in ["“One two three four,” he said — “five six seven eight.” End", "a “b c d e” — “f g h i” j"] {
            let words = Quotations.parts(ofScenes: [text])[0].flatMap { $0.text.split(separator: " ") }
            #expect(words == text.split(separator: " "))
        }
    }

    @Test(arguments: HostileShape.prose + [.repeated("“a b c d” "), .repeated("“"), .repeated("「北京」")])
    func quotationsAreFoundInOnePass(_ shape: HostileShape) {
        DoublingExercise(first: 500).run(shape) { _ = Quotations.parts(ofScenes: [$0]) }
    }
}
