import Configuration
import Foundation
import NIOHTTP1
import ReelBridge
import ReelCore
import ReelHTTP
import ReelSettings
import ReelTestKit
import Testing

@Suite struct BridgeRouteTests {
    @Test func onlyTheWebSocketAndTheEventsAreHere() {
        #expect(status("/ws") == nil)
        #expect(status("/ws?x=y") == nil)
        for path in ["/", "/ws/", "/WS", "/wsx", "/api/jobs", "//ws", "/%77s"] { #expect(status(path) == 404) }
    }

    @Test func eventsAreAskedForByJobAndNumber() throws {
        let id = JobID()
        func route(_ name: String, _ headers: HTTPHeaders = [:]) -> BridgeRoute {
            BridgeRoute(
                HTTPRequestHead(version: .http1_1, method: .GET, uri: "/api/jobs/\(name)/events", headers: headers),
                access: AccessPolicy())
        }
        let fromStart = BridgeRoute.events(EventStreamRequest(jobID: id), Principal())
        #expect(route("\(id)") == fromStart)
        #expect(route(id.rawValue.uppercased()) == fromStart)
        #expect(
            route("\(id)", ["Last-Event-ID": "12"])
                == .events(EventStreamRequest(jobID: id, lastEventID: 12), Principal()))
        for nonsense in ["", "-1", "twelve", "1e3", "99999999999999999999"] {
            #expect(route("\(id)", ["Last-Event-ID": nonsense]) == fromStart)
        }
        for name in ["", "7", "../x", "\(id)/events"] {
            guard case .refuse(let refusal) = route(name) else {
                Issue.record("\(name) was let in")
                continue
            }
            #expect(refusal.status == 404)
        }
    }

    @Test func whatIsNoUpgradeIsToldHow() {
        #expect(status("/ws", ["upgrade": nil]) == 426)
        #expect(status("/ws", ["upgrade": "h2c"]) == 426)
        #expect(status("/ws", ["connection": "close"]) == 426)
        #expect(status("/ws", ["connection": "keep-alive, Upgrade"]) == nil)
        #expect(status("/ws", ["sec-websocket-version": "8"]) == 426)
        #expect(status("/ws", ["sec-websocket-key": nil]) == 400)
        #expect(status("/ws", method: .POST) == 405)
    }

    @Test(arguments: [
        // Origin, Host, allowed
        ("http://localhost:8000", "localhost:8000", true),
        ("http://LOCALHOST:8000", "localhost:8000", true),
        ("https://example.org", "example.org", true),
        ("https://example.org", "example.org:443", true),
        ("http://example.org:80", "example.org", true),
        ("http://[::1]:8000", "[::1]:8000", true),
        ("http://localhost:8001", "localhost:8000", false),
        ("http://localhost", "localhost:8000", false),
        ("http://evil.example", "localhost:8000", false),
        ("http://localhost:8000.evil.example", "localhost:8000", false),
        ("http://evil.example/?localhost:8000", "localhost:8000", false),
        ("http://user@localhost:8000", "localhost:8000", false),
        ("https://example.org", "example.org:80", false),
        ("file://localhost:8000", "localhost:8000", false),
        ("null", "localhost:8000", false),
        ("", "localhost:8000", false),
    ])
    func aPageMayConnectToItsOwnServerOnly(origin: String, host: String, isAllowed: Bool) {
        #expect(status("/ws", ["origin": origin, "host": host]) == (isAllowed ? nil : 403))
    }

    /// Also where the page's origin is the same: that is how a page comes whose name was made to point here.
    @Test(arguments: [
        ("http://localhost:8000", ""), ("http://localhost:", "localhost:"),
        ("http://localhost:99999", "localhost:99999"), ("http://evil.example:8000", "evil.example:8000"),
        (nil, "evil.example"), (nil, "localhost.evil.example"), (nil, "localhost, evil.example"),
    ])
    func aRequestToAnotherServerIsRefused(origin: String?, host: String) {
        #expect(status("/ws", ["origin": origin, "host": host]) == 421)
        #expect(status("/api/jobs/\(JobID())/events", ["origin": origin, "host": host, "upgrade": nil]) == 421)
    }

    @Test func aNameThatNginxServesIsAllowed() {
        let named = ["host": "reels.example", "origin": "https://reels.example"]
        #expect(status("/ws", named) == 421)
        #expect(status("/ws", named.merging(["sec-reelcraft-server-name": "reels.example"]) { $1 }) == nil)
        #expect(status("/ws", named.merging(["sec-reelcraft-server-name": "other.example"]) { $1 }) == 421)
        #expect(status("/ws", named.merging(["sec-reelcraft-server-name": "_"]) { $1 }) == 421)
    }

    @Test func otherPagesAreAllowedByName() throws {
        let friend = try #require(Origin("https://friend.example"))
        #expect(status("/ws", ["origin": "https://friend.example"], origins: [friend]) == nil)
        #expect(status("/ws", ["origin": "https://friend.example:443"], origins: [friend]) == nil)
        #expect(status("/ws", ["origin": "http://friend.example"], origins: [friend]) == 403)
    }

    @Test func settingsAreReadAndCheckedByName() throws {
        func settings(_ values: [String: String]) throws -> BridgeSettings {
            try BridgeSettings(
                ConfigReader(
                    provider: EnvironmentVariablesProvider(environmentVariables: values).prefixKeys(with: "reel")))
        }
        let some = try settings([
            "REEL_ORIGINS": "https://a.example,http://b.example:3000", "REEL_BRIDGE_PING_SECONDS": "5",
            "REEL_BRIDGE_MAX_SUBSCRIPTIONS": "7", "REEL_HOME": "/tmp/reel",
        ])
        #expect(some.access.origins == [Origin("https://a.example"), Origin("http://b.example:3000")])
        #expect(some.pingInterval == .seconds(5))
        #expect(some.limits.subscriptions == 7)
        #expect(some.socket.path == "/tmp/reel/run/bridge.sock")
        #expect(try settings([:]).pongTimeout == .seconds(8))
        #expect(throws: SettingsError.self) { try settings(["REEL_ORIGINS": "*"]) }
        #expect(throws: SettingsError.self) { try settings(["REEL_HOSTS": "http://a.example"]) }
        #expect(throws: SettingsError.self) { try settings(["REEL_BRIDGE_PONG_SECONDS": "soon"]) }
        #expect(throws: SettingsError.self) { try settings(["REEL_BRIDGE_MAX_CONNECTIONS": "0"]) }
    }

    @Test func settingsAreReadFromAFileToo() async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "reel.json")
            try Data(#"{"origins": ["https://a.example"], "bridge": {"pingSeconds": 7}}"#.utf8).write(to: file)
            let settings = try BridgeSettings(await Settings.load(environment: ["REEL_CONFIG": file.path]))
            #expect(settings.pingInterval == .seconds(7))
            #expect(settings.access.origins == [Origin("https://a.example")])
        }
    }

    /// The status that a request is refused with; `nil` if it is upgraded.
    private func status(
        _ uri: String, _ changes: [String: String?] = [:], method: HTTPMethod = .GET, origins: Set<Origin> = []
    ) -> Int? {
        var fields: [String: String?] = [
            "host": "localhost:8000", "upgrade": "websocket", "connection": "Upgrade", "sec-websocket-version": "13",
            "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
        ]
        for (name, value) in changes { fields[name] = value }
        let headers = HTTPHeaders(fields.compactMap { name, value in value.map { (name, $0) } })
        let head = HTTPRequestHead(version: .http1_1, method: method, uri: uri, headers: headers)
        var access = AccessPolicy()
        access.hosts = AllowedHosts([.name("example.org")])
        access.origins = origins
        guard case .refuse(let problem) = BridgeRoute(head, access: access) else { return nil }
        return problem.status
    }
}
