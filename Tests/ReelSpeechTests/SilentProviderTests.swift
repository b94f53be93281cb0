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
