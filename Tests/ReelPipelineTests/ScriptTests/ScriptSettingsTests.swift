import Configuration
import ReelCore
import ReelScript
import ReelSettings
import Testing

@Suite struct ScriptSettingsTests {
    @Test func lengthAndPaceAreRead() async throws {
        let settings = try ScriptSettings(
            await Settings.load(environment: ["REEL_SCRIPT_SECONDS": "38", "REEL_VOICE": "slt"]))
        #expect(settings.limits.targetSeconds == 38)
        #expect(settings.limits.pace == .slt)
        #expect(settings.speech.defaultVoice == .slt)
        // Where the default voice is not installed, the pace is that of the one that takes its place.
        let bare = ["REEL_VOICES": "/no/such/folder"]
        #expect(try ScriptSettings(await Settings.load(environment: bare)).limits == ScriptLimits())
    }

    @Test func aModelIsReadWithItsEndpoint() async throws {
        let environment = [
            "REEL_LLM_URL": "http://127.0.0.1:11434/v1/", "REEL_LLM_MODEL": "small", "REEL_LLM_KEY": "k",
            "REEL_LLM_FALLBACK": "false", "REEL_LLM_INPUT_PRICE": "0.15", "REEL_LLM_TIMEOUT": "5",
        ]
        let model = try #require(try ScriptSettings(await Settings.load(environment: environment)).model)
        #expect(model.endpoint == "http://127.0.0.1:11434/v1/chat/completions")
        #expect(model.key == "k" && !model.allowsFallback && model.inputPrice == 0.15 && model.timeout == .seconds(5))
        #expect(
            ModelSettings(url: "https://a.example/chat/completions", model: "m").endpoint.hasSuffix(
                "e/chat/completions"))
        #expect(try ScriptSettings(await Settings.load(environment: [:])).model == nil)
    }

    @Test(arguments: [
        ["REEL_LLM_URL": "127.0.0.1:11434"], ["REEL_LLM_URL": "https://a.example/v1"],
        ["REEL_LLM_URL": "https://a.example/v1", "REEL_LLM_MODEL": "m", "REEL_LLM_KEY": "a\nb"],
        ["REEL_LLM_URL": "https://a.example/v1", "REEL_LLM_MODEL": "m", "REEL_LLM_TRIES": "0"],
    ])
    func aModelThatCannotBeAskedIsRefused(environment: [String: String]) async throws {
        let config = try await Settings.load(environment: environment)
        #expect(throws: SettingsError.self) { try ScriptSettings(config) }
    }

    @Test(arguments: ["10", "61", "0"])
    func aLengthThatNoReelHasIsRefused(_ seconds: String) async throws {
        let config = try await Settings.load(environment: ["REEL_SCRIPT_SECONDS": seconds])
        #expect(throws: SettingsError.self) { try ScriptSettings(config) }
    }
}
