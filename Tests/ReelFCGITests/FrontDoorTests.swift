import Foundation
import Glibc
import ReelCore
import ReelDB
import ReelFCGI
import ReelSettings
import ReelStore
import ReelTestKit
import Testing

/// What came after the first routes: keys, the queue's limit, films, deleting, metrics, pages of other sites.
@Suite struct FrontDoorTests {
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

    @Test func deletesAVideoAndItsFiles() async throws {
        try await withWorld { world in
            let job = try world.completedJob()
            let id = try #require(job.videoID)
            try FileManager.default.createDirectory(at: world.layout.outputs, withIntermediateDirectories: true)
            for name in ["done-1.mp4", "done-1.jpg", "done-1.vtt", "done-2.mp4"] {
                try Data("x".utf8).write(to: world.layout.outputs.appending(path: name))
            }
            let deleted = try await world.request("DELETE", "/api/videos/\(id)")
            #expect(deleted.status == 200)
            #expect(deleted.json["status"] as? String == "success")
            #expect(deleted.json["video_id"] as? Int == 1)
            #expect(deleted.json["storage_location"] as? String == "local")
            #expect(deleted.json["file_deleted"] as? Bool == true)
            #expect(try FileManager.default.contentsOfDirectory(atPath: world.layout.outputs.path) == ["done-2.mp4"])
            #expect(try world.store.job(job.id)?.videoID == nil)
            #expect(try await world.request("DELETE", "/api/videos/\(id)").status == 404)
            #expect(try await world.request("GET", "/api/videos/\(id)").status == 404)
            #expect(try await world.request("DELETE", "/api/videos").status == 405)
        }
    }

    /// Whatever a row says, only what lies in `outputs` is deleted.
    @Test(arguments: ["outputs/../precious.mp4", "precious.mp4", "outputs/sub/precious.mp4"])
    func deletesNothingElsewhere(file: String) async throws {
        try await withWorld { world in
            let id = try #require(try world.completedJob(file: file).videoID)
            let precious = world.layout.root.appending(path: "precious.mp4")
            try FileManager.default.createDirectory(
                at: world.layout.outputs.appending(path: "sub"), withIntermediateDirectories: true)
            try Data("x".utf8).write(to: precious)
            try Data("x".utf8).write(to: world.layout.outputs.appending(path: "sub/precious.mp4"))
            let deleted = try await world.request("DELETE", "/api/videos/\(id)")
            #expect(deleted.json["file_deleted"] as? Bool == false)
            #expect(FileManager.default.fileExists(atPath: precious.path))
        }
    }

    @Test func namesTheFileForNginxToSend() async throws {
        try await withWorld { world in
            let id = try #require(try world.completedJob().videoID)
            let missing = try await world.request("GET", "/api/videos/\(id)/file")
            #expect(missing.status == 404)
            #expect((missing.json["detail"] as? String)?.contains("Make the video again") == true)
            try FileManager.default.createDirectory(at: world.layout.outputs, withIntermediateDirectories: true)
            try Data("x".utf8).write(to: world.layout.outputs.appending(path: "done-1.mp4"))
            let answer = try await world.request("GET", "/api/videos/\(id)/file")
            #expect(answer.status == 200)
            #expect(answer.headers["x-accel-redirect"] == "/.reel/file/done-1.mp4")
            #expect(answer.headers["content-type"] == "video/mp4")
            #expect(answer.headers["content-length"] == nil)
            #expect(answer.headers["content-disposition"]?.hasPrefix("inline; filename=\"Done.mp4\"") == true)
            let saved = try await world.request("GET", "/api/videos/\(id)/file?download=1")
            #expect(saved.headers["content-disposition"]?.hasPrefix("attachment") == true)
        }
    }

    @Test(arguments: [
        ("Plain", #"filename="Plain.mp4"; filename*=UTF-8''Plain.mp4"#),
        (
            "Café \"X\"\r\nSet-Cookie: a=b",
            #"filename="Caf_ X Set-Cookie a=b.mp4"; filename*=UTF-8''Caf%C3%A9%20X%20Set-Cookie%20a%3Db.mp4"#
        ),
        ("../../etc/passwd", #"filename=".. .. etc passwd.mp4"; filename*=UTF-8''..%20..%20etc%20passwd.mp4"#),
        ("\u{202E}4pm.exe", #"filename="4pm.exe.mp4"; filename*=UTF-8''4pm.exe.mp4"#),
        ("\n", #"filename="reel.mp4"; filename*=UTF-8''reel.mp4"#),
    ])
    func aTitleIsASafeFileName(title: String, expected: String) {
        #expect(Responder.fileName(title) == expected)
    }

    @Test func countsForAMonitor() async throws {
        try await withWorld { world in
            _ = try world.completedJob()
            _ = try world.store.createJob(JobRequest(url: "https://example.org/"))
            let answer = try await world.request("GET", "/metrics")
            #expect(answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
            let lines = String(decoding: answer.body, as: UTF8.self).split(separator: "\n")
            for line in [
                "reelcraft_jobs{status=\"pending\"} 1", "reelcraft_jobs{status=\"completed\"} 1",
                "reelcraft_videos 1", "reelcraft_runners 0",
            ] {
                #expect(lines.contains(Substring(line)), "\(line)")
            }
            #expect(lines.contains { $0.hasPrefix("reelcraft_disk_free_bytes ") })
        }
    }

    /// A page of another site must not drive the service of whoever visits it.
    @Test func pagesOfOtherSitesChangeNothing() async throws {
        var settings = FCGISettings()
        settings.origins = [try #require(Origin("https://friend.example"))]
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
