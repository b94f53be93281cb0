import Foundation
import Logging
import ReelCache
import ReelCore
import ReelFetch
import ReelGather
import ReelTestKit
import Synchronization
import Testing

/// Choices are made once and kept with the script.
struct KeptChoiceTests {
    private func article(_ names: [String]) -> Article {
        Article(
            url: "https://x.test/story", title: "Reefs", siteName: "Example News", text: "Text",
            image: names.first.map { "https://x.test/\($0)" },
            images: names.map { ArticleImage(url: "https://x.test/\($0)") })
    }

    private func pictures() async throws -> [String: Data] {
        [
            "https://x.test/a.jpg": try await TestPicture.bytes("testsrc2=s=800x600", as: "a.jpg"),
            "https://x.test/b.png": try await TestPicture.bytes("mandelbrot=s=600x800", as: "b.png"),
            "https://x.test/c.jpg": try await TestPicture.bytes(
                "gradients=s=640x480:c0=red:c1=blue:x0=0:y0=0:x1=639:y1=479:nb_colors=2", as: "c.jpg"),
        ]
    }

    private func script(_ count: Int) -> Script {
        var scenes = scenes(count)
        scenes[1].script = "Divers planted 12,000 corals in the bay."
        if count > 4 { scenes[4].script = "\u{201C}We thought the reef was dead,\u{201D} said Maria Lopez." }
        return Script(title: "How a reef came back", scenes: scenes)
    }

    private func stage(_ fetcher: Fetcher, _ folder: URL, _ settings: GatherSettings = GatherSettings()) -> GatherStage
    {
        GatherStage(fetcher: fetcher, cache: ContentCache(root: folder.appending(path: "cache")), settings: settings)
    }

    private func work(_ folder: URL, _ name: String) -> StageContext {
        StageContext(workFolder: folder.appending(path: name), logger: Logger(label: "test"))
    }

    private func keeping(_ visuals: Visuals, in script: Script) -> Script {
        var script = script
        script.palette = visuals.palette
        for (index, visual) in visuals.scenes.enumerated() { script.scenes[index].visual = visual.choice }
        return script
    }

    /// Another job, without any network: the same files, byte by byte.
    @Test func theSameScriptIsMadeAgainWithoutNetwork() async throws {
        let web = web(try await pictures())
        try await withTemporaryFolder { folder in
            let script = script(7)
            let input = GatherInput(article: article(["a.jpg", "b.png", "c.jpg"]), script: script, quality: .draft)
            let first = try await stage(web, folder).run(input, in: work(folder, "one"))
            #expect(first.palette.name == "lead")
            for visual in first.scenes where visual.choice.kind == .picture {
                #expect(visual.choice.digest?.count == 64)
                #expect(visual.choice.credit?.text == "Image: Example News")
                #expect(visual.choice.focus != nil)
            }
            let nothing = GatherInput(
                article: Article(url: nil, title: "Other", text: ""), script: keeping(first, in: script),
                quality: .draft)
            let again = try await stage(.failing(FetchError.nameNotFound(host: "x")), folder).run(
                nothing, in: work(folder, "two"))
            #expect(again.palette == first.palette)
            #expect(again.note == nil)
            for (one, other) in zip(first.scenes, again.scenes) {
                #expect(one.choice == other.choice)
                #expect(try Data(contentsOf: one.file) == Data(contentsOf: other.file))
            }
            // Through JSON as well, as the script travels.
            let stored = try WireCoding.decode(Script.self, from: WireCoding.encode(nothing.script))
            #expect(stored == nothing.script)
        }
    }

    @Test func aChangedSceneLeavesItsNeighboursAlone() async throws {
        let web = web(try await pictures())
        try await withTemporaryFolder { folder in
            let script = script(7)
            let article = article(["a.jpg", "b.png"])
            let first = try await stage(web, folder).run(
                GatherInput(article: article, script: script, quality: .draft), in: work(folder, "one"))
            let cards = first.scenes.indices.filter { first.scenes[$0].choice.kind == .card }
            #expect(cards == [1, 4])
            #expect(first.scenes[1].choice.card == Card(kind: .number, heading: "12,000", text: "corals in the bay"))
            #expect(first.scenes[4].choice.card?.heading == "Maria Lopez")
            var edited = keeping(first, in: script)
            edited.scenes[1].script = "Divers planted 15,000 corals in the bay."
            edited.scenes[2].visual = nil
            let second = try await stage(web, folder).run(
                GatherInput(article: article, script: edited, quality: .draft), in: work(folder, "two"))
            #expect(second.scenes[1].choice.card?.heading == "15,000")
            #expect(second.scenes[1].choice.seed == first.scenes[1].choice.seed)
            #expect(try Data(contentsOf: second.scenes[1].file) != Data(contentsOf: first.scenes[1].file))
            for index in first.scenes.indices where index != 1 && index != 2 {
                #expect(second.scenes[index].choice == first.scenes[index].choice)
            }
            #expect(second.scenes[2].choice.digest != second.scenes[3].choice.digest)
        }
    }

    @Test func scenesMayBeMovedAndRemoved() async throws {
        let web = web(try await pictures())
        try await withTemporaryFolder { folder in
            let script = script(6)
            let first = try await stage(web, folder).run(
                GatherInput(article: article(["a.jpg"]), script: script, quality: .draft), in: work(folder, "one"))
            var moved = keeping(first, in: script)
            moved.scenes.remove(at: 2)
            moved.scenes.reverse()
            for index in moved.scenes.indices { moved.scenes[index].sceneNumber = index + 1 }
            let second = try await stage(.failing(FetchError.nameNotFound(host: "x")), folder).run(
                GatherInput(article: article([]), script: moved, quality: .draft), in: work(folder, "two"))
            for (scene, visual) in zip(moved.scenes, second.scenes) {
                #expect(visual.choice == scene.visual)
                #expect(visual.sceneNumber == scene.sceneNumber)
            }
            let files = try Set(second.scenes.map { try Data(contentsOf: $0.file) })
            let before = try Set(first.scenes.map { try Data(contentsOf: $0.file) })
            #expect(files.isSubset(of: before))
        }
    }

    @Test func aPictureThatTheClientNamesIsShown() async throws {
        let web = web(try await pictures())
        try await withTemporaryFolder { folder in
            var script = script(3)
            script.scenes[2].visual = SceneChoice(
                kind: .picture, provider: .client, url: "https://x.test/c.jpg", motion: .panLeft)
            script.scenes[1].visual = SceneChoice(
                kind: .card, provider: .client, motion: .zoomIn, card: Card(kind: .title, heading: "My own words"))
            let found = try await stage(web, folder).run(
                GatherInput(article: article(["a.jpg"]), script: script, quality: .draft), in: work(folder, "one"))
            let choice = found.scenes[2].choice
            #expect(choice.kind == .picture)
            #expect(choice.url == "https://x.test/c.jpg")
            #expect(choice.provider == .client)
            #expect(choice.digest != nil)
            #expect(choice.motion == .panLeft)
            #expect(choice.credit?.text == "Image: x.test")
            #expect(found.scenes[1].choice.card?.heading == "My own words")
            #expect(found.scenes[1].choice.provider == .client)
        }
    }

    @Test func whatCannotBeHadAnyMoreIsFetchedOrReplaced() async throws {
        let pages = try await pictures()
        let asked = Mutex<[String]>([])
        let web = web(pages)
        let counting = Fetcher { request in
            asked.withLock { $0.append(request.url) }
            return try await web.fetch(request)
        }
        try await withTemporaryFolder { folder in
            var script = script(3)
            let lost = String(repeating: "ab", count: 32)
            script.scenes[0].visual = SceneChoice(
                kind: .picture, provider: .article, url: "https://x.test/b.png", digest: lost, motion: .zoomIn)
            script.scenes[2].visual = SceneChoice(
                kind: .picture, provider: .article, url: "https://x.test/gone.jpg", digest: lost, motion: .zoomIn)
            let found = try await stage(counting, folder).run(
                GatherInput(article: article(["a.jpg"]), script: script, quality: .draft), in: work(folder, "one"))
            #expect(asked.withLock { $0.contains("https://x.test/b.png") })
            #expect(found.scenes[0].choice.url == "https://x.test/b.png")
            #expect(found.scenes[0].choice.digest != lost)
            // The other one is open again.
            #expect(found.scenes[2].choice.url != "https://x.test/gone.jpg")
            // Another picture than it was, and one that is gone: both are said, with the reason, where they are seen too.
            let (other, gone) = (try #require(found.scenes[0].choice.note), try #require(found.scenes[2].choice.note))
            #expect(other == "https://x.test/b.png is another picture than it was; it is shown as it is now.")
            #expect(gone.hasPrefix("The picture chosen for scene 3 could not be had: it could not be fetched: "))
            #expect(found.note == "\(other) \(gone)")
        }
    }

    /// What a client asks for in an edit.
    @Test(arguments: [
        ("https://x.test/gone.jpg", "it could not be fetched: "),
        ("https://x.test/page.html", "its bytes are not a picture."),
        ("https://x.test/small.png", "20x20 is small: the longer edge must have 400 pixels."),
    ])
    func aPictureThatAClientAsksForAndCannotHaveIsSaid(_ url: String, _ reason: String) async throws {
        let web = web([
            "https://x.test/page.html": Data("<html></html>".utf8),
            "https://x.test/small.png": try await TestPicture.bytes("color=red:s=20x20", as: "small.png"),
        ])
        try await withTemporaryFolder { folder in
            let asked = ScriptEdit(scenes: [2: .init(picture: .address(url))]).applied(to: script(3))
            let found = try await stage(web, folder).run(
                GatherInput(article: article([]), script: asked, quality: .draft), in: work(folder, "one"))
            let note = try #require(found.scenes[1].choice.note)
            #expect(note.hasPrefix("The picture asked for scene 2 could not be had: \(reason)"))
            #expect(found.note == note)
            #expect(found.scenes.filter { $0.choice.note != nil }.count == 1)
            // The next version of the reel is not told of it any more.
            let next = try await stage(web, folder).run(
                GatherInput(article: article([]), script: keeping(found, in: asked), quality: .draft),
                in: work(folder, "two"))
            #expect(next.note == nil && next.scenes.allSatisfy { $0.choice.note == nil })
        }
    }

    @Test func aThemeThatIsAskedForWinsOverKeptColours() async throws {
        try await withTemporaryFolder { folder in
            var script = script(2)
            script.palette = ReelPalette(name: "lead", colours: ["#101820", "#203040", "#5080a0", "#c0d0e0"])
            let none = Fetcher.failing(FetchError.nameNotFound(host: "x"))
            let kept = try await stage(none, folder).run(
                GatherInput(article: article([]), script: script, quality: .draft), in: work(folder, "one"))
            #expect(kept.palette == script.palette)
            let ember = try await stage(none, folder).run(
                GatherInput(article: article([]), script: script, quality: .draft, theme: .ember),
                in: work(folder, "two"))
            #expect(ember.palette.name == "ember")
        }
    }

    @Test(arguments: [
        ("A reef at dawn. Photo: Ada Example/Reuters", "Image: Ada Example/Reuters, via Example News"),
        ("Photograph by Ada Example for Example News", "Image: Ada Example for Example News"),
        ("\u{A9} 2024 Ada Example", "Image: Ada Example, via Example News"),
        ("The bay (Ada Example/Getty Images)", "Image: Ada Example/Getty Images, via Example News"),
        ("Image courtesy of the Ocean Institute.", "Image: the Ocean Institute, via Example News"),
        ("A photo by the sea", "Image: Example News"), ("", "Image: Example News"),
    ])
    func creditsAreReadFromCaptions(caption: String, credit: String) {
        let article = article([])
        #expect(
            PictureCredit.of(ArticleImage(url: "https://cdn.test/a.jpg", caption: caption), in: article)
                == Credit(text: credit, url: "https://x.test/story"))
    }

    @Test func withoutASiteNameTheHostIsCredited() {
        let article = Article(url: "https://www.x.test/story", title: "T", text: "T")
        #expect(PictureCredit.of(ArticleImage(url: "https://cdn.test/a"), in: article).text == "Image: x.test")
    }
}
