import ReelScript
import Testing

@Suite struct KeywordsTests {
    private let keywords = Keywords(
        sentences: [
            "The old bridge in Ghent was closed by Maria Lopez.", "A bridge needs care, said Lopez in New York.",
            "Engineers of Volkswagen found cracks in the bridge and a new station wagon.",
        ], title: "Cracks in the Bridge of Ghent")

    @Test func namesComeFirstThenThings() {
        let found = keywords.keywords(for: "The bridge in Ghent was quickly closed by Maria Lopez.")
        #expect(found == ["Ghent", "Maria Lopez", "bridge"])
    }

    @Test func namesOfSeveralWordsStayTogether() {
        #expect(keywords.keywords(for: "A bridge was shown in New York.").first == "New York")
    }

    @Test(arguments: [
        "The station wagon was badly damaged.", "Engineers of Volkswagen found cracks.", "It was what it was.",
        "He and she did not go there again because they could not.",
    ])
    func areConcreteAndFew(_ sentence: String) {
        let found = keywords.keywords(for: sentence)
        #expect((1...Keywords.most).contains(found.count))
        #expect(Set(found).count == found.count)
        for keyword in found {
            for word in keyword.split(separator: " ") { #expect(!Terms.isStopWord(word.lowercased()) || word == "New") }
        }
    }

    @Test func aSceneThatNamesNothingTakesTheTitles() {
        #expect(
            keywords.keywords(for: "It was what it was.") == keywords.keywords(for: "Cracks in the Bridge of Ghent"))
    }
}
