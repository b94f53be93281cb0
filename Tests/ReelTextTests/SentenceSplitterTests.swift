import ReelText
import Testing

@Suite struct SentenceSplitterTests {
    /// Sentences are written with a bar between them.
    @Test(arguments: [
        "Rain fell.|Then it snowed.",
        "Dr. Smith met Mrs. Jones at St. Mary's.|He waved.",
        "J. R. R. Tolkien wrote it.|The U.S. Army did not.",
        "She moved to the U.S.|The move was hard.",
        "It cost $3.50 a piece.|That is 2.5 times as much.",
        "The shop opens at 9 a.m. on Monday.|It closes at 5 p.m.|The owner sleeps.",
        "Acme Inc. reported a loss.|Its shares fell on Nov. 9 in Calif. trading.",
        "No. 5 is alive.|Is it?|Yes!|Good.",
        "“I like it. It is good,” he said.|Then he left.",
        "He said, “It is over.”|Nobody answered.",
        "\"Stop. Go home,\" she said.|They went.",
        "Wait… what happened?|Nothing.",
        "It ended.|iPhone sales rose.",
        "Senators such as Sens. Booker and Harris agreed.|All is well.",
        "Visit Polygraph.info today.|It helps.",
    ])
    func splits(_ marked: String) {
        let expected = marked.split(separator: "|").map(String.init)
        #expect(SentenceSplitter.sentences(of: expected.joined(separator: " ")) == expected)
    }

    @Test(arguments: [
        "", " ", ".", "...", "\" \" \"", "“never closed. It goes on. And on.", String(repeating: "A. ", count: 5_000),
        String(repeating: "“", count: 10_000), "?!?!?! ... !!!",
    ])
    func losesNothing(_ text: String) {
        let sentences = SentenceSplitter.sentences(of: text)
        let (before, after) = (text.filter { $0 != " " }, sentences.joined().filter { $0 != " " })
        #expect(before == after)
    }
}
