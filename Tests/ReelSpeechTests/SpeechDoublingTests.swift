import Foundation
import ReelCore
import ReelSpeech
import ReelTestKit
import Testing

/// What lies between a script and an engine costs as much as there is to be said.
@Suite struct SpeechDoublingTests {
    @Test(arguments: HostileShape.words + HostileShape.prose)
    func aListOfPronunciationsIsLookedIntoInOnePass(_ shape: HostileShape) {
        let list = PronunciationList(["nguyen": "win", "km/h": "kilometres per hour", "a": "ay"])
        DoublingExercise().run(shape) { _ = list.needed(in: $0) }
    }

    /// Speaks the first word only: the others are shown in the silence.
    private struct FirstWordProvider: SpeechProvider {
        let voices = SilentProvider().voices
        let version = "first word 1"

        func sentences(of words: [String], by voice: VoiceName, speed: Double) -> [SpeechSentence] {
            guard let first = words.first else { return [] }
            return SilentProvider().sentences(of: [String(first.prefix(10))], by: voice, speed: speed)
        }
    }

    @Test(
        arguments: [
            .repeated("word "), .repeated("- "), .repeated("A b. "), .repeated("a"), .repeated("a - "),
            .repeated(". ", after: "a "),
        ] as [HostileShape])
    func aRequestIsAnsweredInOnePass(_ shape: HostileShape) async throws {
        try await withTemporaryFolder { folder in
            for provider in [SilentProvider(), FirstWordProvider()] as [any SpeechProvider] {
                let providers = SpeechProviders([provider])
                DoublingExercise(first: provider is SilentProvider ? 20 : 300).run(shape) { text in
                    let request = SpeechRequest(
                        text: text, voice: "silent/hush", sayAs: PronunciationList(["a": "b c"]))
                    #expect(throws: Never.self) { try providers.answer(try WireCoding.encode(request), into: folder) }
                }
            }
        }
    }

    @Test(
        arguments: HostileShape.five(sign: "{", opening: "[", closing: "]", nearly: "{\"text\":")
            + [.repeated("a", after: "{\"text\": \"", before: "\"}")])
    func whatIsNoRequestIsRefusedInOnePass(_ shape: HostileShape) async throws {
        try await withTemporaryFolder { folder in
            let providers = SpeechProviders([SilentProvider()])
            DoublingExercise(first: 1_000).run(shape) { text in
                #expect(throws: SpeechError.self) { try providers.answer(Data(text.utf8), into: folder) }
            }
        }
    }

    /// Headers that tell another length than the file has, and what is no sound at all.
    @Test(
        arguments: [
            .repeated("R"), .repeated("RIFF"), .repeated("\0", after: "RIFF"), .repeated("data", after: "RIFF"),
            .repeated("\u{7F}", after: "RIFF"),
        ] as [HostileShape])
    func aSoundFileIsReadInOnePass(_ shape: HostileShape) async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "a.wav")
            DoublingExercise(first: 10_000).run(shape) { text in
                #expect(throws: (any Error).self) {
                    try Data(text.utf8).write(to: file)
                    _ = try WAVFile.duration(of: file)
                }
            }
        }
    }
}
