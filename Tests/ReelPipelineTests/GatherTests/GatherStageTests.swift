import Foundation
import ReelCache
import ReelCore
import ReelGather
import ReelTestKit
import Testing

struct GatherStageTests {
    @Test func everySceneGetsAPictureOrADrawing() async throws {
        let lead = try await TestPicture.bytes("testsrc2=s=1600x900", as: "a.jpg")
        let other = try await TestPicture.bytes("mandelbrot=s=900x1200", as: "b.png")
        let small = try await TestPicture.bytes("testsrc=s=120x90", as: "c.png")
        let fetcher = web([
            "https://x.test/a.jpg": lead, "https://x.test/b": other, "https://x.test/small.png": small,
            "https://x.test/page.jpg": Data("<html>Not found</html>".utf8),
        ])
        let article = Article(
            url: "https://x.test/", title: "Reefs", text: "Text", image: "https://x.test/a.jpg",
            images: ["a.jpg", "gone.jpg", "page.jpg", "small.png", "b"].map {
                ArticleImage(url: "https://x.test/\($0)")
            })
        var scenes = scenes(7)
        scenes[3].sceneType = .text
        let script = Script(title: "Reefs", scenes: scenes)
        try await withTemporaryFolder { folder in
            let stage = GatherStage(fetcher: fetcher, cache: ContentCache(root: folder.appending(path: "cache")))
            let input = GatherInput(article: article, script: script, quality: .draft)
            let found = try await stage.run(input, in: context(folder))
            let visuals = found.scenes
            #expect(visuals.map(\.sceneNumber) == Array(1...7))
            #expect(visuals[0].choice.url == "https://x.test/a.jpg")
            #expect(visuals[3].choice.kind == .backdrop)
            #expect(Set(visuals.map(\.choice.url)).count == 3)
            for visual in visuals {
                let header = try ImageHeader.read([UInt8](Data(contentsOf: visual.file)))
                #expect(header.size == visual.size)
            }
            for (one, next) in zip(visuals, visuals.dropFirst()) {
                #expect(one.motion != next.motion)
                #expect(one.file != next.file)
            }
            #expect(try await stage.run(input, in: context(folder)) == found)
        }
    }

    @Test(arguments: [("$2.8 billion.", SceneChoice.Kind.backdrop), ("A good year.", .card)])
    func aNumberIsNotLargeTwiceInARow(text: String, kind: SceneChoice.Kind) async throws {
        var scenes = scenes(3)
        scenes[1].script = text
        scenes[1].sceneType = .text
        scenes[2].script = "The retailer earned $2.8 billion in the quarter."
        let script = Script(title: "Earnings", scenes: scenes)
        try await withTemporaryFolder { folder in
            let stage = GatherStage(fetcher: web([:]), cache: ContentCache(root: folder.appending(path: "cache")))
            let article = Article(url: "https://x.test/", title: "Earnings", text: "Text")
            let found = try await stage.run(
                GatherInput(article: article, script: script, quality: .draft), in: context(folder))
            #expect(found.scenes[2].choice.kind == kind)
        }
    }
}
