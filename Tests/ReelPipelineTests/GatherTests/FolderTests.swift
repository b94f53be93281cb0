import Foundation
import ReelCache
import ReelCore
import ReelGather
import ReelTestKit
import Testing

struct FolderTests {
    private func run(_ script: Script, own: URL, in folder: URL) async throws -> Visuals {
        var settings = GatherSettings()
        settings.folder = own
        let stage = GatherStage(
            fetcher: web([:]), cache: ContentCache(root: folder.appending(path: "cache")), settings: settings)
        return try await stage.run(
            GatherInput(article: Article(url: nil, title: "Reefs", text: ""), script: script, quality: .draft),
            in: context(folder))
    }

    @Test func picturesAreFoundByTheWordsOfTheirNames() async throws {
        try await withTemporaryFolder { folder in
            let own = folder.appending(path: "own")
            let below = own.appending(path: "harbour walls")
            try FileManager.default.createDirectory(at: below, withIntermediateDirectories: true)
            try await TestPicture.bytes("testsrc2=s=600x900", as: "a.jpg").write(
                to: own.appending(path: "coral-reef.jpg"))
            try await TestPicture.bytes("mandelbrot=s=600x900", as: "a.jpg").write(
                to: below.appending(path: "IMG_1.jpg"))
            try await TestPicture.bytes("testsrc=s=600x900", as: "a.jpg").write(to: own.appending(path: "holiday.jpg"))
            try Data("no picture".utf8).write(to: own.appending(path: "corals.jpg"))
            // What lies outside is not reached by a link, whether to a file or to a folder.
            let outside = folder.appending(path: "outside")
            try FileManager.default.createDirectory(at: outside, withIntermediateDirectories: true)
            try await TestPicture.bytes("testsrc=s=640x640", as: "a.jpg").write(to: outside.appending(path: "fish.jpg"))
            try FileManager.default.createSymbolicLink(
                at: own.appending(path: "fish.jpg"), withDestinationURL: outside.appending(path: "fish.jpg"))
            try FileManager.default.createSymbolicLink(at: own.appending(path: "fish"), withDestinationURL: outside)
            var scenes = scenes(4)
            scenes[0].script = "Nothing of this kind."
            scenes[1].script = "A diver sees corals and a reef."
            scenes[2].assetKeywords = ["harbour"]
            scenes[3].script = "Many fish."
            let script = Script(title: "Reefs", scenes: scenes)
            let found = try await run(script, own: own, in: folder)
            let shown = found.scenes.map(\.choice)
            #expect(shown[1].url == "coral-reef.jpg")
            #expect(shown[1].provider == .folder)
            #expect(shown[1].credit?.text == "Own picture: coral-reef.jpg")
            #expect(shown[2].url == "harbour walls/IMG_1.jpg")
            #expect(!shown.contains { $0.url == "holiday.jpg" || $0.url?.contains("fish") == true })
            // A kept choice of it is found in the cache, or in the folder.
            var kept = script
            kept.scenes[1].visual = shown[1]
            kept.scenes[1].visual?.digest = nil
            #expect(try await run(kept, own: own, in: folder).scenes[1].choice == shown[1])
        }
    }

    @Test(arguments: ["../outside.jpg", "link.jpg", "/etc/passwd", "no-such.jpg", "", ".", "sub/../../outside.jpg"])
    func aClientCannotNameWhatLiesOutside(name: String) async throws {
        try await withTemporaryFolder { folder in
            let own = folder.appending(path: "own")
            try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
            let outside = folder.appending(path: "outside.jpg")
            try await TestPicture.bytes("testsrc2=s=600x900", as: "a.jpg").write(to: outside)
            try FileManager.default.createSymbolicLink(at: own.appending(path: "link.jpg"), withDestinationURL: outside)
            var scenes = scenes(2)
            scenes[1].visual = SceneChoice(kind: .picture, provider: .folder, url: name, motion: .zoomIn)
            let found = try await run(Script(title: "Reefs", scenes: scenes), own: own, in: folder)
            #expect(found.scenes[1].choice.kind != .picture)
            #expect(found.note != nil)
        }
    }
}
