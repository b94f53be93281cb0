import Foundation
import ReelCore
import ReelSpeech
import ReelTestKit
import Testing

/// The trial of a second provider: what is shared by all providers holds for one that it does not know.
@Suite struct SilentProviderTests {
    private static let providers = SpeechProviders([SilentProvider()])
    private static let subject = SpeechSubject(
        SilentProvider().voices, capabilities: [.sameBytes, .speed, .language("en")]
    ) { try providers.answer($0, into: $1) }

    @Test(arguments: SpeechExercise.applicable(to: subject))
    func behaves(_ exercise: SpeechExercise) async throws { try await exercise.run(Self.subject) }

    @Test func whatItCannotDoIsNamed() {
        let skipped = SpeechExercise.skipped(by: Self.subject)
        #expect(skipped.first == "A text of signs alone is an error that says so")
        #expect(skipped.dropFirst().allSatisfy { $0.hasPrefix("Every word is heard in ") })
        #expect(skipped.count == SpeechCapability.sentences.count)
    }

    @Test func itsVoicesAreListed() throws {
        let description = try #require(Self.providers.descriptions.first)
        #expect(Self.providers.descriptions.count == 1)
        #expect(description.provider == "silent" && description.version == "silent 1")
        #expect(description.voices == ["silent/hush", "silent/still"])
    }

    /// The pause is what is between two words of this provider.
    @Test(arguments: [
        ("One two. Three four.", 0.4), ("One two.\n\nThree four.", 0.8), ("One two? Three four.", 0.52),
        ("One two?\u{201D} Three four.", 0.52), ("One two\u{2026} Three four.", 0.6), ("One two... Three four.", 0.6),
    ])
    func aPauseGoesByWhatStandsBeforeIt(text: String, pause: Double) async throws {
        try await withTemporaryFolder { folder in
            let pauses = Pauses(leadIn: 0.1, betweenSentences: 0.4, betweenParagraphs: 0.8, after: 0.2)
            let request = SpeechRequest(text: text, voice: "silent/hush", pauses: pauses)
            try Self.providers.answer(try WireCoding.encode(request), into: folder)
            let words = try WireCoding.decode(
                [SpokenWord].self, from: Data(contentsOf: folder.appending(path: SpeechFiles.words)))
            #expect(abs(words[2].start - words[1].end - pause) < 0.001)
        }
    }

    /// Names of the form `provider/name` stand beside the older ones in one catalogue.
    @Test func itsNamesAreFoundBesideTheOthers() throws {
        let catalog = VoiceCatalog(VoiceCatalog.standard.providers + [SilentProvider().voices])
        let hush = try #require(catalog.voice(named: "silent/hush"))
        #expect(hush.fullName == "silent/hush" && catalog.provider(of: hush)?.provider == "silent")
        #expect(catalog.voice(named: "rms") == .rms && catalog.voice(named: "espeak:de")?.provider == "espeak-ng")
        #expect(catalog.voice(speaking: .english) == .heart)
        #expect(catalog.voice(speaking: .english, without: [.heart]) == .rms)
        #expect(catalog.expected == VoiceName.expected + ", or silent/hush or silent/still")
    }
}
