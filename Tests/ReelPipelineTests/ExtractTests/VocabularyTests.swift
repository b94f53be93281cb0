import ReelExtract
import Testing

struct VocabularyTests {
    @Test func splitsNames() {
        #expect(Vocabulary.words("ArticleBody__main-text2") == ["article", "body", "main", "text2"])
        #expect(Vocabulary.words("js_SHARE-URLBar") == ["js", "share", "urlbar"])
        #expect(Vocabulary.words("--").isEmpty)
    }

    @Test(arguments: [
        "comments", "site-footer", "relatedPosts", "js-share_tools", "newsletter__signup", "ad", "ad-slot", "c-byline",
        "sidebar-right", "AuthorBio",
    ])
    func boilerplate(_ name: String) {
        #expect(Vocabulary.purpose(name[...]) == .boilerplate)
    }

    @Test(arguments: ["wp-caption-text", "photo-credit", "c-gallery"])
    func pictures(_ name: String) {
        #expect(Vocabulary.purpose(name[...]) == .pictures)
    }

    @Test(arguments: [
        "article-body", "header", "headline", "download", "shadow", "grade", "has-sidebar", "layout--with-ads",
        "no-comments", "tag-advertising", "category-related", "commentary", "entry-content",
    ])
    func nothing(_ name: String) {
        #expect(Vocabulary.purpose(name[...]) == nil)
    }
}
