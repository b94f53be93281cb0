import Configuration
import Foundation
import ReelCore
import ReelNarrate
import ReelSettings
import ReelSpeech
import ReelTestKit
import Testing

@Suite struct NarrateSettingsTests {
    private func settings(_ environment: [String: String]) async throws -> NarrateSettings {
        try NarrateSettings(await Settings.load(environment: environment))
    }

    @Test func theVoiceIsRead() async throws {
        let unset = try await settings(["REEL_HOME": "/srv/reels"]).speech
        #expect(unset == SpeechSettings(folder: VoiceFolder(URL(fileURLWithPath: "/srv/reels/voices"))))
        #expect(unset.defaultVoice == .heart)
        #expect(try await settings(["REEL_VOICE": "slt"]).speech.defaultVoice == .slt)
        #expect(try await settings(["REEL_VOICE": "espeak:de+f3"]).speech.defaultVoice.fullName == "espeak-ng/de+f3")
    }

    @Test func theVoicesFolderIsRead() async throws {
        let near = URL(fileURLWithPath: FileManager.default.currentDirectoryPath).appending(path: "var/voices")
        #expect(try await settings([:]).speech.folder?.url.path == near.standardizedFileURL.path)
        let set = try await settings(["REEL_VOICES": "/srv/voices", "REEL_HOME": "/srv/reels"]).speech.folder
        #expect(set?.url.path == "/srv/voices")
    }

    @Test func speedAndPausesAreRead() async throws {
        let speech = try await settings([
            "REEL_NARRATE_SPEED": "1.25", "REEL_NARRATE_SPEEDS": "slt=0.9,espeak:de=1.1", "REEL_NARRATE_LEAD_IN": "0",
            "REEL_NARRATE_SENTENCE_PAUSE": "0.5", "REEL_NARRATE_SCENE_PAUSE": "1", "REEL_NARRATE_FINAL_PAUSE": "2.5",
        ]).speech
        #expect(speech.speed(of: .rms) == 1.25 && speech.speed(of: .slt) == 0.9)
        #expect(speech.pauses == Pauses(leadIn: 0, betweenSentences: 0.5, after: 1))
        #expect(speech.finalPause == 2.5)
    }

    @Test func anUnknownVoiceIsRefusedByName() async throws {
        let error = await #expect(throws: SettingsError.self) { try await settings(["REEL_VOICE": "hal"]) }
        #expect(
            error?.description == "The setting REEL_VOICE is \"hal\", but it should be \(VoiceName.expected).")
    }

    @Test(arguments: [
        ["REEL_NARRATE_SPEED": "3"], ["REEL_NARRATE_SPEED": "fast"], ["REEL_NARRATE_LEAD_IN": "-1"],
        ["REEL_NARRATE_SPEEDS": "slt"], ["REEL_NARRATE_SPEEDS": "hal=1"], ["REEL_NARRATE_SPEEDS": "slt=9"],
        ["REEL_NARRATE_PRONUNCIATIONS": "/no/such/file"], ["REEL_NARRATE_PRONUNCIATIONS": "/"],
    ])
    func whatCannotBeUsedIsRefused(_ environment: [String: String]) async throws {
        let error = await #expect(throws: SettingsError.self) { try await settings(environment) }
        #expect(try #require(error).description.contains(try #require(environment.keys.first)))
    }

    @Test func aPronunciationListIsReadFromItsFile() async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "words.txt")
            try Data("# ours\n\nNguyen\twin\r\nsql\tsequel\n".utf8).write(to: file)
            let list = try await settings(["REEL_NARRATE_PRONUNCIATIONS": file.path]).pronunciations
            #expect(list == (try PronunciationList("Nguyen\twin\nsql\tsequel", named: "list")))
        }
    }
}
