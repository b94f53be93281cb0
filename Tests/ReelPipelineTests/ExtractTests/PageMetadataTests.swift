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
}
