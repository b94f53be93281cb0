import ReelNarrate
import ReelSpeech
import ReelTestKit
import Testing

/// The user's list of pronunciations, up to its two megabytes.
@Suite struct NarrateDoublingTests {
    @Test(
        arguments: [
            .repeated("a"), .repeated("\t"), .repeated("\n"), .repeated("# a\n"), .repeated(" ", before: "\ta"),
            .repeated("\u{FEFF}"), .repeated("\t", after: "a"), .repeated("\u{301}", after: "e", before: "\ta"),
            HostileShape("another word in each line") { count in (0..<count).map { "word\($0)\tw\($0)\n" }.joined() },
        ] as [HostileShape])
    func aListOfPronunciationsIsReadInOnePass(_ shape: HostileShape) {
        DoublingExercise().run(shape) {
            // What is no list is read to the line that shows it.
            _ = try? PronunciationList($0, named: "words.txt")
        }
    }
}
