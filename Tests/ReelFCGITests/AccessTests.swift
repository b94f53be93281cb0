import Foundation
import ReelCore
import ReelFCGI
import ReelHTTP
import ReelStore
import ReelTestKit
import Testing

/// Which requests are answered at all: the names of the service, and pages of other sites.
@Suite struct AccessTests {
    private let path = "/api/generate-video"
    private let body = #"{"url": "https://example.org/a"}"#

    /// A page of another site must not drive the service of whoever visits it.
    @Test func pagesOfOtherSitesChangeNothing() async throws {
        var settings = FCGISettings()
        settings.access.hosts = AllowedHosts([.name("reels.example")])
        settings.access.origins = [try #require(Origin("https://friend.example"))]
        try await withWorld(settings) { world in
            func ask(_ method: String, _ target: String, from origin: String?) async throws -> FastCGIResponse {
                var headers = ["HTTP_HOST": "reels.example:8000"]
                headers["HTTP_ORIGIN"] = origin
                return try await world.request(
                    method, target, json: method == "POST" ? body : nil, headers: headers)
            }
            for stranger in ["https://evil.example", "null", "http://reels.example", "https://reels.example:8000.evil"]
            {
                let refused = try await ask("POST", path, from: stranger)
                #expect(refused.status == 403, "\(stranger)")
                #expect(refused.headers["access-control-allow-origin"] == nil)
                #expect(try await ask("DELETE", "/api/videos/1", from: stranger).status == 403)
                #expect(try await ask("OPTIONS", path, from: stranger).status == 403)
                let read = try await ask("GET", "/api/jobs", from: stranger)
                #expect(read.status == 200 && read.headers["access-control-allow-origin"] == nil)
            }
            #expect(try world.store.jobs(status: nil, page: Page(limit: 5)).total == 0)
            for own in [nil, "http://reels.example:8000"] {
                let made = try await ask("POST", path, from: own)
                #expect(made.status == 202 && made.headers["access-control-allow-origin"] == nil)
            }
            let made = try await ask("POST", path, from: "https://friend.example")
            #expect(made.status == 202)
            #expect(made.headers["access-control-allow-origin"] == "https://friend.example")
            #expect(made.headers["vary"] == "Origin")
            let preflight = try await ask("OPTIONS", "/api/videos/1", from: "https://friend.example")
            #expect(preflight.status == 204)
            #expect(preflight.headers["access-control-allow-methods"] == "GET, HEAD, DELETE, OPTIONS")
            #expect(try await ask("OPTIONS", "/nowhere", from: nil).status == 404)
        }
    }

    /// A site lets its own name point to this machine: `Origin` and `Host` agree, and only the name gives it away.
    @Test(arguments: ["evil.example", "evil.example:8000", "localhost.evil.example", "", "localhost, evil.example"])
    func aRequestByAnotherNameGetsNothing(host: String) async throws {
        try await withWorld { world in
            let job = try world.store.createJob(JobRequest(url: "https://example.org/a"))
            for (method, target) in [
                ("POST", path), ("GET", "/api/jobs/\(job.id)"), ("OPTIONS", path), ("DELETE", "/api/videos/1"),
                ("GET", "/health"), ("GET", "/metrics"), ("GET", "/nowhere"),
            ] {
                let refused = try await world.request(
                    method, target, json: method == "POST" ? body : nil,
                    headers: ["HTTP_HOST": host, "HTTP_ORIGIN": "http://\(host)"])
                #expect(refused.status == 421, "\(method) \(target)")
                #expect(refused.headers["content-type"] == "application/problem+json")
                #expect((refused.json["detail"] as? String)?.contains("REEL_HOSTS") == true)
                #expect(refused.headers["access-control-allow-origin"] == nil)
            }
            #expect(try world.store.jobs(status: nil, page: Page(limit: 5)).total == 1)
        }
    }

    @Test func theServicesOwnNamesAreAnswered() async throws {
        var settings = FCGISettings()
        settings.access.hosts = AllowedHosts([.name("reels.example")])
        try await withWorld(settings) { world in
            for headers in [
                ["HTTP_HOST": "localhost:8000"], ["HTTP_HOST": "127.0.0.1"], ["HTTP_HOST": "192.168.3.4:8000"],
                ["HTTP_HOST": "Reels.Example"], ["HTTP_HOST": "a.example", "SERVER_NAME": "a.example"], [:],
            ] {
                let answered = try await world.request("GET", "/api/jobs", headers: headers)
                #expect(answered.status == 200, "\(headers)")
            }
            let refused = try await world.request(
                "GET", "/api/jobs", headers: ["HTTP_HOST": "b.example", "SERVER_NAME": "a.example"])
            #expect(refused.status == 421)
        }
    }
}
