import Configuration
import ReelFCGI
import ReelSettings
import ReelTestKit
import Testing

@Suite struct FCGISettingsTests {
    @Test func whateverTheResponderCannotUseIsRefusedAtItsStart() async throws {
        try await SettingsExercise(
            sections: ["Where things are", "The responder"],
            keys: [
                "disk.reserve", "voice", "voices", "voiceOrder", "speech.kind", "speech.languages", "speech.price",
                "speech.url", "speech.voice", "speech.voices",
            ], scope: .responder
        ) { config in
            _ = try LogSettings.level(config)
            _ = try HomeSettings(config)
            _ = try FCGISettings(config)
        }.run()
    }
}
