import ReelCore
import ReelTestKit
import ReelText
import Testing

@Suite struct ClauseSplitterTests {
    @Test(arguments: [
        "The council closed the old bridge over the river on Monday evening,|"
            + "while engineers searched its stones for cracks "
            + "that nobody had ever seen before.",
        "In the hours before the storm reached the small town on the coast,|"
            + "fishermen tied their boats together and carried "
            + "the nets into the church hall.",
        "The museum will lend its largest painting to a gallery abroad next year;|"
            + "in return it receives forty drawings that "
            + "have not been shown in public since the war.",
        "Shares of the company fell by nearly a tenth in early trading on Friday,|"
            + "wiping out everything that they had gained "
            + "since the beginning of the summer.",
    ])
    func cutsBetweenClauses(_ marked: String) {
        let parts = marked.split(separator: "|").map(String.init)
        #expect(ClauseSplitter.split(parts.joined(separator: " ")) == parts)
    }

    @Test func nothingIsLongerThanAnybodyCanFollow() {
        let sentence =
            "New electric vehicles, several small trucks, a compact car, a plug-in version of the best-selling vehicle and a "
            + "futuristic station wagon from the north are among the new models that are on display this week in the "
            + "halls of the old harbour."
        let scenes = ClauseSplitter.scenes(of: sentence)
        #expect(scenes.count == 2 && scenes.joined(separator: " ") == sentence)
    }

    @Test func aTitleWithAColonIsOneName() {
        let sentence =
            "Visitors who booked their tickets early came to the old theatre to watch The Palace: Tale of Jang Noksu and "
            + "stayed until the last of the lamps went out."
        #expect(!ClauseSplitter.split(sentence).contains { $0.hasSuffix("Palace:") })
    }

    @Test(arguments: [
        "A short sentence, and a simple one, stays whole.",
        // A list is no place to breathe.
        "Investigators found old maps, silver coins, letters, photographs, and sealed boxes of medicine in the "
            + "cellar of the "
            + "abandoned house near the harbour last week.",
        // Nor is a period of an abbreviation.
        "The company that the brothers had founded announced on Sept. 30 that it was withdrawing the plan for a "
            + "new factory "
            + "beside the river.",
    ])
    func keepsWhatHasNoPlaceToCut(_ sentence: String) {
        #expect(ClauseSplitter.split(sentence) == [sentence])
    }

    @Test(arguments: [ClauseSplitter.BreakQuality.clause, .comma, .anywhere])
    func losesNoWord(_ quality: ClauseSplitter.BreakQuality) {
        for sentence in SampleArticles.all.flatMap(\.paragraphs).flatMap(SentenceSplitter.sentences) {
            let parts = ClauseSplitter.split(sentence, longest: 8, fewest: 3, at: quality)
            #expect(parts.joined(separator: " ") == sentence)
            #expect(parts.count == 1 || parts.allSatisfy { $0.split(separator: " ").count >= 3 })
        }
    }
}
