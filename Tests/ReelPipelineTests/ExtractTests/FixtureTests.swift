import Foundation
import ReelCore
import ReelExtract
import Testing

/// Every folder of `Tests/Fixtures/articles` is a page and what must come out of it.
struct FixtureTests {
    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/articles")

    static let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
        .filter { !$0.hasSuffix(".md") }.sorted()

    struct Expected: Decodable {
        var url: String?
        var contentType: String?
        var error: String?
        var title: String?
        var byline: String?
        var published: String?
        var language: String?
        var siteName: String?
        var paragraphs: [String]?
        var images: [ArticleImage]?
    }

    @Test func thereArePages() {
        #expect((Self.names ?? []).count >= 6)
    }

    @Test(arguments: names ?? [])
    func page(_ name: String) throws {
        let folder = Self.folder.appending(path: name)
        let html = try Data(contentsOf: folder.appending(path: "source.html"))
        let expected = try JSONDecoder().decode(
            Expected.self, from: Data(contentsOf: folder.appending(path: "expected.json")))
        let read = { try extractArticle(html: html, contentType: expected.contentType, url: expected.url) }
        if let code = expected.error {
            let error = #expect(throws: ExtractError.self) { try read() }
            #expect(error?.failure.code == code)
            return
        }
        let article = try read()
        #expect(article.title == expected.title)
        #expect(article.byline == expected.byline)
        #expect(article.published == expected.published)
        #expect(article.language == expected.language)
        #expect(article.siteName == expected.siteName)
        #expect(article.paragraphs == expected.paragraphs)
        #expect(article.images == expected.images)
        #expect(article.image == expected.images?.first?.url)
        #expect(article.url == expected.url)
    }
}
