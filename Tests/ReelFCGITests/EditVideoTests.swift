import Foundation
import ReelCore
import ReelDB
import ReelFCGI
import ReelStore
import ReelTestKit
import Testing

/// `POST /api/videos/{id}/edit`, over the real socket and from a real database.
@Suite struct EditVideoTests {
    private let change = #"{"scenes": [{"scene_number": 1, "script": "It is done now."}]}"#

    @Test func makesAJobForTheNextVersion() async throws {
        try await withWorld { world in
            let id = try #require(try world.completedJob(url: "https://example.org/a").videoID)
            let answer = try await world.request("POST", "/api/videos/\(id)/edit", json: change)
            #expect(answer.status == 202)
            let jobID = try #require((answer.json["job_id"] as? String).flatMap(JobID.init))
            #expect(answer.headers["location"] == "/api/jobs/\(jobID)")
            #expect(answer.json["status"] as? String == "pending")
            let job = try #require(try world.store.job(jobID))
            let scene = Scene(sceneNumber: 1, script: "It is done now.")
            #expect(
                job.request
                    == JobRequest(
                        url: "https://example.org/a", script: Script(title: "Done", scenes: [scene]), editOf: id))
            let shown = try await world.request("GET", "/api/jobs/\(jobID)").json
            #expect(shown["edit_of"] as? Int64 == id.rawValue)
        }
    }

    @Test func keepsTheTermsOfEveryJob() async throws {
        var settings = FCGISettings()
        settings.queueLimit = 2
        try await withWorld(settings) { world in
            let id = try #require(try world.completedJob().videoID)
            let path = "/api/videos/\(id)/edit"
            let key = ["HTTP_IDEMPOTENCY_KEY": "once"]
            let first = try await world.request("POST", path, json: change, headers: key)
            let again = try await world.request("POST", path, json: change, headers: key)
            #expect(first.status == 202 && again.status == 202)
            #expect(first.json["job_id"] as? String == again.json["job_id"] as? String)
            #expect(try await world.request("POST", path, json: #"{"title": "B"}"#, headers: key).status == 422)
            #expect(try await world.request("POST", path, json: #"{"title": "B"}"#).status == 202)
            let full = try await world.request("POST", path, json: #"{"title": "C"}"#)
            #expect(full.status == 429 && full.headers["retry-after"] != nil)
        }
    }

    @Test func refusesWhatCannotBeEdited() async throws {
        try await withWorld { world in
            let id = try #require(try world.completedJob().videoID)
            for name in ["99", "done-1.mp4", "-1"] {
                #expect(try await world.request("POST", "/api/videos/\(name)/edit", json: change).status == 404)
            }
            #expect(try await world.request("POST", "/api/videos/\(id)/edit", json: "{").status == 400)
            #expect(
                try await world.request("POST", "/api/videos/\(id)/edit", json: "x=y", contentType: "text/plain").status
                    == 415)
            let wrong = try await world.request("POST", "/api/videos/\(id)/edit", json: #"{"scenes": 1, "order": 2}"#)
            #expect(wrong.status == 422)
            #expect((wrong.json["errors"] as? [[String: String]])?.compactMap { $0["field"] } == ["scenes", "order"])
            let silent = try world.completed(JobRequest(url: ""), Script(title: "Silent", scenes: []))
            let refused = try await world.request("POST", "/api/videos/\(silent)/edit", json: change)
            #expect(refused.status == 409)
            #expect((refused.json["detail"] as? String)?.contains("cannot be edited") == true)
        }
    }

    @Test func showsVersionsStyleAndCredits() async throws {
        try await withWorld { world in
            let credit = Credit(text: "Photo by Ada", url: "https://example.org/ada", licence: "CC BY 4.0")
            let visual = SceneChoice(
                kind: .picture, provider: .pexels, url: "https://example.org/p.jpg", credit: credit, motion: .zoomIn)
            let scenes = (1...3).map {
                Scene(sceneNumber: $0, script: "It is done.", visual: $0 == 2 ? nil : visual)
            }
            let style = ReelStyle(aspect: .wide, music: "none")
            let first = try world.completed(
                JobRequest(url: "https://example.org/a", quality: .high, style: style),
                Script(title: "Done", scenes: scenes))
            let second = try world.completed(
                JobRequest(url: "https://example.org/a", quality: .high, style: style, editOf: first),
                Script(title: "Done again", scenes: scenes))
            let shown = try await world.request("GET", "/api/videos/\(second)").json
            #expect(shown["version"] as? Int == 2 && shown["edit_of"] as? Int64 == first.rawValue)
            #expect(shown["quality"] as? String == "high" && shown["aspect"] as? String == "16:9")
            let told = try #require(shown["style"] as? [String: Any])
            #expect(told["captions"] as? String == "bold" && told["theme"] as? String == "auto")
            let versions = try #require(shown["versions"] as? [[String: Any]])
            #expect(versions.map { $0["id"] as? Int64 } == [first.rawValue, second.rawValue])
            #expect(versions.map { $0["title"] as? String } == ["Done", "Done again"])
            let credits = try #require(shown["credits"] as? [[String: Any]])
            #expect(credits.count == 1)
            #expect(credits[0]["scenes"] as? [Int] == [1, 3] && credits[0]["text"] as? String == "Photo by Ada")
            #expect(credits[0]["provider"] as? String == "pexels" && credits[0]["licence"] as? String == "CC BY 4.0")
        }
    }
}

extension World {
    fileprivate func completed(_ request: JobRequest, _ script: Script) throws -> VideoID {
        _ = try store.createJob(request)
        guard let claim = try store.claimNext(by: RunnerID(), lease: .seconds(20)),
            let id = try store.complete(
                claim.id,
                with: NewVideo(
                    title: script.title, sourceURL: request.url, filePath: "outputs/\(claim.id).mp4", duration: 31.5,
                    sizeMB: 2.25, script: script))?.job.videoID
        else { throw NotReady() }
        return id
    }
}
