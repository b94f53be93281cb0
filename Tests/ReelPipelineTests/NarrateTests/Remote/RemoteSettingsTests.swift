import Configuration
import ReelCore
import ReelNarrate
import ReelSettings
import Testing

@Suite struct RemoteSettingsTests {
    private func settings(_ environment: [String: String]) async throws -> RemoteSpeechSettings? {
        try NarrateSettings(await Settings.load(environment: environment)).remote
    }

    @Test func aServiceIsRead() async throws {
        #expect(try await settings([:]) == nil)
        let read = try #require(
            try await settings([
                "REEL_SPEECH_URL": "http://127.0.0.1:8000/v1/", "REEL_SPEECH_MODEL": "m", "REEL_SPEECH_VOICE": "v",
                "REEL_SPEECH_KEY": "k", "REEL_SPEECH_INSTRUCTIONS": "Calm.", "REEL_SPEECH_FORMAT": "opus",
                "REEL_SPEECH_LANGUAGES": "en, de-DE", "REEL_SPEECH_FALLBACK": "no", "REEL_SPEECH_TIMEOUT": "5",
                "REEL_SPEECH_TRIES": "1", "REEL_SPEECH_CHARACTERS": "200", "REEL_SPEECH_PRICE": "15",
            ]))
        var expected = RemoteSpeechSettings(
            url: "http://127.0.0.1:8000/v1", key: "k", model: "m", voice: "v", format: .opus)
        expected.instructions = "Calm."
        expected.service.languages = ["en", "de"]
        expected.allowsFallback = false
        expected.timeout = .seconds(5)
        expected.tries = 1
        expected.charactersPerRequest = 200
        expected.service.price = 15
        #expect(read == expected)
    }

    @Test func eachKindHasItsOwnDefaults() async throws {
        let url = ["REEL_SPEECH_URL": "http://127.0.0.1:8880", "REEL_SPEECH_VOICE": "v"]
        let captioned = try #require(try await settings(url.merging(["REEL_SPEECH_KIND": "captioned"]) { $1 }))
        #expect(captioned.model == "kokoro" && captioned.format == .wav && captioned.allowsFallback)
        let other = try #require(try await settings(url.merging(["REEL_SPEECH_KIND": "elevenlabs"]) { $1 }))
        #expect(other.model == "eleven_multilingual_v2" && other.format == .mp3)
    }

    @Test(arguments: [
        (["REEL_SPEECH_VOICE": "v", "REEL_SPEECH_MODEL": "m"], "REEL_SPEECH_URL", "ftp://a.example"),
        (["REEL_SPEECH_URL": "https://a.example/v1", "REEL_SPEECH_VOICE": "v"], "REEL_SPEECH_MODEL", ""),
        (["REEL_SPEECH_URL": "https://a.example/v1", "REEL_SPEECH_MODEL": "m"], "REEL_SPEECH_VOICE", ""),
        (["REEL_SPEECH_KIND": "elevenlabs"], "REEL_SPEECH_FORMAT", "flac"), ([:], "REEL_SPEECH_KIND", "piper"),
        ([:], "REEL_SPEECH_LANGUAGES", "klingon"), ([:], "REEL_SPEECH_CHARACTERS", "5"),
    ])
    func whatCannotBeUsedIsRefused(_ others: [String: String], _ variable: String, _ value: String) async throws {
        let error = await #expect(throws: SettingsError.self) {
            try await settings(others.merging([variable: value]) { $1 })
        }
        #expect(try #require(error).description.contains(variable))
    }
}
