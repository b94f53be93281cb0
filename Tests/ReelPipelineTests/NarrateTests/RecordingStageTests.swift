import Foundation
import Logging
import ReelCache
import ReelCore
import ReelNarrate
import ReelSpeech
import ReelTestKit
import ReelTool
import Testing

/// A recording in place of a voice: what another engine says stands for somebody who speaks into a microphone.
@Suite struct RecordingStageTests {
    private static let texts = [
        "The harbour town of Marlow voted on Tuesday to rebuild its old pier.",
        "Fishermen, who lost their moorings long ago, welcomed the plan.",
        "Others doubt that it will be finished in time.",
    ]

    private func script(_ texts: [String] = texts) -> Script {
        Script(title: "Test", scenes: texts.enumerated().map { Scene(sceneNumber: $0 + 1, script: $1) })
    }

    private func run(_ file: URL, _ script: Script, in folder: URL) async throws -> Narration {
        let stage = RecordingStage(
            file, cache: ContentCache(root: folder.appending(path: "cache")),
            speaker: ToolCommand(try BuiltProgram.url("ReelSpeak").path, []))
        let context = StageContext(
            workFolder: folder.appending(path: "work"), logger: Logger(label: "test"), report: { _, _ in })
        return try await stage.run(script, in: context)
    }

    /// Speaks all texts as one sound, and encodes it.
    private func record(_ name: String, _ arguments: [String] = [], in folder: URL) async throws -> (URL, [SpokenWord])
    {
        let program = SpeechProgram(ToolCommand(try BuiltProgram.url("ReelSpeak").path, []))
        let request = SpeechRequest(text: Self.texts.joined(separator: " "), voice: "slt")
        try await program.speak(try WireCoding.encode(request), into: folder, timeout: .seconds(60))
        let words = try WireCoding.decode(
            [SpokenWord].self, from: Data(contentsOf: folder.appending(path: SpeechFiles.words)))
        let file = folder.appending(path: name)
        let source = folder.appending(path: SpeechFiles.audio).path
        try await Tool.run(
            ToolCommand("ffmpeg", ["-nostdin", "-v", "error", "-y", "-i", source] + arguments + [file.path]))
        return (file, words)
    }

    @Test(arguments: ["own.wav", "own.mp3", "own.M4A"])
    func scenesAreCutBetweenTheirWords(_ name: String) async throws {
        try await withTemporaryFolder { folder in
            let (file, known) = try await record(name, ["-ac", "2", "-ar", "44100"], in: folder)
            let narration = try await run(file, script(), in: folder)
            #expect(narration.voice == "recording" && narration.note == nil)
            #expect(narration.scenes.map { $0.words.map(\.text) } == Self.texts.map { WrittenWords.split($0) })
            var (start, word) = (max(0, known[0].start - 0.2), 0)
            for scene in narration.scenes {
                let audio = try WAVE(scene.audio)
                #expect(abs(audio.duration - scene.duration) < 0.001 && audio.sampleRate == 48_000)
                for found in scene.words {
                    #expect(abs(start + found.start - known[word].start) < 0.15, "\(found)")
                    #expect(found.end >= found.start && found.end <= scene.duration)
                    word += 1
                }
                // Cut in the pause of a third of a second, and not in a word.
                #expect(audio.level(0, 0.05) < 300)
                start += scene.duration
            }
            #expect(word == known.count)
        }
    }

    @Test func otherWordsAreAnErrorThatSaysSo() async throws {
        try await withTemporaryFolder { folder in
            let (file, _) = try await record("own.mp3", in: folder)
            let other = [
                "Bees can count to four, and they remember faces of people whom they have met before.",
                "In a new experiment they also learned to pull a string for a reward.",
                "They taught the trick to others.",
            ]
            await expect("narration_mismatch") { try await run(file, script(other), in: folder) }
            await expect("narration_mismatch") { try await run(file, script(["Yes."]), in: folder) }
        }
    }

    @Test func filesThatAreNoRecordingAreRefusedWithTheReason() async throws {
        try await withTemporaryFolder { folder in
            let text = folder.appending(path: "text.mp3")
            try Data(String(repeating: "This is no sound. ", count: 500).utf8).write(to: text)
            await expect("narration_not_audio") { try await run(text, script(), in: folder) }
            let silent = folder.appending(path: "silent.wav")
            try WAVFile.encode([Int16](repeating: 3, count: 96_000), sampleRate: 48_000).write(to: silent)
            await expect("narration_silent") { try await run(silent, script(), in: folder) }
            let long = folder.appending(path: "long.wav")
            let hum = (0..<(605 * 8_000)).map { Int16($0 % 100 * 50) }
            try WAVFile.encode(hum, sampleRate: 8_000).write(to: long)
            await expect("narration_too_long") { try await run(long, script(), in: folder) }
            let list = folder.appending(path: "list.m3u8")
            try Data("#EXTM3U\n/etc/passwd\n".utf8).write(to: list)
            await expect("narration_kind") { try await run(list, script(), in: folder) }
            // A playlist that calls itself a sound opens nothing.
            let disguised = folder.appending(path: "list.wav")
            try Data("#EXTM3U\n/etc/passwd\n".utf8).write(to: disguised)
            await expect("narration_not_audio") { try await run(disguised, script(), in: folder) }
            await expect("narration_missing") {
                try await run(folder.appending(path: "gone.wav"), script(), in: folder)
            }
            await expect("narration_missing") {
                try FileManager.default.createDirectory(
                    at: folder.appending(path: "folder.wav"), withIntermediateDirectories: true)
                return try await run(folder.appending(path: "folder.wav"), script(), in: folder)
            }
            await expect("nothing_to_say") {
                let (file, _) = try await record("own.wav", in: folder)
                return try await run(file, script(["–", "…"]), in: folder)
            }
        }
    }

    private func expect(
        _ code: String, sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Narration
    ) async {
        do {
            _ = try await body()
            Issue.record("expected \(code)", sourceLocation: sourceLocation)
        } catch {
            let failure = JobFailure(error, in: .narrate)
            #expect(failure.code == code, "\(error)", sourceLocation: sourceLocation)
            #expect(!failure.message.isEmpty && !failure.isRetryable, sourceLocation: sourceLocation)
        }
    }
}
