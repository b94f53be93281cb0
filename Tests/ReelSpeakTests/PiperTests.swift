import Foundation
import ReelCore
import ReelSpeak
import ReelSpeech
import ReelTestKit
import ReelTool
import Testing

/// Voices of Piper that users drop into the voices folder: through the built program, with a network of some hundred bytes
/// that has the inputs and outputs of a real one (Tests/Fixtures/voices/make.py).
@Suite(.enabled(if: InstalledVoices.hasHeart, Comment(rawValue: InstalledVoices.whyNot)))
struct PiperTests {
    private static let subject = SpeechSubject(
        .piper.with([PiperVoice(name: "en_US-tiny", in: InstalledVoices.folder)!.voice]),
        capabilities: [.sameBytes, .speed, .refusesSigns, .language("en")]
    ) { request, output in
        try await withTemporaryFolder { folder in
            let voices = try TinyVoice.dropped(into: folder)
            try await program(voices).speak(request, into: output, timeout: .seconds(60))
        }
    }

    private static func program(_ folder: VoiceFolder) throws -> SpeechProgram {
        SpeechProgram(ToolCommand(try BuiltProgram.url("ReelSpeak").path, []), voices: folder)
    }

    @Test(arguments: SpeechExercise.applicable(to: subject))
    func behaves(_ exercise: SpeechExercise) async throws { try await exercise.run(Self.subject) }

    @Test func isListedWithItsLanguage() async throws {
        try await withTemporaryFolder { folder in
            let voices = try TinyVoice.dropped(into: folder, name: "mine", accent: "de")
            let found = try await Self.program(voices).providers(timeout: .seconds(60))
            let mine = try #require(found.last)
            #expect(mine.provider == "piper" && mine.voices == ["piper/mine"] && mine.problem == nil)
            #expect(PiperVoice.all(in: voices).map(\.voice.language.code) == ["de"])
        }
    }

    /// The times are those of the network's durations: with a known length of each letter they are known.
    @Test func wordsBeginWhereTheirLettersDo() async throws {
        try await withTemporaryFolder { folder in
            let voices = try TinyVoice.dropped(into: folder)
            let words = try await speak("pat a pat", voices, in: folder)
            // Each number lasts 12 hops of 64 samples at 16 kHz, and each letter has two; a space belongs to the next word.
            let letter = 2 * 12 * 64 / 16_000.0
            let lengths = words.map { ($0.end - $0.start) / letter }
            #expect(lengths.map { $0.rounded() } == lengths.map { ($0 * 1000).rounded() / 1000 }, "\(lengths)")
            #expect(words[1].start == words[0].end && words[2].start == words[1].end)
        }
    }

    @Test(arguments: [
        "cut", "empty", "another kind", "huge", "a folder", "no JSON", "text phonemes", "no map", "no language",
        "no file",
    ])
    func aVoiceThatIsNoneIsRefused(_ fault: String) async throws {
        try await withTemporaryFolder { folder in
            let voices = try TinyVoice.dropped(into: folder, name: "x")
            let (model, text) = (
                voices.url.appending(path: "x.onnx"), voices.url.appending(path: "x.onnx.json")
            )
            let whole = try Data(contentsOf: model)
            switch fault {
            case "cut": try whole.prefix(whole.count / 2).write(to: model)
            case "empty": try Data().write(to: model)
            case "another kind": try Data("GIF89a".utf8).write(to: model)
            case "huge": truncate(model.path, 1 << 30)
            case "a folder":
                try FileManager.default.removeItem(at: model)
                try FileManager.default.createDirectory(at: model, withIntermediateDirectories: false)
            case "no JSON": try Data("{".utf8).write(to: text)
            case "text phonemes": try TinyVoice.configuration(kind: "text").write(to: text)
            case "no map": try TinyVoice.configuration(letters: "").write(to: text)
            case "no language": try TinyVoice.configuration(accent: "xx").write(to: text)
            default: try FileManager.default.removeItem(at: text)
            }
            let error = await #expect(throws: SpeechError.self) { try await speak("One.", voices, in: folder, by: "x") }
            #expect(error?.code == .voiceDamaged, "\(String(describing: error))")
            #expect(error?.detail.contains("x.onnx") == true)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "out").path) == [
                    "error.json"
                ])
        }
    }

    @Test func aVoiceThatIsNotThereIsMissing() async throws {
        try await withTemporaryFolder { folder in
            let voices = try TinyVoice.dropped(into: folder)
            let error = await #expect(throws: SpeechError.self) {
                try await speak("One.", voices, in: folder, by: "other")
            }
            #expect(error == SpeechError(.voiceMissing, "piper/other"))
        }
    }

    private func speak(
        _ text: String, _ voices: VoiceFolder, in folder: URL, by name: String = "en_US-tiny"
    ) async throws -> [SpokenWord] {
        let output = folder.appending(path: "out")
        try FileManager.default.createDirectory(at: output, withIntermediateDirectories: true)
        let request = SpeechRequest(text: text, voice: "piper/" + name)
        try await Self.program(voices).speak(try WireCoding.encode(request), into: output, timeout: .seconds(60))
        return try WireCoding.decode(
            [SpokenWord].self, from: Data(contentsOf: output.appending(path: SpeechFiles.words)))
    }
}

/// The network of the tests, with a file that says what it takes.
enum TinyVoice {
    static func dropped(into folder: URL, name: String = "en_US-tiny", accent: String = "en-us") throws -> VoiceFolder {
        let voices = try InstalledVoices.copyOfHeart(in: folder)
        let model = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/voices/tiny.onnx")
        try Data(contentsOf: model).write(to: voices.url.appending(path: name + ".onnx"))
        try configuration(accent: accent).write(to: voices.url.appending(path: name + ".onnx.json"))
        return voices
    }

    static func configuration(
        accent: String = "en-us", kind: String = "espeak",
        letters: String =
            "_^$ !'(),-.:;?abcdefghijklmnopqrstuvwxyzæçðøħŋœɐɑɒɓɔɕɖɗɘəɚɛɜɞɟɡɢɣɤɥɦɨɪɫɬɭɯɰɱɲɳɴɵɶɸɹɺɻɽɾʀʁʂʃʈʉʊʋʌʍʎʏʐʑʒʔʕʘʙʛʜʝʟˈˌːˑ˞βθχᵻ"
    ) throws -> Data {
        let numbers = Dictionary(
            uniqueKeysWithValues: letters.unicodeScalars.enumerated().map {
                (String($1), JSONValue.array([.number(Double($0))]))
            })
        return try WireCoding.encode(
            JSONValue.object([
                "audio": .object(["sample_rate": .number(16_000)]), "espeak": .object(["voice": .string(accent)]),
                "phoneme_type": .string(kind), "phoneme_id_map": .object(numbers), "num_speakers": .number(1),
            ]))
    }
}
