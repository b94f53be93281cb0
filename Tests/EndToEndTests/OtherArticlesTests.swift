import Foundation
import ReelCore
import ReelTestKit
import Testing

/// Pages that are not the sample: other pictures, none at all, and an encoding of the nineties.
@Suite(.serialized, .timeLimit(.minutes(8))) struct OtherArticlesTests {
    /// Answers with the saved pages and, for pictures, with those of the sample.
    @Sendable private static func page(_ request: LocalRequest) -> LocalResponse {
        let files = [
            "/lighthouse.html": "Tests/Fixtures/pages/lighthouse.html",
            "/bread.html": "Tests/Fixtures/pages/bread.html",
            "/cafe.html": "Tests/Fixtures/pages/cafe-windows-1252.html",
            "/pictures/lead.jpg": "web/sample/tower-at-dusk.jpg", "/pictures/one.jpg": "web/sample/the-long-way.jpg",
        ]
        guard let file = files[request.path],
            let data = try? Data(contentsOf: Service.repository.appending(path: file))
        else { return .notFound }
        // No charset in the header: the page's own word has to be found.
        return .data(data, type: file.hasSuffix("html") ? "text/html" : "image/jpeg")
    }

    @Test(arguments: [
        ("/lighthouse.html", "Why the Lamp at Skarn Head Still Turns", "Skarn Head"),
        ("/bread.html", "The Oven That Never Goes Out", "Altenbruch"),
        ("/cafe.html", "The Café That Sells Time", "Café Müller"),
    ])
    func becomesAReel(path: String, title: String, words: String) async throws {
        try await Service.whileRunning(pages: Self.page) { service, server in
            let id = try await service.accept(server.url(path))
            try await service.waitFor(.completed, id)
            let video = try #require(try await service.videos().first)
            #expect(video["title"] as? String == title)
            let captions = try await service.get(try #require(video["captions_url"] as? String))
            let spoken = String(decoding: captions.body, as: UTF8.self).split(whereSeparator: \.isWhitespace)
            #expect(spoken.joined(separator: " ").contains(words))
            #expect((30.0...60.0).contains(try #require(video["duration"] as? Double)))
        }
    }

    /// They are divided in the captions, which the check then reads.
    @Test(arguments: ["bold", "plate", "soft"]) func wordsLongerThanALineAreNoHindrance(look: String) async throws {
        let scenes = [
            "The Republican-dominated house met with well-intentioned counterrevolutionaries.",
            "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft is one word.",
            "See www.a-very-long-address-of-a-site.example/path/to/something for more.",
        ].map { #"{"script": "\#($0)"}"# }.joined(separator: ",")
        try await Service.whileRunning { service, _ in
            let answer = try await service.post(
                "/api/generate-video",
                json: #"{"quality": "draft", "captions": "\#(look)", "#
                    + #""script": {"title": "Long", "scenes": [\#(scenes)]}}"#)
            try await service.waitFor(.completed, try #require(answer.object["job_id"] as? String))
        }
    }

    @Test func whatIsNoArticleFailsInWords() async throws {
        try await Service.whileRunning(pages: Self.page) { service, server in
            let id = try await service.accept(server.url("/nothing-here"))
            let job = try await service.waitFor(.failed, id)
            #expect((job["error_message"] as? String)?.contains("404") == true)
            #expect(job["video_id"] is NSNull && service.outputs().isEmpty)
        }
    }

    /// The filter stands in the way of everything that is not let through by name: here, another port of this machine.
    @Test func addressOfThisMachineIsRefused() async throws {
        try await Service.whileRunning { service, _ in
            let id = try await service.accept("http://127.0.0.1:1/")
            let job = try await service.waitFor(.failed, id)
            #expect(job["error_message"] as? String != nil)
            #expect(job["progress"] as? Int == 5)
        }
    }
}
