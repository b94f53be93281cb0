import Foundation
import ReelCore
import ReelExtract
import Testing

/// Pages that are no articles are refused with the reason.
struct PageRefusalTests {
    private func refusal(_ html: String, type: String? = "text/html") -> ExtractError? {
        #expect(throws: ExtractError.self) { try extractArticle(html: Data(html.utf8), contentType: type) }
    }

    @Test(arguments: [
        ("application/pdf", "a PDF document"), ("image/jpeg", "a picture"), ("video/mp4", "a video"),
        ("audio/mpeg", "a sound file"), ("application/json; charset=utf-8", "JSON data"),
        ("application/feed+json", "JSON data"), ("application/rss+xml", "an XML document"),
        ("text/plain", "plain text"),
        ("application/wasm", "a file of the type application/wasm"),
    ])
    func byType(type: String, kind: String) {
        #expect(refusal("<p>x", type: type) == .notHTML(kind: kind))
    }

    @Test(
        arguments: [
            ("%PDF-1.7", "a PDF document"), ("\u{1a}E", nil), ("PK\u{3}\u{4}", "an archive"),
            ("{\"a\":1}", "JSON data"),
            (" [1]", "JSON data"), ("GIF89a", "a picture"), ("RIFF....WEBP", "a picture"),
            ("....ftypisom....", "a video"),
        ] as [(String, String?)])
    func byBytes(content: String, kind: String?) {
        for type in [nil, "text/html", "application/octet-stream"] {
            guard let kind else { continue }
            #expect(refusal(content, type: type) == .notHTML(kind: kind))
        }
    }

    @Test func aFileWithoutATypeMayBeAPage() throws {
        let prose = String(repeating: "<p>A sentence that is long enough to be read aloud.</p>", count: 10)
        for type in [nil, "application/octet-stream", "TEXT/HTML", "application/xhtml+xml"] {
            #expect(
                try extractArticle(html: Data("<h1>A title here</h1>\(prose)".utf8), contentType: type).paragraphs.count
                    == 10)
        }
        #expect(refusal("no markup at all", type: nil) == .notHTML(kind: "a file of an unknown kind"))
    }

    @Test(arguments: [
        ("", ExtractError.emptyPage), ("<html><body></body></html>", .emptyPage),
        ("<p>Please <a href=/in>log in to</a> read this.</p>", .loginRequired),
        ("<p>Already a subscriber? Log in to go on.</p>", .paywall),
        ("<p>Checking your browser before you go on.</p>", .robotCheck),
        ("<div id=app></div><p>News", .needsScript), ("<p>Please enable JavaScript.</p>", .needsScript),
        ("<p>One short line.</p>", .tooLittleText(length: 15)),
    ])
    func withoutText(html: String, expected: ExtractError) {
        #expect(refusal(html) == expected)
    }

    @Test func theBeginningBeforeAPaywall() throws {
        let prose = String(repeating: "<p>A sentence that is long enough to be read aloud.</p>", count: 8)
        let paid =
            "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"isAccessibleForFree\":false}</script>"
        #expect(refusal(paid + prose) == .paywall)
        // Many pages say so and show everything all the same.
        #expect(try extractArticle(html: Data((paid + prose + prose).utf8)).paragraphs.count == 16)
    }

    @Test func tooLarge() {
        let error = #expect(throws: ExtractError.self) { try extractArticle(html: Data(count: 10_000_001)) }
        #expect(error == .tooLarge(limit: 10_000_000))
    }

    @Test(arguments: [
        ExtractError.unreadableFile(path: "/x", reason: "r"), .tooLarge(limit: 1), .notHTML(kind: "a picture"),
        .emptyPage,
        .listing, .loginRequired, .paywall, .robotCheck, .needsScript, .tooLittleText(length: 3),
    ])
    func everyRefusalSaysWhatToDo(_ error: ExtractError) {
        let advice = ["Give", "Use", "Check", "Open", "Save", "Try"]
        #expect(
            advice.contains { error.failure.message.contains($0) || error.failure.message.contains($0.lowercased()) })
        #expect(error.failure.stage == .extract)
    }
}
