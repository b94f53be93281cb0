import Foundation
import Glibc
import ReelCore
import ReelFCGI
import ReelStore
import ReelTestKit
import Testing

/// What keeps a job from being made twice, or too many from being made; and who waits for the database meanwhile.
@Suite struct EnqueueTests {
    private let path = "/api/generate-video"
    private let body = #"{"url": "https://example.org/a"}"#

    @Test func theSameKeyAndBodyAreTheSameJob() async throws {
        try await withWorld { world in
            let headers = ["HTTP_IDEMPOTENCY_KEY": "\"5f0c\""]
            let first = try await world.request("POST", path, json: body, headers: headers)
            let again = try await world.request(
                "POST", path, json: #"{ "url":"https://example.org/a" }"#, headers: ["HTTP_IDEMPOTENCY_KEY": "5f0c"])
            #expect(first.status == 202 && again.status == 202)
            #expect(first.json["job_id"] as? String == again.json["job_id"] as? String)
            let other = try await world.request(
                "POST", path, json: #"{"url": "https://example.org/b"}"#, headers: headers)
            #expect(other.status == 422)
            #expect((other.json["detail"] as? String)?.contains("Idempotency-Key") == true)
            #expect(try world.store.jobs(status: nil, page: Page(limit: 5)).total == 1)
        }
    }

    @Test(arguments: ["", "\"\"", String(repeating: "k", count: 256), "tab\tinside", "käse"])
    func refusesAKeyThatIsNone(key: String) async throws {
        try await withWorld { world in
            let answer = try await world.request("POST", path, json: body, headers: ["HTTP_IDEMPOTENCY_KEY": key])
            #expect(answer.status == 422)
            #expect(try world.store.jobs(status: nil, page: Page(limit: 5)).total == 0)
        }
    }

    @Test func refusesMoreJobsThanMayWait() async throws {
        var settings = FCGISettings()
        settings.queueLimit = 2
        try await withWorld(settings) { world in
            for _ in 0..<2 { #expect(try await world.request("POST", path, json: body).status == 202) }
            let refused = try await world.request("POST", path, json: body)
            #expect(refused.status == 429)
            #expect(refused.headers["retry-after"] == "60")
            #expect((refused.json["detail"] as? String)?.contains("2 jobs are waiting") == true)
            _ = try world.store.claimNext(by: RunnerID(), lease: .seconds(60))
            #expect(try await world.request("POST", path, json: body).status == 202)
        }
    }

    /// Every writer waits for a process that holds the database; whoever only reads is served all the same.
    @Test func aHeldDatabaseDelaysNoReader() async throws {
        var settings = FCGISettings()
        settings.workers = 2
        try await withWorld(settings) { world in
            let lock = open(world.layout.root.appending(path: "reelcraft.db.lock").path, O_RDWR)
            defer { close(lock) }
            #expect(flock(lock, LOCK_EX) == 0)
            async let writers = withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<6 { group.addTask { try await world.request("POST", path, json: body).status } }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            for _ in 0..<50 { #expect(try await world.request("GET", "/api/jobs").status == 200) }
            flock(lock, LOCK_UN)
            let statuses = try await writers
            #expect(statuses == Array(repeating: 202, count: 6))
        }
    }
}
