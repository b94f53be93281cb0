import Foundation
import Logging
import ReelCore
import ReelExtract
import ReelFetch
import ReelTestKit
import Testing

struct FeedTests {
    static let rss = """
        <?xml version="1.0"?><!-- ours --><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
        <title>Hens</title><link>https://example.org/</link>
        <item><title>Old &amp; grey</title><link>https://example.org/old</link><pubDate>Mon, 02 Nov 2026 09:00:00 +0100</pubDate></item>
        <item><title><![CDATA[New]]></title><link> /new </link><pubDate>Tue, 03 Nov 2026 07:30:00 GMT</pubDate></item>
        <item><guid>https://example.org/undated</guid></item>
        <item><guid isPermaLink="false">7</guid></item>
        </channel></rss>
        """

    @Test func readsRSSNewestFirst() throws {
        let feed = try #require(Feed(Data(Self.rss.utf8)))
        #expect(feed.entries.map(\.address) == ["/new", "https://example.org/old", "https://example.org/undated"])
        #expect(feed.entries.map(\.title) == ["New", "Old & grey", nil])
        #expect(feed.entries[1].date == (try Date("2026-11-02T08:00:00Z", strategy: .iso8601)))
    }

    @Test func readsAtom() throws {
        let atom = """
            <feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="https://example.org/feed"/>
            <entry><title type="html">One</title><link rel="edit" href="https://example.org/e"/>
            <link href="https://example.org/one"/><updated>2026-11-01T00:00:00Z</updated></entry>
            <entry><link rel="alternate" href="https://example.org/two"/><published>2026-11-02T00:00:00.5Z</published></entry>
            </feed>
            """
        #expect(
            Feed(Data(atom.utf8))?.entries.map(\.address) == ["https://example.org/two", "https://example.org/one"])
    }

    @Test func readsJSONFeed() {
        let json = """
            {"version": "https://jsonfeed.org/version/1.1", "title": "Hens", "items": [
              {"id": "1", "url": "https://example.org/1", "date_published": "2026-11-01T00:00:00Z"},
              {"id": "2", "external_url": "https://example.org/2", "date_published": "2026-11-02T00:00:00Z"}, {"id": "3"}]}
            """
        #expect(Feed(Data(json.utf8))?.entries.map(\.address) == ["https://example.org/2", "https://example.org/1"])
    }

    @Test(arguments: ["", "<html><body>feed", "{}", "<?xml version='1.0'?><note>rss</note>", "[1]"])
    func whatIsNoFeedIsNone(text: String) {
        #expect(Feed(Data(text.utf8)) == nil)
    }

    /// A billion laughs: entities of entities are not expanded.
    @Test func entitiesDoNotGrow() {
        let levels = (1...20).map { "<!ENTITY e\($0) \"\(String(repeating: "&e\($0 - 1);", count: 10))\">" }.joined()
        let feed = Feed(
            Data(
                "<!DOCTYPE rss [<!ENTITY e0 \"x\">\(levels)]><rss><channel><item><link>&e20;</link></item></channel></rss>"
                    .utf8))
        #expect((feed?.entries ?? []).allSatisfy { $0.address.utf8.count < 1_000 })
    }

    @Test func theStageReadsTheEntrysPage() async throws {
        let context = StageContext(workFolder: URL(filePath: "/nowhere"), logger: Logger(label: "test"))
        try await withLocalHTTPServer { request in
            switch request.path {
            case "/feed": .data(Data(Self.rss.utf8), type: "application/rss+xml")
            case "/new": .html(ExtractStageTests.page)
            default: .notFound
            }
        } perform: { server in
            var policy = FetchPolicy()
            policy.allowed = [server.endpoint]
            let stage = ExtractStage(fetcher: .live(policy))
            let newest = try await stage.run(.url(server.url("/feed")), in: context)
            #expect(newest.url == server.url("/new"))
            await #expect(throws: ExtractError.noSuchEntry(9, of: 3)) {
                try await stage.run(.feed(server.url("/feed"), entry: 9), in: context)
            }
            await #expect(throws: ExtractError.notAFeed) {
                try await stage.run(.feed(server.url("/new"), entry: 1), in: context)
            }
        }
    }
}
