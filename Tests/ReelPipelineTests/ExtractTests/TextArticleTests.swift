import ReelCore
import ReelExtract
import Testing

struct TextArticleTests {
    static let markdown = """
        Of hens and eggs
        ================

        Hens *lay* eggs, and [keepers](https://example.org/k "K") gather them **every** morning before the
        sun stands high over the yard. A snake_case word keeps its lines.

        ![A hen](https://example.org/hen.jpg)

        ## What it takes

        - A dry house
        - Grain, water and `grit`
        1. A cock is no need

        > Eggs are laid in the dark,
        > says the old keeper.

        ```
        print("hen")
        ```

        <div>2 * 3 \\* 4</div> and more of the same that brings this text over the least length of an article.
        """

    @Test func readsMarkdown() throws {
        let article = try TextArticle.read(Self.markdown, title: nil, url: nil)
        #expect(article.title == "Of hens and eggs")
        #expect(
            article.blocks == [
                ArticleBlock(
                    .paragraph,
                    "Hens lay eggs, and keepers gather them every morning before the sun stands high over the yard. "
                        + "A snake_case word keeps its lines."),
                ArticleBlock(.heading, "What it takes", level: 2),
                ArticleBlock(.list, "A dry house"), ArticleBlock(.list, "Grain, water and grit"),
                ArticleBlock(.list, "A cock is no need"),
                ArticleBlock(.quote, "Eggs are laid in the dark, says the old keeper."),
                ArticleBlock(
                    .paragraph,
                    "2 * 3 * 4 and more of the same that brings this text over the least length of an article."),
            ])
        #expect(article.images == [ArticleImage(url: "https://example.org/hen.jpg", alt: "A hen")])
        #expect(article.text.hasPrefix("Hens lay eggs"))
    }

    @Test func theGivenTitleCountsAndIsNotRepeated() throws {
        let body = String(repeating: "Hens lay eggs in the morning. ", count: 10)
        let article = try TextArticle.read("# Hens!\n\n\(body)", title: "Hens", url: "https://example.org/")
        #expect(article.title == "Hens" && article.blocks.count == 1 && article.url == "https://example.org/")
        #expect(try TextArticle.read(body, title: nil, url: nil).title == "Hens lay eggs in the morning")
    }

    @Test func tooLittleIsRefused() {
        #expect(throws: ExtractError.tooLittleText(length: 4)) {
            try TextArticle.read("Hens", title: "T", url: nil)
        }
    }

    @Test func addressesOfPicturesMayHoldEntities() throws {
        let text =
            "![Hens](https://a.example/p.jpg?a=1&amp;b=2&copy=3)\n\n" + String(repeating: "Hens lay eggs. ", count: 30)
        let article = try TextArticle.read(text, title: "Hens", url: nil)
        #expect(article.images.map(\.url) == ["https://a.example/p.jpg?a=1&b=2&copy=3"])
    }
}
