import Foundation
import ReelCache
import ReelCore
import ReelFetch
import ReelGather
import ReelTestKit
import Testing

struct DownloadBudgetTests {
    /// A server that sends a little of each picture all the time, fast enough for every limit of a single download.
    @Test func twentyPicturesThatDripTakeOneBudgetAndTheReelIsMadeOfTheOthers() async throws {
        let lead = try await TestPicture.bytes("testsrc2=s=800x600", as: "a.jpg")
        try await withLocalHTTPServer { request in
            if request.path == "/lead.jpg" { return .data(lead, type: "image/jpeg") }
            return LocalResponse(headers: [("Content-Type", "image/jpeg")]) { write in
                while true {
                    try await write(Data(repeating: 0xFF, count: 300))
                    try await Task.sleep(for: .milliseconds(200))
                }
            }
        } perform: { server in
            var policy = FetchPolicy()
            policy.allowed = [server.endpoint]
            var settings = GatherSettings()
            settings.downloadBudget = .seconds(3)
            let names = ["lead.jpg"] + (1...20).map { "drip\($0).jpg" }
            let article = Article(
                url: server.url("/"), title: "Reefs", text: "Text", image: server.url("/lead.jpg"),
                images: names.map { ArticleImage(url: server.url("/\($0)")) })
            let script = Script(title: "Reefs", scenes: scenes(11))
            try await withTemporaryFolder { folder in
                let stage = GatherStage(
                    fetcher: .live(policy), cache: ContentCache(root: folder.appending(path: "cache")),
                    settings: settings)
                let began = ContinuousClock.now
                let found = try await stage.run(
                    GatherInput(article: article, script: script, quality: .draft), in: context(folder))
                // Four at once, each with its own limit of 30 s, were two and a half minutes.
                #expect(ContinuousClock.now - began < .seconds(60))
                #expect(found.scenes.count == 11)
                #expect(found.scenes[0].choice.url == server.url("/lead.jpg"))
                let note = try #require(found.note)
                #expect(note.hasPrefix("20 downloads were left out") && note.contains("3 seconds"))
            }
        }
    }
}
