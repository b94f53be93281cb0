import Foundation
import ReelCache
import ReelTestKit
import Testing

/// `make`, `make --from` and `check`, as a person types them.
@Suite struct RemakeTests {
    private static let script = """
        {"title": "Two swifts", "scenes": [{"script": "The swifts came back in May."}, {"script": "They stay until August."}]}
        """

    private func run(_ arguments: [String], home: URL, _ more: [String: String] = [:]) async throws -> (Int32, String) {
        let program = try BuiltProgram(
            "ReelRunner", arguments: arguments,
            environment: ["REEL_HOME": home.path, "HOME": home.path].merging(more) { own, _ in own },
            log: home.appending(path: "log-\(UUID().uuidString)"))
        let status = await program.exit()
        return (status, program.output)
    }

    @Test func aReelIsMadeAgainToTheByteFromItsManifest() async throws {
        try await withTemporaryFolder { home in
            let text = home.appending(path: "swifts.md")
            let script = home.appending(path: "script.json")
            let words = String(repeating: "The swifts came back in May. They stay until August. ", count: 12)
            try Data("# Two swifts\n\n\(words)\n\n\(words)\n".utf8).write(to: text)
            try Data(Self.script.utf8).write(to: script)
            let first = home.appending(path: "a/first.mp4")
            let (made, said) = try await run(
                [
                    "make", text.path, "--script", script.path, "--quality", "draft", "-o", first.path,
                ], home: home, ["REEL_FINISH_LOUDNESS": "-15"])
            #expect(made == 0, "\(said)")
            let manifest = home.appending(path: "a/first.manifest.json")
            let told = try String(contentsOf: manifest, encoding: .utf8)
            #expect(told.contains("\"REEL_FINISH_LOUDNESS\" : \"-15.0\""))
            #expect(!told.contains(home.path))
            let index = try String(contentsOf: home.appending(path: "a/first.sprite.vtt"), encoding: .utf8)
            #expect(index.contains("\nfirst.sprite.jpg#xywh=0,0,"))

            // Everything that was made is gone, and the article too; other settings hold now.
            try FileManager.default.removeItem(at: home.appending(path: "cache"))
            try FileManager.default.removeItem(at: text)
            let second = home.appending(path: "b/second.mp4")
            let (again, words2) = try await run(
                ["make", "--from", manifest.path, "-o", second.path], home: home,
                ["REEL_FINISH_LOUDNESS": "-20", "REEL_VOICE": "slt"])
            #expect(again == 0, "\(words2)")
            #expect(!words2.contains("not the same to the byte"))
            #expect(try SHA256Digest.file(first) == (try SHA256Digest.file(second)))

            let (status, listing) = try await run(["check", second.path], home: home)
            #expect(status == 1)
            #expect(listing.contains("the frame is 360x640") && listing.contains("tag        title=Two swifts"))
            #expect(!listing.contains("silent from") && !listing.contains("is black"))
        }
    }

    @Test func saysWhatItCannotDo() async throws {
        try await withTemporaryFolder { home in
            let file = home.appending(path: "x.json")
            try Data("{}".utf8).write(to: file)
            let (status, words) = try await run(["make", "--from", file.path, "-o", "x.mp4"], home: home)
            #expect(status != 0 && words.contains("is no manifest of a reel"))
            let (both, _) = try await run(["make", "a.md", "--from", file.path, "-o", "x.mp4"], home: home)
            #expect(both != 0)
            let (missing, said) = try await run(["check", home.appending(path: "gone.mp4").path], home: home)
            #expect(missing != 0 && said.contains("There is no file"))
        }
    }
}
