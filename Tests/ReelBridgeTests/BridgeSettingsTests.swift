import Configuration
import Foundation
import ReelBridge
import ReelSettings
import ReelTestKit
import Testing

@Suite struct BridgeSettingsTests {
    @Test func whateverTheBridgeCannotUseIsRefusedAtItsStart() async throws {
        try await SettingsExercise(
            sections: ["Where things are", "The bridge"], without: ["publicUrl"], scope: .bridge
        ) { config in
            _ = try LogSettings.level(config)
            _ = try HomeSettings(config)
            _ = try BridgeSettings(config)
        }.run()
    }

    @Test func theProgramEndsWithTheReason() async throws {
        try await withTemporaryFolder { folder in
            let program = try BuiltProgram(
                "ReelBridge", environment: ["REEL_HOME": folder.path, "REEL_BRIDGE_PING_SECONDS": "soon"],
                log: folder.appending(path: "log"))
            #expect(await program.exit() != 0)
            #expect(program.output.contains("REEL_BRIDGE_PING_SECONDS is \"soon\", but it should be "))
        }
    }
}
