import Foundation
import Logging
import ReelCore
import ReelExtract
import ReelFetch
import ReelTestKit
import Testing

struct RobotsRulesTests {
    static let file = """
        # ours
        User-agent: OtherBot
        Disallow: /

        User-Agent: reelcraft
        User-agent: Third
        Allow: /open/*.html$
        Disallow: /open/
        Disallow: /*?print=
        Disallow: /%7Ejoe/
        Sitemap: https://example.org/map.xml
        Crawl-delay: 3
        Allow: /

        User-agent: *
        Disallow: /private
        Disallow:
        """

    @Test(arguments: [
        ("/", true), ("/article", true), ("/private/x", true), ("/open/a.html", true), ("/open/a.htm", false),
        ("/open/a.html?x", false), ("/a?print=1", false), ("/~joe/a", false), ("/%7ejoe/", false),
        ("/robots.txt", true),
    ])
    func ourOwnGroupCounts(path: String, isAllowed: Bool) {
        #expect(RobotsRules(Self.file, agent: "ReelCraft").allows(path) == isAllowed)
    }

    @Test(arguments: [("/private", false), ("/private/x", false), ("/open/", true)])
    func withoutOneThatOfEverybody(path: String, isAllowed: Bool) {
        #expect(RobotsRules(Self.file, agent: "Nobody").allows(path) == isAllowed)
    }

    @Test(arguments: ["", "<html>not found", "Disallow: /", "User-agent: *\nDisallow:"])
    func whatForbidsNothingAllowsAll(file: String) {
        #expect(RobotsRules(file, agent: "ReelCraft").allows("/a"))
    }

    @Test func hostilePatternsEnd() {
        let pattern = String(repeating: "*a", count: 2_000) + "$"
        let rules = RobotsRules("User-agent: *\nDisallow: /\(pattern)", agent: "ReelCraft")
        #expect(rules.allows("/" + String(repeating: "a", count: 1_999)))
    }

    private let context = StageContext(workFolder: URL(filePath: "/nowhere"), logger: Logger(label: "test"))

    private func stage(_ server: LocalHTTPServer, heeds: Bool = true, cacheRoot: URL? = nil) -> ExtractStage {
        var policy = FetchPolicy()
        policy.allowed = [server.endpoint]
        var settings = ExtractSettings()
        settings.heedsRobots = heeds
        return ExtractStage(fetcher: .live(policy), settings: settings, cacheRoot: cacheRoot)
    }

    @Test func aPageThatIsForbiddenIsNotRead() async throws {
        try await withLocalHTTPServer { request in
            request.path == "/robots.txt"
                ? .data(Data("User-agent: *\nDisallow: /p".utf8), type: "text/plain") : .html(ExtractStageTests.page)
        } perform: { server in
            await #expect(throws: ExtractError.robots(host: "127.0.0.1")) {
                try await stage(server).run(.url(server.url("/page")), in: context)
            }
            #expect(server.requests.map(\.path) == ["/robots.txt"])
            #expect(server.requests.first?.header("user-agent")?.contains("ReelCraft") == true)
            _ = try await stage(server).run(.url(server.url("/other")), in: context)
            _ = try await stage(server, heeds: false).run(.url(server.url("/page")), in: context)
        }
    }

    @Test(arguments: [(404, true), (410, true), (503, false)])
    func aSiteWithoutRules(status: Int, isRead: Bool) async throws {
        try await withLocalHTTPServer { request in
            request.path == "/robots.txt" ? .status(status) : .html(ExtractStageTests.page)
        } perform: { server in
            let article = try? await stage(server).run(.url(server.url("/page")), in: context)
            #expect((article != nil) == isRead)
        }
    }

    // MARK: The page cache

    @Test func aPageThatHasNotChangedIsNotSentAgain() async throws {
        try await withTemporaryFolder { folder in
            try await withLocalHTTPServer { request in
                if request.path == "/robots.txt" { return .notFound }
                if request.path == "/old" { return .redirect(to: "/page") }
                if request.header("if-none-match") == "\"1\"" { return .data(Data(), type: "text/html", status: 304) }
                return .data(
                    Data(ExtractStageTests.page.utf8), type: "text/html", headers: [("ETag", "\"1\"")])
            } perform: { server in
                for path in ["/page", "/page", "/old", "/old"] {
                    let article = try await stage(server, cacheRoot: folder).run(.url(server.url(path)), in: context)
                    #expect(article.title == "A page of ours" && article.url == server.url("/page"))
                }
                let asked = server.requests.filter { $0.path == "/page" }.map { $0.header("if-none-match") }
                #expect(asked == [nil, "\"1\"", nil, "\"1\""])
            }
        }
    }

    @Test func aPageThatHasChangedIsReadAnew() async throws {
        try await withTemporaryFolder { folder in
            try await withLocalHTTPServer { request in
                if request.path == "/robots.txt" { return .notFound }
                let isSecond = request.header("if-modified-since") != nil
                let page = isSecond ? ExtractStageTests.page.replacing("ours", with: "theirs") : ExtractStageTests.page
                return .data(
                    Data(page.utf8), type: "text/html",
                    headers: [("Last-Modified", "Tue, 03 Nov 2026 09:00:00 GMT")])
            } perform: { server in
                for title in ["A page of ours", "A page of theirs"] {
                    let article = try await stage(server, cacheRoot: folder).run(.url(server.url("/")), in: context)
                    #expect(article.title == title)
                }
            }
        }
    }

    @Test func aDamagedEntryIsNoEntryAndAnErrorIsAnError() async throws {
        try await withTemporaryFolder { folder in
            try await withLocalHTTPServer { request in
                switch (request.path, request.header("if-none-match")) {
                case ("/robots.txt", _): .notFound
                case ("/gone", .some): .status(410)
                default:
                    .data(Data(ExtractStageTests.page.utf8), type: "text/html", headers: [("ETag", "\"1\"")])
                }
            } perform: { server in
                _ = try await stage(server, cacheRoot: folder).run(.url(server.url("/page")), in: context)
                let pages = folder.appending(path: "pages")
                for name in try FileManager.default.contentsOfDirectory(atPath: pages.path) {
                    let file = pages.appending(path: name)
                    try Data(try Data(contentsOf: file).dropLast(3)).write(to: file)
                }
                _ = try await stage(server, cacheRoot: folder).run(.url(server.url("/page")), in: context)
                #expect(server.requests.last?.header("if-none-match") == nil)
            }
        }
    }
}
