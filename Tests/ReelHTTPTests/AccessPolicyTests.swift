import Configuration
import ReelHTTP
import ReelSettings
import Testing

@Suite struct AccessPolicyTests {
    private func policy(_ environment: [String: String] = [:]) throws -> AccessPolicy {
        try AccessPolicy(
            ConfigReader(
                provider: EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(with: "reel")))
    }

    /// The status with which a request is refused; `nil` when it is not.
    private func refusal(
        _ policy: AccessPolicy, _ source: RequestSource, _ permission: Permission = .change
    ) -> Int? {
        do {
            try policy.principal(for: source).require(permission)
            return nil
        } catch {
            return error.status
        }
    }

    /// A site lets its own name point to 127.0.0.1: the browser sends what agrees with itself.
    @Test func aNameThatWasMadeToPointHereGetsNothing() throws {
        let rebound = RequestSource(host: "evil.example:8000", origin: "http://evil.example:8000", address: "127.0.0.1")
        for permission in [Permission.read, .change, .watch] {
            #expect(refusal(try policy(), rebound, permission) == 421)
        }
        // A page of ours that somebody allowed changes nothing about the server that is meant.
        let friend = try policy(["REEL_ORIGINS": "http://evil.example:8000"])
        #expect(refusal(friend, rebound) == 421)
    }

    @Test func theAnswerNamesTheSettingAndQuotesLittle() throws {
        let long = RequestSource(host: String(repeating: "e", count: 5_000))
        let problem = #expect(throws: Problem.self) { try policy().principal(for: long) }
        #expect(problem?.detail.contains("REEL_HOSTS") == true)
        #expect(problem.map { $0.detail.count < 500 } == true)
    }

    @Test func aRequestWithoutHostIsNoBrowsers() throws {
        #expect(refusal(try policy(), RequestSource()) == nil)
        // A page's request has one; without it nothing says whose page it is.
        #expect(refusal(try policy(), RequestSource(origin: "http://localhost:8000")) == 403)
    }

    @Test func settingsNameHostsAndOrigins() throws {
        let policy = try policy([
            "REEL_HOSTS": "reels.example.org,*.lan.example", "REEL_ORIGINS": "https://friend.example",
        ])
        let own = RequestSource(host: "reels.example.org", origin: "https://reels.example.org")
        #expect(refusal(policy, own) == nil)
        #expect(refusal(policy, RequestSource(host: "a.lan.example")) == nil)
        #expect(refusal(policy, RequestSource(host: "other.example")) == 421)
        let friend = RequestSource(host: "reels.example.org", origin: "https://friend.example")
        #expect(try policy.principal(for: friend).page == .allowed("https://friend.example"))
        let foreign = RequestSource(host: "reels.example.org", origin: "https://evil.example")
        #expect(refusal(policy, foreign, .read) == nil)
        #expect(refusal(policy, foreign, .change) == 403)
        #expect(refusal(policy, foreign, .watch) == 403)
    }

    @Test(arguments: [
        ("REEL_HOSTS", "https://reels.example.org"), ("REEL_HOSTS", "*"), ("REEL_HOSTS", "a.example:8000"),
        ("REEL_ORIGINS", "*"), ("REEL_ORIGINS", "friend.example"), ("REEL_ORIGINS", "https://friend.example/page"),
    ])
    func aSettingThatCannotBeIsNamed(key: String, value: String) throws {
        let error = #expect(throws: SettingsError.self) { try policy([key: value]) }
        guard case .invalidValue(key, _, _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(arguments: [
        ("reels.example", true), ("Reels.Example", true), ("*.example", true), ("", false), ("_", false), ("*", false),
        ("~^.*$", false), ("example", false), (nil, false),
    ])
    func theNameOfTheSiteInNginxIsAllowed(serverName: String?, isAllowed: Bool) throws {
        let source = RequestSource(host: "reels.example:443", origin: "https://reels.example", serverName: serverName)
        #expect(refusal(try policy(), source) == (isAllowed ? nil : 421))
    }

    @Test func whoIsOnThisMachineIsTold() throws {
        func identity(_ address: String?) throws -> Principal.Identity {
            try policy().principal(for: RequestSource(address: address)).identity
        }
        for address in ["127.0.0.1", "127.3.4.5", "::1"] { #expect(try identity(address) == .local) }
        for address in ["192.168.0.4", "::2", "unix:", "", nil] { #expect(try identity(address) == .anonymous) }
    }
}
