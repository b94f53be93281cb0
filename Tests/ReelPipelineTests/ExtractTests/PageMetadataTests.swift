import Foundation
import ReelCore
import ReelExtract
import Testing

struct PageMetadataTests {
    private func metadata(_ head: String, html: String = "<html>", body: String = "") -> PageMetadata {
        PageMetadata(HTMLDocument.parse("\(html)<head>\(head)</head><body>\(body)</body>"))
    }

    @Test(arguments: [
        ("A bridge opens early | The Courier", "The Courier", "A bridge opens early"),
        ("The Courier: A bridge", "The Courier", "The Courier: A bridge"),
        ("The Courier - A bridge opens early", "the courier", "A bridge opens early"),
        ("A bridge - opens - The Courier", "The Courier", "A bridge - opens"),
        ("A bridge opens early today – Courier", "", "A bridge opens early today"),
        ("Rise - Fall", "", "Rise - Fall"),
        ("A well-known bridge", "Bridge", "A well-known bridge"),
    ])
    func titleWithoutTheSite(title: String, site: String, expected: String) {
        let meta = site.isEmpty ? "" : "<meta property=og:site_name content='\(site)'>"
        #expect(metadata("<title>\(title)</title>\(meta)").titles == [expected])
    }

    @Test(arguments: [
        ("<meta name=author content='By  Ana Ruiz'>", "Ana Ruiz"),
        (
            "<meta name=author content='https://x.example/ana'><meta property='article:author' content='Ana Ruiz'>",
            "Ana Ruiz"
        ),
        ("<meta name=author content='admin'>", nil),
        (
            "<script type='application/ld+json'>[{\"@type\":\"Article\",\"author\":[\"Ana Ruiz\",{\"name\":\"Bo Li\"}]}]</script>",
            "Ana Ruiz, Bo Li"
        ),
        (
            "<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"NewsArticle\",\"author\":{\"@id\":\"#p\"}},{\"@id\":\"#p\",\"name\":\"Ana Ruiz\"}]}</script>",
            "Ana Ruiz"
        ),
        ("<script type='application/ld+json'>{ broken</script><meta name=author content='Ana Ruiz'>", "Ana Ruiz"),
    ])
    func byline(head: String, expected: String?) {
        #expect(metadata(head).byline == expected)
    }

    @Test(arguments: [
        ("2026-03-04T08:15:00+01:00", "2026-03-04T08:15:00+01:00"), ("2026-03-04", "2026-03-04"),
        ("2026-03-04 08:15:00 +0100", "2026-03-04T08:15:00+0100"), ("2026-03-04T08:15:00GMT", "2026-03-04"),
        ("20260304", "2026-03-04"), ("Wed, 04 Mar 2026 08:15:00 GMT", "2026-03-04"), ("March 4, 2026", "2026-03-04"),
        ("4th of Mar 2026", "4th of Mar 2026"), ("4. März 2026", "4. März 2026"), ("0001-01-01T00:00:00Z", nil),
        ("2026-13-40", "2026-13-40"), ("soon", nil),
    ])
    func published(claim: String, expected: String?) {
        #expect(metadata("<meta property='article:published_time' content='\(claim)'>").published == expected)
    }

    @Test(arguments: [
        ("<html lang='en_us'>", "en-US"), ("<html lang=DE>", "de"), ("<html lang='zh-Hant-tw'>", "zh-Hant-TW"),
        ("<html lang='english please'>", nil), ("<html>", nil),
    ])
    func language(html: String, expected: String?) {
        #expect(metadata("", html: html).language == expected)
    }

    @Test(arguments: [("https://www.x.example/", "x.example"), ("@courier", "courier"), ("The Courier", "The Courier")])
    func siteName(claim: String, expected: String) {
        #expect(metadata("<meta property=og:site_name content='\(claim)'>").siteName == expected)
    }

    /// Where the head is silent, the lines around the title speak.
    @Test(arguments: [
        (
            "<div class=byline-section><span class=author>Tom Davies <span class=publication>Press</span></span></div>",
            "Tom Davies"
        ),
        ("<h3 class=byline>by Jeff Foust<br>Monday, November 18, 2019</h3>", "Jeff Foust"),
        ("<p>By Louis Jacobson on Monday, November 18th, 2019 at 5:00 p.m.</p>", "Louis Jacobson"),
        ("<div class=author-box>Latest from us</div><p>By the river stands a house</p>", "Latest from us"),
        ("<p>By the river stands a house</p>", nil),
    ])
    func authorInTheLinesAroundTheTitle(line: String, expected: String?) throws {
        #expect(try article(line).byline == expected)
    }

    @Test(arguments: [
        ("<div class=publish-date>Published 11:34 PM EST Nov 19, 2019</div>", "https://a.example/b", "2019-11-19"),
        ("<p>November 20, 2019 - 12:28 AMT</p>", "https://a.example/b", "2019-11-20"),
        ("<p>by Carrie Arnold<br>November 15, 2019</p>", "https://a.example/b", "2019-11-15"),
        ("<p>stated on October 13, 2019</p>", "https://a.example/news/2019/nov/18/bridge/", "2019-11-18"),
        ("<p>42 people, 1998</p>", "https://a.example/2019/99/18/bridge/", nil),
    ])
    func dateInTheLinesAroundTheTitleOrInTheAddress(line: String, url: String, expected: String?) throws {
        #expect(try article(line, url: url).published == expected)
    }

    private func article(_ line: String, url: String = "https://a.example/b") throws -> Article {
        let text = Array(repeating: "<p>The bridge was opened for all who want to cross the river there.</p>", count: 8)
        let page =
            "<html><head><title>A bridge opens early</title></head><body><h1>A bridge opens early</h1>\(line)"
            + "<div>\(text.joined())</div></body></html>"
        return try extractArticle(html: Data(page.utf8), url: url)
    }

    /// A name in running text that opens a box is the text's; the box is not.
    @Test func aWordThatOpensABoxStays() throws {
        let page = try article(
            "<p>Gov. <span class=rollover-people><a href=/p>Kristi Noem</a><span class=rollover-block>Her life, in short"
                + "</span></span> is defending the launch of a campaign that everybody in the country talks about.</p>")
        #expect(page.text.contains("Gov. Kristi Noem is defending"))
    }
}
