import ReelScript
import Testing

@Suite struct ContextDependenceTests {
    @Test(arguments: [
        "The river rose by two metres on Monday.", "Maria Lopez said she would return.", "There are two bridges.",
        "This year the harvest was early.", "“The pump works,” said Maria Lopez.", "In May the bridge was closed.",
        "Some teachers said they would stay.", "Two women waved from their boat.",
    ])
    func canBeUnderstood(_ sentence: String) {
        #expect(ContextDependence.isSelfContained(sentence))
    }

    @Test(arguments: [
        "He said nothing.", "It was closed in May.", "These results surprised everyone.", "“It works,” she said.",
        "“We are very glad about it.”", "The two disagreed.", "At the time, nobody knew.", "Two days later, rain came.",
        "After that the bridge was closed.", "When he arrived, the door was open.", "Both were found.",
        "Among those values is privacy.", "The following chart shows it.", "Such claims are common.",
        "Nobody asked them.", "This is new.", "Yup, that was all.", "The report says that nobody knew.",
        "A preview of the report was shown in May.", "A former teacher, she votes for the first time.",
        "Nobody had asked for such investment.", "Asked later for a reason, he named the rain.",
    ])
    func needsWhatWasSaidBefore(_ sentence: String) {
        #expect(!ContextDependence.isSelfContained(sentence))
    }

    @Test(arguments: [
        ("But the river rose.", "The river rose."), ("However, the river rose.", "The river rose."),
        ("And yet, the river rose.", "The river rose."), ("So far the river is low.", "So far the river is low."),
        ("Meanwhile, in Ghent, rain fell.", "In Ghent, rain fell."), ("Butter is dear.", "Butter is dear."),
        ("Andes peaks are high.", "Andes peaks are high."),
    ])
    func connectivesAreLeftOut(_ sentence: String, _ expected: String) {
        #expect(ContextDependence.withoutConnective(sentence) == expected)
    }
}
