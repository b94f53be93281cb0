import Foundation
import Logging
import ReelCore
import ReelExtract
import ReelFetch
import ReelTestKit
import Synchronization
import Testing

struct ExtractStageTests {
    static let page = """
        <html lang=en><title>A page of ours</title><h1>A page of ours</h1><img src="pic.jpg" width=800 height=600>
        """ + String(repeating: "<p>A sentence that is long enough to be read aloud.</p>", count: 10)

    private let context = StageContext(workFolder: URL(filePath: "/nowhere"), logger: Logger(label: "test"))

    private func stage(_ server: LocalHTTPServer) -> ExtractStage {
        var policy = FetchPolicy()
        policy.allowed = [server.endpoint]
        return ExtractStage(fetcher: .live(policy))
    }

    @Test func readsAPageFromItsFinalAddress() async throws {
        try await withLocalHTTPServer { request in
            request.path == "/old" ? .redirect(to: "/new/page?x=1") : .html(Self.page)
        } perform: { server in
            let article = try await stage(server).run(.url(server.url("/old")), in: context)
            #expect(article.title == "A page of ours")
            #expect(article.url == server.url("/new/page?x=1"))
            #expect(article.image == server.url("/new/pic.jpg"))
            #expect(server.requests.last?.header("accept")?.hasPrefix("text/html") == true)
        }
    }

    @Test func theServersEncodingCounts() async throws {
        let body = Data(
            Self.page.replacingOccurrences(of: "ours", with: "Gru\u{df}").unicodeScalars.map { UInt8($0.value) })
        try await withLocalHTTPServer { _ in
            .data(body, type: "text/html; charset=ISO-8859-1")
        } perform: { server in
            let article = try await stage(server).run(.url(server.url("/")), in: context)
            #expect(article.title == "A page of Gruß")
        }
    }

    @Test func whatIsNoPageIsRefusedByItsType() async throws {
        try await withLocalHTTPServer { _ in
            .data(Data("%PDF-1.4".utf8), type: "application/pdf")
        } perform: { server in
            await #expect(throws: ExtractError.notHTML(kind: "a PDF document")) {
                try await stage(server).run(.url(server.url("/")), in: context)
            }
        }
    }

    @Test func theFetchersErrorsGoThrough() async throws {
        try await withLocalHTTPServer { _ in
            .notFound
        } perform: { server in
            await #expect(throws: FetchError.status(404, host: "127.0.0.1")) {
                try await stage(server).run(.url(server.url("/")), in: context)
            }
        }
    }

    @Test func readsASavedPage() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString + ".html")
        try Data(Self.page.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let stage = ExtractStage(fetcher: .failing(CancellationError()))
        let alone = try await stage.run(.file(file, base: nil), in: context)
        #expect(alone.url == nil)
        #expect(alone.images.isEmpty)
        let based = try await stage.run(.file(file, base: "https://x.example/a/"), in: context)
        #expect(based.url == "https://x.example/a/")
        #expect(based.image == "https://x.example/a/pic.jpg")
    }

    @Test func aFileThatIsNotThere() async throws {
        let stage = ExtractStage(fetcher: .failing(CancellationError()))
        let error = await #expect(throws: ExtractError.self) {
            try await stage.run(.file(URL(filePath: "/no/such/page.html"), base: nil), in: context)
        }
        #expect(error?.failure.code == "file_unreadable")
        #expect(error?.failure.message.contains("/no/such/page.html") == true)
    }

    @Test func reportsItsProgress() async throws {
        let seen = Mutex<[Double]>([])
        try await withLocalHTTPServer { _ in
            .html(Self.page)
        } perform: { server in
            let context = StageContext(workFolder: context.workFolder, logger: context.logger) { fraction, _ in
                seen.withLock { $0.append(fraction) }
            }
            _ = try await stage(server).run(.url(server.url("/")), in: context)
        }
        let fractions = seen.withLock { $0 }
        #expect(fractions.first == 0 && fractions.last == 1 && fractions == fractions.sorted())
    }
}
