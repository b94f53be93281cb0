import Foundation
import Logging
import ReelCache
import ReelCore
import ReelNarrate
import ReelSpeech
import ReelTestKit
import ReelTool
import Synchronization
import Testing

/// Who speaks where the default voice is installed, missing or damaged.
@Suite struct HeartNarrationTests {
    private static let script = Script(title: "Test", scenes: [Scene(sceneNumber: 1, script: "The last word.")])

    private func narrate(
        _ speech: SpeechSettings, in folder: URL, report: @escaping @Sendable (Double, String?) -> Void = { _, _ in }
    ) async throws -> Narration {
        try await NarrateStage(
            cache: ContentCache(root: folder.appending(path: "cache")),
            speaker: ToolCommand(try BuiltProgram.url("ReelSpeak").path, []), settings: NarrateSettings(speech: speech)
        ).run(
            Self.script,
            in: StageContext(
                workFolder: folder.appending(path: "work"), logger: Logger(label: "test"), report: report))
    }

    @Test func aMissingDefaultVoiceIsReplacedAndThatIsSaid() async throws {
        try await withTemporaryFolder { folder in
            for speech in [SpeechSettings(), SpeechSettings(folder: VoiceFolder(folder))] {
                let told = Mutex<[String]>([])
                let narration = try await narrate(speech, in: folder) { _, words in
                    if let words { told.withLock { $0.append(words) } }
                }
                #expect(narration.voice == "flite/rms")
                let note = try #require(narration.note)
                #expect(note.contains("heart is not installed") && note.contains("ReelRunner voices install heart"))
                #expect(told.withLock { $0.first } == note)
            }
            // Another voice, and another language, need nothing of it.
            #expect(try await narrate(SpeechSettings(requestedVoice: .slt), in: folder).note == nil)
            #expect(try await narrate(SpeechSettings(defaultVoice: .slt), in: folder).note == nil)
        }
    }

    @Test func aMissingVoiceThatIsRequestedIsAnError() async throws {
        try await withTemporaryFolder { folder in
            let error = await #expect(throws: NarrateError.self) {
                try await narrate(SpeechSettings(requestedVoice: .heart), in: folder)
            }
            #expect(error == .voiceMissing(.heart))
            let failure = try #require(error).failure
            #expect(failure.code == "voice_missing" && failure.message.contains("ReelRunner voices install heart"))
        }
    }

    @Test(.enabled(if: InstalledVoices.hasHeart, Comment(rawValue: InstalledVoices.whyNot)))
    func theInstalledVoiceSpeaks() async throws {
        try await withTemporaryFolder { folder in
            let narration = try await narrate(SpeechSettings(folder: InstalledVoices.folder), in: folder)
            #expect(narration.voice == "hibari/heart" && narration.note == nil)
            #expect(narration.scenes[0].words.map(\.text) == ["The", "last", "word."])
        }
    }

    @Test(.enabled(if: InstalledVoices.hasHeart, Comment(rawValue: InstalledVoices.whyNot)))
    func aDamagedVoiceIsReplacedOrAnError() async throws {
        try await withTemporaryFolder { folder in
            let voices = try InstalledVoices.copyOfHeart(in: folder)
            let library = voices.url(of: VoicePackage.onnxRuntime.files[0])
            var bytes = try Data(contentsOf: library)
            bytes[bytes.count / 2] ^= 1
            try FileManager.default.removeItem(at: library)
            try bytes.write(to: library)
            let narration = try await narrate(SpeechSettings(folder: voices), in: folder)
            #expect(narration.voice == "flite/rms")
            #expect(narration.note?.contains("cannot be used") == true && narration.note?.contains("SHA-256") == true)
            let error = await #expect(throws: NarrateError.self) {
                try await narrate(SpeechSettings(requestedVoice: .heart, folder: voices), in: folder)
            }
            let failure = try #require(error).failure
            #expect(failure.code == "voice_damaged" && failure.message.contains("ReelRunner voices install heart"))
        }
    }
}
