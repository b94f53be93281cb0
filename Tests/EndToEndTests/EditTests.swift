import Foundation
import ReelCore
import ReelTestKit
import Testing

/// From a reel to its next version.
@Suite(.serialized, .timeLimit(.minutes(8))) struct EditTests {
    @Test func aChangedSentenceMakesANewVersionAndLittleElse() async throws {
        try await Service.whileRunning { service, _ in
            let first = try await service.accept("http://127.0.0.1:\(service.port)/sample/")
            let id = try #require(try await service.waitFor(.completed, first)["video_id"] as? Int)
            let before = try await service.get("/api/videos/\(id)").object
            let scenes = try Self.scenes(of: before)
            let words = "Nobody in the town had counted them before."
            let answer = try await service.post(
                "/api/videos/\(id)/edit", json: #"{"scenes": [{"scene_number": 4, "script": "\#(words)"}]}"#)
            #expect(answer.status == 202)
            let second = try #require(answer.object["job_id"] as? String)
            let made = try #require(try await service.waitFor(.completed, second)["video_id"] as? Int)

            let after = try await service.get("/api/videos/\(made)").object
            #expect(after["version"] as? Int == 2 && after["edit_of"] as? Int == id)
            #expect(after["source_url"] as? String == before["source_url"] as? String)
            let edited = try Self.scenes(of: after)
            for (index, (scene, other)) in zip(scenes, edited).enumerated() where index != 3 {
                #expect(NSDictionary(dictionary: scene) == NSDictionary(dictionary: other), "scene \(index + 1)")
            }
            #expect(edited.count == scenes.count && edited[3]["script"] as? String == words)
            // Nobody knows whether the article says so.
            #expect(edited[3]["grounded"] == nil && edited[3]["source"] == nil)
            #expect(
                NSDictionary(dictionary: try Self.visual(of: edited[3]))
                    == NSDictionary(dictionary: try Self.visual(of: scenes[3])))

            let stages = try await Self.stages(of: second, service)
            // What the page says was not asked for again, one scene was spoken, no picture was prepared.
            #expect(stages["narrate"]?.made == 1 && stages["narrate"]?.found == scenes.count - 1)
            #expect(stages["gather"]?.made == 0)
            // The scene itself, and what runs over from it and into it.
            let compose = try #require(stages["compose"])
            #expect(compose.made <= 3 && compose.found >= scenes.count - 3, "\(compose)")

            // Both are there, each with its own files.
            let films = try [before, after].map { try #require($0["url"] as? String) }
            #expect(Set(films).count == 2)
            for film in films {
                #expect(try await service.get(film, headers: ["Range": "bytes=4-11"]).status == 206)
            }
            let spoken = try await service.get(try #require(after["captions_url"] as? String)).body
            let captions = String(decoding: spoken, as: UTF8.self).split(whereSeparator: \.isWhitespace)
            #expect(captions.joined(separator: " ").contains("counted them before"))
            let versions = try #require(before["versions"] as? [[String: any Sendable]])
            #expect(versions.count == 1)
            let listed = try await service.get("/api/videos/\(id)").object["versions"] as? [[String: any Sendable]]
            #expect(listed?.compactMap { $0["id"] as? Int } == [id, made])
        }
    }

    private static func scenes(of video: [String: any Sendable]) throws -> [[String: any Sendable]] {
        let script = try #require(video["script"] as? [String: any Sendable])
        return try #require(script["scenes"] as? [[String: any Sendable]])
    }

    private static func visual(of scene: [String: any Sendable]) throws -> [String: any Sendable] {
        try #require(scene["visual"] as? [String: any Sendable])
    }

    /// What each stage of a job's one attempt made and found.
    private static func stages(of job: String, _ service: Service) async throws -> [String: (made: Int, found: Int)] {
        let answer = try await service.get("/api/jobs/\(job)/attempts").object
        let attempts = try #require(answer["attempts"] as? [[String: any Sendable]])
        #expect(attempts.count == 1)
        let stages = try #require(attempts.first?["stages"] as? [[String: any Sendable]])
        return Dictionary(
            stages.compactMap { stage in
                guard let name = stage["stage"] as? String, let made = stage["made"] as? Int,
                    let found = stage["found"] as? Int
                else { return nil }
                return (name, (made, found))
            }
        ) { first, _ in first }
    }
}
