import Foundation
import ReelCore
import ReelSpeak
import ReelSpeech
import ReelTestKit
import ReelTool
import Testing

/// The voices of Kokoro, as they are installed (ReelRunner voices install kokoro). Slow: with the long run.
@Suite(
    .serialized, .enabled(if: InstalledVoices.hasKokoro, "Kokoro is not installed: ReelRunner voices install kokoro"))
struct KokoroTests {
    private func speak(_ text: String, by voice: String, in language: String) async throws -> (
        words: [SpokenWord], seconds: Double
    ) {
        let program = SpeechProgram(
            ToolCommand(try BuiltProgram.url("ReelSpeak").path, []), voices: InstalledVoices.folder)
        return try await withTemporaryFolder { folder in
            let request = try WireCoding.encode(SpeechRequest(text: text, voice: voice, language: language))
            try await program.speak(request, into: folder, timeout: .seconds(240), isSlow: true)
            return (
                try WireCoding.decode(
                    [SpokenWord].self, from: Data(contentsOf: folder.appending(path: SpeechFiles.words))),
                try WAVFile.duration(of: folder.appending(path: SpeechFiles.audio))
            )
        }
    }

    @Test(arguments: [
        ("kokoro/jm_kumo", "en", "The river rose two metres, quickly."),
        ("kokoro/jf_alpha", "es", "El río subió 2 metros; nadie resultó herido."),
        ("kokoro/jf_alpha", "ja", "川の水は2メートル上がった。"),
        ("kokoro/jm_kumo", "fr", "Le 14 juillet, l’hôtel a coûté 1 250 000 euros."),
    ])
    func wordsAreTimedInOrder(_ voice: String, _ language: String, _ text: String) async throws {
        let (words, seconds) = try await speak(text, by: voice, in: language)
        #expect(words.map(\.text) == WrittenWords.split(text))
        #expect((1...12).contains(seconds))
        for (word, next) in zip(words, words.dropFirst()) { #expect(word.end <= next.start && word.end > word.start) }
    }
}
