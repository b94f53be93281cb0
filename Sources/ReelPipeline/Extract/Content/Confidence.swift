import ReelCore

/// How sure it is that a page is an article and that its text is whole, 0...1.
///
/// A sum of what speaks for it, each weighted by what it tells on real pages: running text most of all, then what the page
/// says of itself. It is shown with the article; below `least` no reel is made.
enum Confidence {
    static let least = 0.2

    static func of(_ result: ArticleExtractor.Result, _ metadata: PageMetadata) -> Double {
        let blocks = result.blocks
        let prose = blocks.filter(\.isProse)
        let length = prose.reduce(0) { $0 + $1.length }
        let all = max(1, blocks.reduce(0) { $0 + $1.length })
        let linked = blocks.reduce(0) { $0 + $1.linkLength }
        var value = 0.15
        // 2,000 characters of sentences are an article whatever else is there.
        value += 0.35 * min(1, Double(length) / 2_000)
        value += 0.15 * Double(length) / Double(all)
        value += blocks.count >= 3 ? 0.1 : 0
        if metadata.isArticle { value += 0.1 }
        if result.page.titleHeading != nil { value += 0.1 }
        if metadata.published != nil || metadata.byline != nil { value += 0.05 }
        value -= 0.4 * Double(linked) / Double(all)
        return min(max((value * 100).rounded() / 100, 0), 1)
    }
}
