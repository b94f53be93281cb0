import Foundation
import ReelCore
import ReelFCGI
import ReelHTTP
import ReelStore
import ReelTestKit
import Testing

/// Titles of one character and thousands of marks, and texts that control a terminal or turn the direction of writing.
@Suite struct HostileTextTests {
    private let heap = "a" + String(repeating: "\u{301}", count: 7_000)

    private func problems(_ json: String) -> [String] {
        do {
            _ = try CreateJobRequest(
                Request(method: "POST", path: "/", contentType: "application/json", body: .whole(Data(json.utf8))))
            return []
        } catch {
            return Refusal(error).problem.errors?.map(\.field) ?? ["?"]
        }
    }

    @Test func lengthsAreThoseOfScalars() {
        #expect(problems(#"{"text": "Hens lay eggs.", "title": "\#(heap)"}"#) == ["title"])
        #expect(
            problems(#"{"script": {"title": "\#(heap)", "scenes": [{"script": "\#(heap)"}]}}"#)
                == ["script.title", "script.scenes[0].script"])
        #expect(problems(#"{"text": "Hens.", "title": "a\#(String(repeating: "\u{301}", count: 299))"}"#).isEmpty)
    }

    /// A film of such a title, made before lengths were those of scalars, was answered with 502 for ever.
    @Test func aFilmOfATooLongTitleIsSentAgain() async throws {
        try await withWorld { world in
            let job = try world.store.createJob(JobRequest(url: "https://example.org/"))
            let claim = try #require(try world.store.claimNext(by: RunnerID(), lease: .seconds(20)))
            let script = Script(title: heap, scenes: [Scene(sceneNumber: 1, script: "\u{202E}.enod si tI\u{1B}[2J")])
            let change = try #require(
                try world.store.complete(
                    claim.id,
                    with: NewVideo(
                        title: heap, sourceURL: job.request.url, filePath: "outputs/done-1.mp4", duration: 1, sizeMB: 1,
                        script: script)))
            let outputs = world.layout.root.appending(path: "outputs")
            try FileManager.default.createDirectory(at: outputs, withIntermediateDirectories: true)
            try Data("film".utf8).write(to: outputs.appending(path: "done-1.mp4"))
            let id = try #require(change.job.videoID)
            let film = try await world.request("GET", "/api/videos/\(id)/file?download=1")
            let disposition = try #require(film.headers["content-disposition"])
            #expect(film.status == 200 && disposition.utf8.count < 1_000)
            let shown = try await world.request("GET", "/api/videos/\(id)")
            #expect((shown.json["title"] as? String)?.unicodeScalars.count == 500)
            #expect(!String(decoding: shown.body, as: UTF8.self).contains("\u{202E}"))
        }
    }

    @Test(arguments: [
        "a" + String(repeating: "\u{301}", count: 7_000), String(repeating: "日", count: 500),
        String(repeating: "👨‍👩‍👧", count: 90),
        String(repeating: "a", count: 5_000), String(repeating: "\u{301}", count: 5_000), "\u{1B}[31m\u{202E}x\r\ny",
    ])
    func aFileNameHasBounds(title: String) throws {
        let name = Responder.fileName(title)
        #expect(name.utf8.count < 1_000 && name.utf8.allSatisfy { (0x20...0x7E).contains($0) })
        let encoded = try #require(name.components(separatedBy: "''").last?.removingPercentEncoding)
        #expect(encoded.utf8.count <= 255 && encoded.hasSuffix(".mp4"))
    }

    @Test func aHeaderHasNoLineBreak() {
        let response = Response(
            status: 200, headers: [("Location", "https://a/\r\nSet-Cookie: a=b\u{0}\u{7F}")], body: Data())
        #expect(
            String(decoding: response.serialized(), as: UTF8.self).contains("Location: https://a/Set-Cookie: a=b\r\n"))
    }

    @Test func controlsOfTextsAreLeftOut() throws {
        func create(_ json: String) throws -> JobRequest {
            try CreateJobRequest(
                Request(method: "POST", path: "/", contentType: "application/json", body: .whole(Data(json.utf8)))
            ).job
        }
        let article = try create(#"{"text": "Hens\u0000 lay\n\u202eeggs\u001b[31m.", "title": "H\u2066en\ns\u009b"}"#)
        #expect(article.text == "Hens lay\neggs[31m." && article.title == "Hen s")
        let script = try create(
            #"{"script": {"title": "\u202eHens", "scenes": [{"script": "Hens\u0007.", "asset_keywords": ["he\u001bn"]}]}}"#
        ).script
        #expect(script?.title == "Hens" && script?.scenes.first?.script == "Hens.")
        #expect(script?.scenes.first?.assetKeywords == ["hen"])
        // Words of Persian and emoji are written with joiners.
        #expect(try create(#"{"text": "می‌خواهم 👨‍👩‍👧"}"#).text == "می‌خواهم 👨‍👩‍👧")
    }

    @Test(arguments: [#"{"url": "https://example.org/\u202egpj.exe"}"#, #"{"url": "https://example.org/\u001b"}"#])
    func anAddressWithControlsIsRefused(json: String) {
        #expect(problems(json) == ["url"])
    }

    @Test func whatIsQuotedIsCleanAndShort() async throws {
        try await withWorld { world in
            let hostile = "\u{1B}]0;x\u{7}\u{202E}" + String(repeating: "\u{301}", count: 3_000)
            let encoded = try #require(hostile.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
            for target in [
                "/api/jobs/\(encoded)", "/api/videos/\(encoded)", "/\(hostile)", "/api/jobs?status=\(encoded)",
                "/api/jobs?limit=\(encoded)",
            ] {
                let answer = try await world.request("GET", target)
                let detail = try #require(answer.json["detail"] as? String)
                #expect(answer.status == 404 || answer.status == 422)
                #expect(detail.unicodeScalars.count < 500, "\(target.prefix(30))")
                #expect(!detail.unicodeScalars.contains { $0.isControl }, "\(target.prefix(30))")
            }
            let typed = try await world.request("POST", "/api/generate-video", json: "{}", contentType: hostile)
            let detail = try #require(typed.json["detail"] as? String)
            #expect(typed.status == 415 && detail.unicodeScalars.count < 300)
            #expect(!detail.unicodeScalars.contains { $0.isControl })
        }
    }
}
