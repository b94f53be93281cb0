import Configuration
import ReelFetch
import ReelSettings
import Testing

struct FetchPolicyTests {
    @Test func nothingIsSet() async throws {
        #expect(try FetchPolicy(await Settings.load(environment: [:])) == FetchPolicy())
        #expect(FetchPolicy().allowed.isEmpty)
    }

    @Test func everyKeyIsRead() async throws {
        let config = try await Settings.load(environment: [
            "REEL_FETCH_ALLOW": "127.0.0.1:8000, Sample.Local:81,[::1]:8080", "REEL_FETCH_TIMEOUT": "2.5",
            "REEL_FETCH_CONNECT_TIMEOUT": "1", "REEL_FETCH_REDIRECTS": "0", "REEL_FETCH_TRANSFERS": "2",
            "REEL_FETCH_USER_AGENT": "ReelCraft/test",
        ])
        let policy = try FetchPolicy(config)
        #expect(policy.allowed == ["127.0.0.1:8000", "sample.local:81", "[::1]:8080"])
        #expect(policy.timeout == .milliseconds(2500))
        #expect(policy.connectTimeout == .seconds(1))
        #expect(policy.maximumRedirects == 0)
        #expect(policy.maximumTransfers == 2)
        #expect(policy.userAgent == "ReelCraft/test")
    }

    @Test(arguments: [
        ("REEL_FETCH_ALLOW", "localhost"), ("REEL_FETCH_ALLOW", "localhost:0"), ("REEL_FETCH_ALLOW", ":80"),
        ("REEL_FETCH_ALLOW", "http://localhost:80"), ("REEL_FETCH_TIMEOUT", "0"), ("REEL_FETCH_TIMEOUT", "-3"),
        ("REEL_FETCH_REDIRECTS", "-1"), ("REEL_FETCH_TRANSFERS", "0"), ("REEL_FETCH_USER_AGENT", "a\r\nX-Evil: b"),
    ])
    func refusesWhatItCannotUse(key: String, value: String) async throws {
        let config = try await Settings.load(environment: [key: value])
        #expect(throws: SettingsError.self) { try FetchPolicy(config) }
    }
}
