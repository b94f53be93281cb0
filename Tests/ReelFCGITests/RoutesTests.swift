import Foundation
import Glibc
import ReelCore
import ReelDB
import ReelFCGI
import ReelSettings
import ReelSignals
import ReelSocket
import ReelStore
import ReelTestKit
import Testing

/// Every route, asked over the real socket and answered from a real database.
@Suite struct RoutesTests {
    @Test func createsAndShowsAJob() async throws {
        try await withWorld { world in
            let created = try await world.request(
                "POST", "/api/generate-video", json: #"{"url": "https://example.org/a", "quality": "draft"}"#)
            #expect(created.status == 202)
            #expect(created.headers["content-type"] == "application/json")
            let id = try #require(created.json["job_id"] as? String)
            #expect(created.headers["location"] == "/api/jobs/\(id)")
            #expect(created.json["status"] as? String == "pending")
            #expect(
                created.json["message"] as? String
                    == "Video generation job created. Use job_id to track progress.")
            let jobID = try #require(JobID(rawValue: id))
            let job = try #require(try world.store.job(jobID))
            #expect(job.request == JobRequest(url: "https://example.org/a", quality: .draft))

            let shown = try await world.request("GET", "/api/jobs/\(id.uppercased())")
            #expect(shown.status == 200)
            #expect(try WireCoding.decode(JobResponse.self, from: shown.body) == JobResponse(job))
            let fields = shown.json
            #expect(fields["progress"] as? Int == 0)
            #expect(fields["progress_message"] as? String == "Job created")
            for absent in ["error_message", "video_id", "started_at", "completed_at"] {
                #expect(fields[absent] is NSNull, "\(absent)")
            }
        }
    }

    /// As long as the default limit of nginx and the responder lets through.
    @Test func takesAnArticleOfHalfAMebibyte() async throws {
        try await withWorld { world in
            func send(_ characters: Int) async throws -> FastCGIResponse {
                try await world.request(
                    "POST", "/api/generate-video", json: #"{"text": "\#(String(repeating: "a", count: characters))"}"#)
            }
            let taken = try await send(500_000)
            #expect(taken.status == 202)
            let id = try #require((taken.json["job_id"] as? String).flatMap { JobID(rawValue: $0) })
            #expect(try world.store.job(id)?.request.text?.count == 500_000)
            #expect(try await send(524_288).status == 413)
        }
    }

    @Test(arguments: ["/api/jobs/no-uuid", "/api/jobs/00000000-0000-0000-0000-000000000000"])
    func knowsNoOtherJob(path: String) async throws {
        try await withWorld { world in
            let shown = try await world.request("GET", path)
            #expect(shown.status == 404)
            #expect(shown.headers["content-type"] == "application/problem+json")
            #expect((shown.json["detail"] as? String)?.contains("There is no job") == true)
            #expect(try await world.request("POST", "\(path)/cancel").status == 404)
        }
    }

    @Test func reusesACompletedJobOnlyWhenAsked() async throws {
        try await withWorld { world in
            let done = try world.completedJob(url: "https://example.org/a")
            let reused = try await world.request(
                "POST", "/api/generate-video", json: #"{"url": "https://example.org/a", "reuse": true}"#)
            #expect(reused.status == 200)
            #expect(reused.json["job_id"] as? String == done.id.rawValue)
            #expect(reused.json["status"] as? String == "completed")
            for json in [#"{"url": "https://example.org/a"}"#, #"{"url": "https://example.org/b", "reuse": true}"#] {
                let made = try await world.request("POST", "/api/generate-video", json: json)
                #expect(made.status == 202)
                #expect(made.json["job_id"] as? String != done.id.rawValue)
            }
        }
    }

    @Test func listsJobsNewestFirst() async throws {
        try await withWorld { world in
            #expect(try await world.request("GET", "/api/jobs").json["count"] as? Int == 0)
            var ids: [String] = []
            for number in 1...5 {
                ids.append(try world.store.createJob(JobRequest(url: "https://example.org/\(number)")).id.rawValue)
                try await Task.sleep(for: .milliseconds(2))  // Times are kept to the millisecond.
            }
            _ = try world.store.cancel(try #require(JobID(rawValue: ids[2])))

            let page = try await world.request("GET", "/api/jobs?limit=2&offset=1")
            let list = try WireCoding.decode(JobListResponse.self, from: page.body)
            #expect(list.jobs.map(\.id) == [ids[3], ids[2]])
            #expect(list.count == 2)
            #expect(list.total == 5)
            let cancelled = try await world.request("GET", "/api/jobs?status=cancelled")
            #expect(try WireCoding.decode(JobListResponse.self, from: cancelled.body).jobs.map(\.id) == [ids[2]])

            let unknown = try await world.request("GET", "/api/jobs?status=done")
            #expect(unknown.status == 422)
            #expect((unknown.json["detail"] as? String)?.contains("pending, processing") == true)
            #expect(try await world.request("GET", "/api/jobs?limit=1000").status == 422)
        }
    }

    @Test func cancelsAJobOnce() async throws {
        try await withWorld { world in
            let id = try world.store.createJob(JobRequest(url: "https://example.org/a")).id
            let first = try await world.request("POST", "/api/jobs/\(id)/cancel")
            #expect(first.status == 200)
            #expect(first.json["status"] as? String == "cancelled")
            #expect(first.json["message"] as? String == "Job \(id) cancelled")
            #expect(try world.store.job(id)?.status == .cancelled)
            let second = try await world.request("POST", "/api/jobs/\(id)/cancel")
            #expect(second.status == 409)
            #expect((second.json["detail"] as? String)?.contains("cancelled already") == true)
        }
    }

    @Test func retriesWhatFailedOrWasCancelled() async throws {
        try await withWorld { world in
            let id = try world.store.createJob(JobRequest(url: "https://example.org/a")).id
            #expect(try await world.request("POST", "/api/jobs/\(id)/retry").status == 409)
            _ = try world.store.cancel(id)
            let answer = try await world.request("POST", "/api/jobs/\(id)/retry")
            #expect(answer.status == 202)
            #expect(answer.json["status"] as? String == "pending")
            #expect(answer.headers["location"] == "/api/jobs/\(id)")
            #expect(try world.store.job(id)?.status == .pending)
            #expect(try await world.request("POST", "/api/jobs/\(JobID())/retry").status == 404)
        }
    }

    @Test func listsAttempts() async throws {
        try await withWorld { world in
            let job = try world.completedJob()
            let answer = try await world.request("GET", "/api/jobs/\(job.id)/attempts")
            #expect(answer.status == 200 && answer.json["count"] as? Int == 1)
            let attempt = try #require((answer.json["attempts"] as? [[String: Any]])?.first)
            #expect(attempt["outcome"] as? String == "completed" && attempt["number"] as? Int == 1)
            #expect(attempt["error_message"] is NSNull && attempt["stages"] is [Any])
            #expect(try await world.request("GET", "/api/jobs/\(JobID())/attempts").status == 404)
        }
    }

    @Test func keepsWhatWasAskedOfTheQueue() async throws {
        try await withWorld { world in
            let made = try await world.request(
                "POST", "/api/generate-video",
                json:
                    #"{"url": "https://example.org/", "priority": 7, "run_at": "2099-01-01T00:00:00", "max_attempts": 5}"#
            )
            #expect(made.status == 422)
            let soon = Timestamp.wire(Date() + 3600)
            let good = try await world.request(
                "POST", "/api/generate-video",
                json: #"{"url": "https://example.org/", "priority": 7, "run_at": "\#(soon)", "max_attempts": 5}"#)
            #expect(good.status == 202)
            let id = try #require(good.json["job_id"] as? String)
            let job = try await world.request("GET", "/api/jobs/\(id)").json
            #expect(job["priority"] as? Int == 7 && job["max_attempts"] as? Int == 5)
            #expect(job["run_at"] as? String == soon && job["eta_seconds"] is NSNull)
        }
    }

    @Test func listsAndShowsVideos() async throws {
        try await withWorld { world in
            let job = try world.completedJob(url: "https://example.org/a", file: "outputs/a-1.mp4")
            let list = try await world.request("GET", "/api/videos?limit=10")
            #expect(list.json["count"] as? Int == 1)
            #expect(list.json["total"] as? Int == 1)
            let id = try #require(job.videoID)
            let listed = try #require((list.json["videos"] as? [[String: Any]])?.first)
            #expect(listed["id"] as? Int64 == id.rawValue)
            #expect(listed["url"] as? String == "/outputs/a-1.mp4")
            #expect(listed["poster_url"] as? String == "/outputs/a-1.jpg")
            #expect(listed["captions_url"] as? String == "/outputs/a-1.vtt")
            #expect(listed["source_url"] as? String == "https://example.org/a")
            #expect(listed["duration"] as? Double == 31.5)

            let shown = try await world.request("GET", "/api/videos/\(id)").json
            #expect(listed["version"] as? Int == 1 && listed["edit_of"] is NSNull)
            #expect(listed["quality"] as? String == "standard" && listed["aspect"] as? String == "9:16")
            for (name, value) in listed {
                #expect("\(shown[name] ?? "absent")" == "\(value)", "\(name)")
            }
            let script = try #require(shown["script"] as? [String: Any])
            let scene = try #require((script["scenes"] as? [[String: Any]])?.first)
            #expect(scene["scene_number"] as? Int == 1)
            #expect(scene["script"] as? String == "It is done.")

            for name in ["99", "a-1.mp4", "-1", "99999999999999999999"] {
                #expect(try await world.request("GET", "/api/videos/\(name)").status == 404, "\(name)")
            }
        }
    }

    @Test func saysWhetherTheDatabaseAnswers() async throws {
        try await withWorld { world in
            let healthy = try await world.request("GET", "/health")
            #expect(healthy.status == 200)
            #expect(healthy.json["message"] as? String == "ReelCraft API is running")

            try world.store.close()
            let unhealthy = try await world.request("GET", "/health")
            #expect(unhealthy.status == 503)
            #expect(unhealthy.json["status"] as? String == "unhealthy")
            #expect((unhealthy.json["message"] as? String)?.contains("does not answer") == true)
            let refused = try await world.request("GET", "/api/jobs")
            #expect(refused.status >= 500)
            #expect(refused.json["detail"] is String)
        }
    }

    /// A runner is there while somebody holds its lock, the bridge while somebody listens at its socket.
    @Test func tellsApartARunnerAndABridgeThatAreMissing() async throws {
        try await withWorld { world in
            func health(_ what: String, _ isSo: (FastCGIResponse) -> Bool) async throws {
                try await eventually(within: .seconds(20), what) {
                    let answer = try await world.request("GET", "/health")
                    #expect(answer.status == 200)
                    return isSo(answer)
                }
            }
            func warnings(_ answer: FastCGIResponse) -> String {
                (answer.json["warnings"] as? [String] ?? ["absent"]).joined(separator: " ")
            }
            let none = try await world.request("GET", "/health")
            #expect(none.json["status"] as? String == "degraded" && none.json["runners"] as? Int == 0)
            #expect(none.json["bridge"] as? Bool == false)
            #expect(warnings(none).contains("No runner") && warnings(none).contains("bridge is not running"))

            let runner = try RunnerLiveness(layout: world.layout)
            try await health("no bridge alone to be missing") {
                $0.json["status"] as? String == "degraded" && $0.json["runners"] as? Int == 1
                    && $0.json["bridge"] as? Bool == false && !warnings($0).contains("No runner")
            }
            let bridge = try ListeningSocket.open(at: world.layout.bridgeSocket.path, environment: [:])
            try await health("nothing to be missing") {
                $0.json["status"] as? String == "healthy" && $0.json["bridge"] as? Bool == true && warnings($0).isEmpty
            }
            runner.leave(isFinalized: true)
            try await health("a runner alone to be missing") {
                $0.json["status"] as? String == "degraded" && $0.json["runners"] as? Int == 0
                    && $0.json["bridge"] as? Bool == true && !warnings($0).contains("bridge")
            }
            // Killed, it leaves its socket behind.
            close(bridge.descriptor)
            try await health("the bridge to be missing") { $0.json["bridge"] as? Bool == false }
        }
    }

    @Test func saysThatJobsWaitForRoomOnTheDisk() async throws {
        var settings = FCGISettings()
        settings.reserve = DiskReserve(bytes: .max)
        try await withWorld(settings) { world in
            let runner = try RunnerLiveness(layout: world.layout)
            defer { runner.leave(isFinalized: true) }
            let bridge = try ListeningSocket.open(at: world.layout.bridgeSocket.path, environment: [:])
            defer { close(bridge.descriptor) }
            let health = try await world.request("GET", "/health")
            #expect(health.status == 200 && health.json["status"] as? String == "healthy")
            #expect((health.json["message"] as? String)?.contains("disk is nearly full") == true)
        }
    }

    @Test func answersErrorsAsProblems() async throws {
        try await withWorld { world in
            let form = try await world.request(
                "POST", "/api/generate-video", json: "url=x", contentType: "application/x-www-form-urlencoded")
            #expect(form.status == 415)
            #expect(try await world.request("POST", "/api/generate-video", json: "{").status == 400)
            #expect(try await world.request("POST", "/api/generate-video", json: "{}").status == 422)
            let method = try await world.request("DELETE", "/api/jobs")
            #expect(method.status == 405)
            #expect(method.headers["allow"] == "GET, HEAD")
            let path = try await world.request("GET", "/nowhere")
            #expect(path.status == 404)
            #expect(path.json["detail"] is String)
            #expect(path.json["status"] as? Int == 404)
        }
    }

    @Test func answersHeadWithoutABody() async throws {
        try await withWorld { world in
            let get = try await world.request("GET", "/health")
            let head = try await world.request("HEAD", "/health")
            #expect(head.status == 200)
            #expect(head.body.isEmpty)
            #expect(head.headers == get.headers)
        }
    }
}
