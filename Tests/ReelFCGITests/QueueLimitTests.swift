import Foundation
import ReelCore
import ReelFCGI
import ReelStore
import ReelTestKit
import Testing

/// No way of making or reviving a job leads round the limit of the queue.
@Suite struct QueueLimitTests {
    private let path = "/api/generate-video"

    private func waiting(_ world: World) throws -> Int {
        try world.store.jobs(status: .pending, page: Page(limit: 1)).total
    }

    @Test func aRetryIsRefusedWhenTheQueueIsFull() async throws {
        var settings = FCGISettings()
        settings.queueLimit = 2
        try await withWorld(settings) { world in
            let ended = try world.store.createJob(JobRequest(url: "https://example.org/ended"))
            _ = try world.store.cancel(ended.id)
            for _ in 0..<2 { _ = try world.store.createJob(JobRequest(url: "https://example.org/")) }
            let refused = try await world.request("POST", "/api/jobs/\(ended.id)/retry")
            #expect(refused.status == 429 && refused.headers["retry-after"] == "60")
            #expect((refused.json["detail"] as? String)?.contains("2 jobs are waiting") == true)
            #expect(try world.store.job(ended.id)?.status == .cancelled)
            _ = try world.store.claimNext(by: RunnerID(), lease: .seconds(20))
            #expect(try await world.request("POST", "/api/jobs/\(ended.id)/retry").status == 202)
            #expect(try waiting(world) == 2)
        }
    }

    /// Many clients at once, at the limit, by every way: new jobs, the same key again, edits and retries.
    @Test func manyClientsAtOnceDoNotPassTheLimit() async throws {
        var settings = FCGISettings()
        settings.queueLimit = 20
        try await withWorld(settings) { world in
            let made = try world.completedJob()
            let video = try #require(made.videoID)
            var ended: [JobID] = []
            for number in 0..<15 {
                let job = try world.store.createJob(JobRequest(url: "https://example.org/\(number)"))
                _ = try world.store.cancel(job.id)
                ended.append(job.id)
            }
            for number in 0..<12 { _ = try world.store.createJob(JobRequest(url: "https://example.org/w\(number)")) }
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for id in ended { group.addTask { try await world.request("POST", "/api/jobs/\(id)/retry").status } }
                for number in 0..<15 {
                    group.addTask {
                        try await world.request("POST", path, json: #"{"url": "https://example.org/n\#(number)"}"#)
                            .status
                    }
                    group.addTask {
                        try await world.request(
                            "POST", path, json: #"{"url": "https://example.org/keyed"}"#,
                            headers: ["HTTP_IDEMPOTENCY_KEY": "one"]
                        ).status
                    }
                    group.addTask {
                        try await world.request(
                            "POST", "/api/videos/\(video)/edit", json: #"{"title": "Done \#(number)"}"#
                        ).status
                    }
                }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(try waiting(world) == 20)
            #expect(Set(statuses) == [202, 429])
        }
    }

    @Test func theSameKeyWithOtherOptionsIsRefused() async throws {
        try await withWorld { world in
            let headers = ["HTTP_IDEMPOTENCY_KEY": "order 7"]
            let soon = Timestamp.wire(Date() + 3_600)
            let body = #"{"url": "https://example.org/", "priority": 3, "max_attempts": 5, "run_at": "\#(soon)"}"#
            let first = try await world.request("POST", path, json: body, headers: headers)
            let again = try await world.request("POST", path, json: body, headers: headers)
            #expect(first.status == 202 && first.json["job_id"] as? String == again.json["job_id"] as? String)
            for other in [
                #"{"url": "https://example.org/"}"#,
                #"{"url": "https://example.org/", "priority": 4, "max_attempts": 5, "run_at": "\#(soon)"}"#,
                #"{"url": "https://example.org/", "priority": 3, "max_attempts": 6, "run_at": "\#(soon)"}"#,
                #"{"url": "https://example.org/", "priority": 3, "max_attempts": 5}"#,
                #"{"url": "https://example.org/", "priority": 3, "max_attempts": 5, "run_at": "\#(Timestamp.wire(Date() + 7_200))"}"#,
            ] {
                #expect(try await world.request("POST", path, json: other, headers: headers).status == 422)
            }
            #expect(try world.store.jobs(status: nil, page: Page(limit: 1)).total == 1)
        }
    }

    /// A start whose time has come is the same request still.
    @Test func aKeyIsKnownWhenItsTimeHasCome() async throws {
        try await withWorld { world in
            let headers = ["HTTP_IDEMPOTENCY_KEY": "order 8"]
            let body = #"{"url": "https://example.org/", "run_at": "2025-10-27T10:30:00"}"#
            let first = try await world.request("POST", path, json: body, headers: headers)
            #expect(first.status == 202)
            let id = try #require((first.json["job_id"] as? String).flatMap(JobID.init))
            #expect(try world.store.job(id)?.runAt == nil)
            _ = try world.store.claimNext(by: RunnerID(), lease: .seconds(20))
            let again = try await world.request("POST", path, json: body, headers: headers)
            #expect(again.json["job_id"] as? String == id.rawValue)
        }
    }
}
