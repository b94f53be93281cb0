import Configuration
import ReelNarrate
import ReelSettings
import Testing

@Suite struct NarrateSettingsTests {
    @Test func theVoiceIsRead() async throws {
        #expect(try NarrateSettings(await Settings.load(environment: [:])).voice == .rms)
        #expect(try NarrateSettings(await Settings.load(environment: ["REEL_VOICE": "slt"])).voice == .slt)
    }

    @Test func anUnknownVoiceIsRefusedByName() async throws {
        let config = try await Settings.load(environment: ["REEL_VOICE": "hal"])
        let error = #expect(throws: SettingsError.self) { try NarrateSettings(config) }
        #expect(error?.description == "The setting REEL_VOICE is \"hal\", but it should be one of rms, slt.")
    }
}
