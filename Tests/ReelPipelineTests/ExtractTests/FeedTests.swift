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
        <item><title><![CDATA[New]]></title><link> /new?a=1&b=2 </link><pubDate>Tue, 03 Nov 2026 07:30:00 GMT</pubDate></item>
        <item><guid>https://example.org/undated</guid></item>
        <item><guid isPermaLink="false">7</guid></item>
        </channel></rss>
        """

    @Test func readsRSSNewestFirst() throws {
        let feed = try #require(Feed(Data(Self.rss.utf8)))
        #expect(
            feed.entries.map(\.address) == ["/new?a=1&b=2", "https://example.org/old", "https://example.org/undated"])
        #expect(feed.entries.map(\.title) == ["New", "Old & grey", nil])
        #expect(feed.entries[1].date == (try Date("2026-11-02T08:00:00Z", strategy: .iso8601)))
    }

    @Test(arguments: [
        "Sat, 30 Feb 2019 09:00:00 GMT", "2019-02-30T09:00:00Z", "2019-02-29", "31 Apr 2020 09:00 GMT", "1900-02-29",
    ])
    func daysThatNoCalendarHasAreNoDates(text: String) throws {
        #expect(FeedDate.date(text) == nil)
        let line = "<p>Hens lay eggs in the morning, and keepers gather them before the sun stands high."
        let html = "<meta name=date content='\(text)'><h1>Of hens</h1>" + String(repeating: line, count: 5)
        let page = try extractArticle(html: Data(html.utf8))
        #expect(page.published == nil)
    }

    @Test func aLeapDayIsADate() {
        #expect(FeedDate.date("2020-02-29T00:00:00Z") == FeedDate.date("Sat, 29 Feb 2020 00:00:00 GMT"))
        #expect(FeedDate.date("2020-02-29T00:00:00Z") != nil)
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

    private func rss(link: String) -> String {
        "<rss><channel><item><title>T</title><link>\(link)</link></item></channel></rss>"
    }

    /// Markup that only the parser would see, because it knows encodings that nothing before it knows.
    @Test(arguments: ["utf-7", "ibm037", "utf-16", "no-such-encoding"])
    func anEncodingThatBrowsersDoNotKnowIsNoneOfFeeds(name: String) throws {
        let hidden = "+ADw-item+AD4APA-link+AD4-http://hidden.example/+ADw-/link+AD4APA-/item+AD4-"
        let xml = "<?xml version='1.0' encoding='\(name)'?>" + rss(link: "http://a.example/\(hidden)")
        #expect(try #require(Feed(Data(xml.utf8))).entries.map(\.address) == ["http://a.example/\(hidden)"])
    }

    @Test func theEncodingOfTheDeclarationCounts() throws {
        let text = "<?xml version='1.0' encoding='ISO-8859-1'?>" + rss(link: "http://a.example/caf\u{E9}")
        let xml = Data(text.unicodeScalars.map { UInt8($0.value) })
        #expect(try #require(Feed(xml)).entries.map(\.address) == ["http://a.example/caf\u{E9}"])
    }

    /// Feeds that are put together from strings: the parser alone leaves out what it takes for entities.
    @Test(arguments: [
        ("http://a.example/?a=1&b=2", "http://a.example/?a=1&b=2"),
        ("http://a.example/?a=1&amp;b=2", "http://a.example/?a=1&b=2"),
        ("http://a.example/?a=1&#38;b=2&#x26;c=3", "http://a.example/?a=1&b=2&c=3"),
        ("http://a.example/?a=1&copy=2&lt=3&amp=4", "http://a.example/?a=1&copy=2&lt=3&amp=4"),
        ("http://a.example/?a=1&b;c=2&", "http://a.example/?a=1&b;c=2&"),
        ("http://a.example/?a&&b&#c&#xZ;&#0;&1;", "http://a.example/?a&&b&#c&#xZ;&#0;&1;"),
        ("<![CDATA[http://a.example/?a=1&b=2]]>", "http://a.example/?a=1&b=2"),
        ("<![CDATA[http://a.example/?a=1]]>&b=2<![CDATA[&c=3]]>", "http://a.example/?a=1&b=2&c=3"),
        ("<!-- & --> http://a.example/?a=1&b=2", "http://a.example/?a=1&b=2"),
        ("http://a.example/caf&eacute;?a=1&b=2", "http://a.example/caf\u{E9}?a=1&b=2"),
    ])
    func linksAreReadWhole(_ written: String, _ expected: String) throws {
        let feed = try #require(Feed(Data(rss(link: written).utf8)))
        #expect(feed.entries.map(\.address) == [expected])
    }

    @Test(arguments: ["a=1&b=2", "a=1&amp;b=2", "a=1&#38;b=2"])
    func linksInAttributesAreReadWhole(_ query: String) {
        let atom = """
            <feed xmlns="http://www.w3.org/2005/Atom"><entry><title>T &amp; U &eacute; &copy</title>
            <link rel='alternate' href='http://a.example/?\(query)'/></entry></feed>
            """
        let entry = Feed(Data(atom.utf8))?.entries.first
        #expect(entry?.address == "http://a.example/?a=1&b=2")
        #expect(entry?.title == "T & U \u{E9} &copy")
    }

    @Test func guidsAndJSONAreReadWhole() {
        let guid = "<rss><channel><item><guid>http://a.example/?a=1&p=2</guid></item></channel></rss>"
        #expect(Feed(Data(guid.utf8))?.entries.map(\.address) == ["http://a.example/?a=1&p=2"])
        let json = """
            {"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "http://a.example/?a=1&copy=2&amp;c"}]}
            """
        // JSON has no entities: what stands there is the address.
        #expect(Feed(Data(json.utf8))?.entries.map(\.address) == ["http://a.example/?a=1&copy=2&amp;c"])
    }

    /// Entities that a feed declares are its own business, and stay with the parser.
    @Test func aDocumentTypeIsLeftAsItIs() {
        let feed = "<!DOCTYPE rss [<!ENTITY home \"http://a.example/\">]>" + rss(link: "http://a.example/?a=1&b=2")
        #expect(Feed(Data(feed.utf8))?.entries.map(\.address) == ["http://a.example/?a=1&b=2"])
        let old = "<!DOCTYPE rss SYSTEM \"http://my.example/a?b&c\">" + rss(link: "http://a.example/?a=1&b=2")
        #expect(Feed(Data(old.utf8))?.entries.map(\.address) == ["http://a.example/?a=1&b=2"])
    }

    /// What never ends takes no more than the rest of the feed, once.
    @Test(arguments: ["<![CDATA[", "<!--", "<?x", "<!DOCTYPE", "<!DOCTYPE [", "&", "&#", "&a", "<"])
    func hostileMarkupTakesLinearTime(_ piece: String) {
        let text = "<rss>&" + String(repeating: piece, count: 200_000)
        let clock = ContinuousClock()
        #expect(clock.measure { _ = Feed(Data(text.utf8)) } < .seconds(20))
    }

    @Test func theStageReadsTheEntrysPage() async throws {
        let context = StageContext(workFolder: URL(filePath: "/nowhere"), logger: Logger(label: "test"))
        try await withLocalHTTPServer { request in
            switch request.path {
            case "/feed": .data(Data(Self.rss.utf8), type: "application/rss+xml")
            case "/new?a=1&b=2": .html(ExtractStageTests.page)
            default: .notFound
            }
        } perform: { server in
            var policy = FetchPolicy()
            policy.allowed = [server.endpoint]
            let stage = ExtractStage(fetcher: .live(policy))
            let newest = try await stage.run(.url(server.url("/feed")), in: context)
            #expect(newest.url == server.url("/new?a=1&b=2"))
            await #expect(throws: ExtractError.noSuchEntry(9, of: 3)) {
                try await stage.run(.feed(server.url("/feed"), entry: 9), in: context)
            }
            await #expect(throws: ExtractError.notAFeed) {
                try await stage.run(.feed(server.url("/new?a=1&b=2"), entry: 1), in: context)
            }
        }
    }
}
