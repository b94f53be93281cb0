import Foundation
import ReelCore
import ReelExtract
import Testing

struct ImageSourceTests {
    @Test func readsSourceSets() {
        #expect(
            ImageSource.parse(srcset: " a.jpg 640w,b.jpg 1280w , c,d.jpg 2x, e.jpg,f.jpg") == [
                ImageSource(address: "a.jpg", width: 640), ImageSource(address: "b.jpg", width: 1280),
                ImageSource(address: "c,d.jpg"), ImageSource(address: "e.jpg,f.jpg"),
            ])
        #expect(ImageSource.parse(srcset: " , ,").isEmpty)
        #expect(ImageSource.parse(srcset: "x.jpg, y.jpg 3w").map(\.address) == ["x.jpg", "y.jpg"])
    }

    @Test(arguments: [
        ("pic.jpg", "https://x.example/a/pic.jpg"), ("/pic.jpg", "https://x.example/pic.jpg"),
        ("//cdn.example/pic.jpg", "https://cdn.example/pic.jpg"), ("HTTP://cdn.example/p", "HTTP://cdn.example/p"),
        ("a b.jpg", "https://x.example/a/a%20b.jpg"), ("data:image/png;base64,AAAA", nil), ("javascript:x", nil),
        ("file:///etc/passwd", nil), ("", nil), ("https:///x", nil),
    ])
    func resolves(address: String, expected: String?) {
        #expect(ImageAddress.resolve(address, URL(string: "https://x.example/a/page.html")) == expected)
    }

    @Test func withoutABaseOnlyWholeAddressesCount() {
        #expect(ImageAddress.resolve("pic.jpg", nil) == nil)
        #expect(ImageAddress.resolve("https://x.example/pic.jpg", nil) == "https://x.example/pic.jpg")
    }

    @Test(arguments: [
        "/img/logo.png", "/icons/mail.png", "/a/site-logo-2x.jpg", "/a/chart.svg", "/a/spacer.gif",
        "/a/pic-150x150.jpg",
        "/a/opengraph_default.png", "/avatars/7.jpg",
    ])
    func decorations(_ address: String) {
        #expect(ImageAddress.namesDecoration(address))
    }

    @Test(arguments: [
        "/img/catalogo.png", "/a/pic-1200x800.jpg", "/sites/default/files/pic.jpg", "/a/iconic-bridge.jpg",
        "/a/pic.jpg?icon=1", "/logos-of-the-past/bridge/pic.jpg",
    ])
    func pictures(_ address: String) {
        #expect(!ImageAddress.namesDecoration(address))
    }

    /// Addresses in attributes and data blocks have bare ampersands on most pages (HTML, 13.2.5.73: without a semicolon a
    /// name is no reference before an equals sign).
    @Test func addressesKeepTheirAmpersands() throws {
        let html = """
            <html><head><title>The bridge is closed again</title><base href="https://a.example/?x=1&copy=2">
            <meta property="og:image" content="https://a.example/og.jpg?w=1&copy=2&amp;h=3&z">
            <script type="application/ld+json">{"@type": "NewsArticle", "headline": "The bridge is closed again",
            "image": ["https://a.example/ld.jpg?w=1&copy=2", "https://a.example/ld2.jpg?w=1&amp;h=2"]}</script></head>
            <body><h1>The bridge is closed again</h1>
            <p>\(String(repeating: "The old bridge over the river was closed for the whole night. ", count: 8))
            <img width=800 height=600 src="https://a.example/in.jpg?w=1&reg=2&#38;h=3">
            """
        let metadata = PageMetadata(HTMLDocument.parse(html))
        #expect(metadata.base == "https://a.example/?x=1&copy=2")
        #expect(
            metadata.images == [
                "https://a.example/og.jpg?w=1&copy=2&h=3&z", "https://a.example/ld.jpg?w=1&copy=2",
                "https://a.example/ld2.jpg?w=1&h=2",
            ])
        let article = try extractArticle(html: Data(html.utf8), url: "https://a.example/news/1")
        #expect(article.images.contains { $0.url == "https://a.example/in.jpg?w=1&reg=2&h=3" })
    }

    @Test func sizesOfOnePictureHaveOneKey() {
        let key = ImageAddress.key("https://x.example/a/Pic.jpg")
        #expect(ImageAddress.key("http://x.example/a/pic-300x200.jpg?w=5") == key)
        #expect(ImageAddress.key("https://x.example/a/pic2.jpg") != key)
        #expect(ImageAddress.key("https://x.example/image?id=1") != ImageAddress.key("https://x.example/image?id=2"))
    }
}
