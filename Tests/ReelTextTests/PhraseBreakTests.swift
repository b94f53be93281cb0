import ReelText
import Testing

@Suite struct PhraseBreakTests {
    @Test(arguments: [
        ("end.", PhraseBreak.sentence), ("end.”", .sentence), ("what?!", .sentence), ("(so…)", .sentence),
        ("终。", .sentence), ("है।", .sentence), ("لماذا؟", .sentence), ("so,", .clause), ("so,”", .clause),
        ("river —", .clause), ("that:", .clause), ("نعم،", .clause), ("go", .none), ("“go”", .none), ("”", .none),
        ("", .none),
    ])
    func theLastMarkDecides(_ word: String, _ expected: PhraseBreak) {
        #expect(PhraseBreak(after: word) == expected)
    }

    @Test func aWordThatLeadsOnIsNotCutOff() {
        for word in ["the", "The", "of", "because", "Mr.", "Gen.", "st.", "would"] {
            #expect(PhraseBreak.isForbidden(after: word), "\(word)")
        }
        for word in ["river", "river.", "st", "mr", "the.", ""] {
            #expect(!PhraseBreak.isForbidden(after: word), "\(word)")
        }
    }
}
