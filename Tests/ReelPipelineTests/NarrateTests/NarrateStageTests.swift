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

/// The stage with the real engine, spoken by the built program.
@Suite struct NarrateStageTests {
    private static let sentences = [
        "Mr. Smith paid $3.50 in 2026 — a well-known “deal,” said the U.S. Senate.",
        "Is it cold? Yes! It froze, at −5°C, for 1,000 days.",
        "The last word.",
    ]

    private func script(_ texts: [String] = sentences) -> Script {
        Script(title: "Test", scenes: texts.enumerated().map { Scene(sceneNumber: $0 + 1, script: $1) })
    }

    private func stage(
        _ folder: URL, settings: NarrateSettings = NarrateSettings(speech: SpeechSettings(defaultVoice: .rms))
    ) throws -> NarrateStage {
        let speaker = ToolCommand(try BuiltProgram.url("ReelSpeak").path, [])
        return NarrateStage(
            cache: ContentCache(root: folder.appending(path: "cache")), speaker: speaker, settings: settings)
    }

    /// A program that knows its voices as the built one does, and does something else instead of speaking.
    private func speaker(doing shell: String) throws -> ToolCommand {
        let program = try BuiltProgram.url("ReelSpeak").path
        return ToolCommand("sh", ["-c", "[ \"$1\" = voices ] && exec \"$0\" voices; \(shell)", program])
    }

    private func context(
        _ folder: URL, report: @escaping @Sendable (Double, String?) -> Void = { _, _ in }
    ) -> StageContext {
        StageContext(workFolder: folder.appending(path: "work"), logger: Logger(label: "test"), report: report)
    }

    @Test func everyWordIsKeptAndTimed() async throws {
        try await withTemporaryFolder { folder in
            let narration = try await stage(folder).run(script(), in: context(folder))
            #expect(narration.voice == "flite/rms")
            #expect(narration.scenes.map(\.sceneNumber) == [1, 2, 3])
            for (scene, text) in zip(narration.scenes, Self.sentences) {
                #expect(scene.words.map(\.text) == text.split(separator: " ").map(String.init))
                var last = 0.0
                for word in scene.words {
                    #expect(word.start >= last && word.end >= word.start, "\(word) after \(last)")
                    last = word.end
                }
                #expect(last <= scene.duration)
                #expect(scene.words[0].start == 0.1)
            }
            // An amount of money is one word on the screen and many to the ear.
            let price = try #require(narration.scenes[0].words.first { $0.text == "$3.50" })
            #expect(price.end - price.start > 1)
            let dash = try #require(narration.scenes[0].words.first { $0.text == "—" })
            #expect(dash.end - dash.start < 0.5)
        }
    }

    @Test func soundsAreWherePausesAreNot() async throws {
        try await withTemporaryFolder { folder in
            let settings = NarrateSettings(
                speech: SpeechSettings(
                    pauses: Pauses(leadIn: 0.1, betweenSentences: 0.35, after: 0.4), finalPause: 0.9, breath: 0.2))
            let narration = try await stage(folder, settings: settings).run(script(), in: context(folder))
            for (index, scene) in narration.scenes.enumerated() {
                let audio = try WAVE(scene.audio)
                #expect(audio.sampleRate == 16000)
                #expect(abs(audio.duration - scene.duration) < 0.001)
                let lastEnd = try #require(scene.words.last?.end)
                // Breath before the last scene.
                let pause = [0.4, 0.6, 0.9][index]
                #expect(abs(scene.duration - lastEnd - pause) < 0.002)
                #expect(audio.level(0, 0.04) < 20)
                #expect(audio.level(lastEnd + 0.2, scene.duration) < 20)
                // The first phoneme is there from its beginning.
                let first = scene.words[0].start
                #expect(audio.level(first, first + 0.06) > 100)
                // Every word that has a sound is louder than the silence around the scene.
                for word in scene.words where word.text != "—" {
                    #expect(audio.level(word.start, word.end) > 100, "\(word)")
                }
            }
        }
    }

    @Test func theSameTextIsTheSameBytes() async throws {
        try await withTemporaryFolder { folder in
            let first = try await stage(folder.appending(path: "a")).run(
                script(), in: context(folder.appending(path: "a")))
            let second = try await stage(folder.appending(path: "b")).run(
                script(), in: context(folder.appending(path: "b")))
            for (one, other) in zip(first.scenes, second.scenes) {
                let (oneBytes, otherBytes) = (try Data(contentsOf: one.audio), try Data(contentsOf: other.audio))
                #expect(oneBytes == otherBytes)
                #expect(one.words == other.words)
            }
        }
    }

    @Test func onlyAnEditedSceneIsSpokenAgain() async throws {
        try await withTemporaryFolder { folder in
            let before = try await stage(folder).run(script(), in: context(folder))
            var edited = script()
            edited.scenes[1].script = "It thawed."
            let after = try await stage(folder).run(edited, in: context(folder))
            #expect(after.scenes[1].words.map(\.text) == ["It", "thawed."])
            let spoken = try FileManager.default.subpathsOfDirectory(atPath: folder.appending(path: "cache").path)
                .filter { $0.hasSuffix(SpeechFiles.audio) }
            #expect(spoken.count == 4)

            // With all of it in the cache nothing has to be spoken, so a speaker that cannot is no harm.
            let mute = NarrateStage(
                cache: ContentCache(root: folder.appending(path: "cache")), speaker: try speaker(doing: "exit 1"))
            let again = try await mute.run(script(), in: context(folder))
            #expect(again.scenes.map(\.words) == before.scenes.map(\.words))
        }
    }

    @Test func twoScenesMaySayTheSame() async throws {
        try await withTemporaryFolder { folder in
            let narration = try await stage(folder).run(script(["Again.", "Again.", "Again."]), in: context(folder))
            #expect(Set(narration.scenes.map(\.audio)).count == 3)
            for scene in narration.scenes { #expect(FileManager.default.fileExists(atPath: scene.audio.path)) }
        }
    }

    @Test func voicesDiffer() async throws {
        try await withTemporaryFolder { folder in
            let text = script(["The quick brown fox jumps over the lazy dog."])
            let rms = try await stage(folder).run(text, in: context(folder))
            let slt = try await stage(folder, settings: NarrateSettings(speech: SpeechSettings(defaultVoice: .slt)))
                .run(
                    text, in: context(folder))
            #expect(slt.voice == "flite/slt")
            let (male, female) = (try Data(contentsOf: rms.scenes[0].audio), try Data(contentsOf: slt.scenes[0].audio))
            #expect(male != female)
            #expect(slt.scenes[0].duration < rms.scenes[0].duration)
        }
    }

    @Test func aFasterVoiceTakesLessTime() async throws {
        try await withTemporaryFolder { folder in
            let text = script(["The quick brown fox jumps over the lazy dog."])
            for voice in [VoiceName.rms, VoiceName(rawValue: "espeak:en-us")!] {
                var lengths: [Double] = []
                for speed in [0.8, 1, 1.25] {
                    let speech = SpeechSettings(
                        requestedVoice: voice, speed: 2, speeds: [voice: speed],
                        pauses: Pauses(leadIn: 0, betweenSentences: 0, after: 0), finalPause: 0)
                    let spoken = try await stage(folder, settings: NarrateSettings(speech: speech)).run(
                        text, in: context(folder))
                    lengths.append(spoken.scenes[0].duration)
                }
                #expect(abs(lengths[0] / lengths[1] - 1.25) < 0.12, "\(voice.rawValue): \(lengths)")
                #expect(abs(lengths[1] / lengths[2] - 1.25) < 0.12, "\(voice.rawValue): \(lengths)")
            }
        }
    }

    @Test func wordsAreSaidAsTheListSays() async throws {
        try await withTemporaryFolder { folder in
            let list = try PronunciationList("SQL\tthe quite long name of sequel\nfox\tox", named: "list")
            let text = script(["A fox (SQL) runs, and sql stays.", "Nothing of this."])
            let plain = try await stage(folder).run(text, in: context(folder))
            let said = try await stage(folder, settings: NarrateSettings(pronunciations: list)).run(
                text, in: context(folder))
            #expect(said.scenes[0].words.map(\.text) == ["A", "fox", "(SQL)", "runs,", "and", "sql", "stays."])
            let lengths = [plain, said].map { $0.scenes[0].words[2].end - $0.scenes[0].words[2].start }
            #expect(lengths[1] > lengths[0] * 1.5, "\(lengths)")
            // A capital in the list is a capital in the text.
            let small = [plain, said].map { $0.scenes[0].words[5].end - $0.scenes[0].words[5].start }
            #expect(abs(small[0] - small[1]) < 0.1, "\(small)")
            // A scene that needs none of it is the same, and was in the cache.
            #expect(said.scenes[1].audio == plain.scenes[1].audio)
        }
    }

    @Test func progressCountsScenes() async throws {
        try await withTemporaryFolder { folder in
            let reports = Mutex<[(Double, String?)]>([])
            _ = try await stage(folder).run(
                script(), in: context(folder) { fraction, words in reports.withLock { $0.append((fraction, words)) } })
            let seen = reports.withLock { $0 }
            let thirds = (1...3).map { Double($0) / 3 }
            #expect(seen.map(\.0) == thirds)
            #expect(seen.map(\.1) == ["Scene 1 of 3", "Scene 2 of 3", "Scene 3 of 3"])
        }
    }

    @Test(arguments: [
        "\u{1B}[31mred\u{0} alert\u{7}", String(repeating: "z", count: 900), "Hello 🎉 world 👩‍👩‍👧",
        "%s%n%d $$$ ### @@@ 100%%",
        "a b c d e f g h i j k l m n o p", "Привет мир", "1234567890123456789012345678901234567890", "U.S.A. - - - ok",
        String(repeating: "and ", count: 200), "-1/0 +++ === ~~~ <b>bold</b> & \\ | ^ `",
    ])
    func hostileTextIsSpoken(_ text: String) async throws {
        try await withTemporaryFolder { folder in
            let narration = try await stage(folder).run(script([text]), in: context(folder))
            let words = narration.scenes[0].words
            #expect(words.map(\.text) == text.split(whereSeparator: \.isWhitespace).map(String.init))
            #expect(narration.scenes[0].duration > 0.5)
            #expect(words.allSatisfy { $0.start <= $0.end && $0.end <= narration.scenes[0].duration })
        }
    }

    @Test(arguments: ["", "  ", "…", "🎉🎉🎉", "— — —", "\u{1B}\u{0}\u{200B}"])
    func aSceneWithoutWordsIsRefused(_ text: String) async throws {
        try await withTemporaryFolder { folder in
            _ = await #expect(throws: NarrateError.nothingToSay(scene: 2, text: text)) {
                try await stage(folder).run(script(["Fine.", text]), in: context(folder))
            }
        }
    }

    @Test func whatIsTooLongIsRefusedBeforeAnythingIsSpoken() async throws {
        try await withTemporaryFolder { folder in
            let long = String(repeating: "x", count: 10_000)
            await #expect(throws: NarrateError.sceneTooLong(scene: 2, characters: 10_000, limit: 1000)) {
                try await stage(folder).run(script(["Fine.", long]), in: context(folder))
            }
            await #expect(throws: NarrateError.emptyScript) {
                try await stage(folder).run(script([]), in: context(folder))
            }
            #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "cache").path))
        }
    }

    @Test func aSpeakerThatFailsOrHangsIsToldOf() async throws {
        try await withTemporaryFolder { folder in
            let cache = ContentCache(root: folder.appending(path: "cache"))
            let failing = NarrateStage(cache: cache, speaker: try speaker(doing: "echo no voice >&2; exit 3"))
            await #expect(throws: NarrateError.speakerFailed(scene: 1, reason: "exit 3: no voice")) {
                try await failing.run(script(["One."]), in: context(folder))
            }
            let hanging = NarrateStage(
                cache: cache, speaker: try speaker(doing: "exec sleep 60"),
                settings: NarrateSettings(timeout: .seconds(2)))
            let timeout = await #expect(throws: NarrateError.self) {
                try await hanging.run(script(["One."]), in: context(folder))
            }
            #expect("\(timeout!)".contains("did not end within 2"))
            // One that ends well and leaves nothing is no better.
            let idle = NarrateStage(cache: cache, speaker: try speaker(doing: "exit 0"))
            await #expect(throws: NarrateError.self) { try await idle.run(script(["One."]), in: context(folder)) }
        }
    }

    /// What the program says of itself becomes an error of the stage; what it cannot be asked for does too.
    @Test func theProgramsOwnErrorIsTold() async throws {
        try await withTemporaryFolder { folder in
            let cache = ContentCache(root: folder.appending(path: "cache"))
            func error(of speaker: ToolCommand) async throws -> JobFailure {
                let stage = NarrateStage(cache: cache, speaker: speaker)
                let error = await #expect(throws: NarrateError.self) {
                    try await stage.run(script(["One."]), in: context(folder))
                }
                return try #require(error).failure
            }
            func error(told code: String) async throws -> JobFailure {
                let json = #"{"code":"\#(code)","detail":"rms"}"#
                return try await error(of: speaker(doing: "echo '\(json)' > \"$2/error.json\"; exit 1"))
            }
            #expect(try await error(told: "voice_missing").code == "voice_missing")
            #expect(try await error(told: "voice_missing").message.contains("apt-get install libflite1"))
            #expect(try await error(told: "engine_failed").code == "speech_engine_failed")
            #expect(try await error(told: "unknown_voice").code == "speech_program_version")
            #expect(try await error(of: ToolCommand("sh", ["-c", "echo '[]'"])).code == "speech_program_version")
            #expect(try await error(of: ToolCommand("sh", ["-c", "echo flite"])).code == "speaker_failed")
            let missing = try await error(of: ToolCommand("ReelSpeakThatIsNotThere", []))
            #expect(missing.code == "speech_program_missing" && missing.message.contains("ReelSpeak"))
        }
    }

    @Test func cancellingEndsTheSpeakers() async throws {
        try await withTemporaryFolder { folder in
            let mark = folder.appending(path: "started")
            let stage = NarrateStage(
                cache: ContentCache(root: folder.appending(path: "cache")),
                speaker: try speaker(doing: "echo $$ > '\(mark.path)'; exec sleep 60"))
            let context = context(folder)
            let task = Task { try await stage.run(script(["One."]), in: context) }
            try await eventually("the speaker") {
                (try? Data(contentsOf: mark))?.last == UInt8(ascii: "\n")
            }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            let number = try String(contentsOf: mark, encoding: .utf8)
            let child = try #require(Int32(number.dropLast()))
            try await eventually("the end of the speaker") { kill(child, 0) != 0 }
        }
    }
}
