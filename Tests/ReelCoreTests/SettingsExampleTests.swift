import Configuration
import Foundation
import ReelCore
import ReelSettings
import Testing

/// `docs/reel.json.example` is what people copy: it must load, under the keys that the code asks for.
/// (`scripts/check-settings` holds its keys to those of the code.)
struct SettingsExampleTests {
    private let example = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "../../docs/reel.json.example").standardizedFileURL.path

    @Test func theExampleLoads() async throws {
        let config = try await Settings.load(environment: ["REEL_CONFIG": example])
        let home = try HomeSettings(config)
        #expect(home.layout.root.path == "/var/lib/reelcraft")
        #expect(home.database.path == "/var/lib/reelcraft/reelcraft.db")
        let settings = SettingsReader(config)
        #expect(config.int(forKey: "lease.seconds") == 20)
        #expect(try settings.double("finish.truePeak", in: -9...0) == -1)
        #expect(config.stringArray(forKey: "fetch.allow") == [])
        #expect(config.string(forKey: "compose.font") == "Inter Display:extrabold")
    }

    @Test func theEnvironmentGoesBeforeTheFile() async throws {
        let config = try await Settings.load(environment: [
            "REEL_CONFIG": example, "REEL_LEASE_SECONDS": "7", "REEL_FETCH_ALLOW": "127.0.0.1:8000,[::1]:81",
        ])
        #expect(config.int(forKey: "lease.seconds") == 7)
        #expect(config.stringArray(forKey: "fetch.allow") == ["127.0.0.1:8000", "[::1]:81"])
        #expect(config.int(forKey: "attempt.memory") == 4096)
    }
}
