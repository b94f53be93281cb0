import Configuration
import Foundation
import ReelCore
import ReelSettings
import ReelTestKit
import Testing

@Suite struct SettingsTests {
    @Test func environmentComesBeforeTheFile() async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "reel.json")
            try Data(#"{"jobs": 3, "lease": {"seconds": 7}}"#.utf8).write(to: file)
            let config = try await Settings.load(environment: ["REEL_CONFIG": file.path, "REEL_JOBS": "5"])
            let settings = SettingsReader(config)
            #expect(try settings.int("jobs", in: 1...9, default: 1) == 5)
            #expect(try settings.int("lease.seconds", in: 1...60, default: 20) == 7)
            #expect(try settings.int("other", in: 1...9, default: 9) == 9)
        }
    }

    @Test(arguments: ["0", "-1", "many", "1.5"])
    func numberThatIsNoneIsRefusedInWords(value: String) async throws {
        let config = try await Settings.load(environment: ["REEL_LEASE_SECONDS": value])
        let error = #expect(throws: SettingsError.self) {
            try SettingsReader(config).int("lease.seconds", in: 1...3_600, default: 20)
        }
        #expect(try #require(error).description.contains("REEL_LEASE_SECONDS is \"\(value)\""))
    }

    @Test func unreadableFileIsNamed() async throws {
        let error = await #expect(throws: SettingsError.self) {
            try await Settings.load(environment: ["REEL_CONFIG": "/nonexistent/reel.json"])
        }
        #expect(try #require(error).description.contains("/nonexistent/reel.json"))
    }
}
