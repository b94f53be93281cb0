import Foundation
import ReelCore

/// Reads the article out of a page: a pure function of its bytes.
///
/// - Parameters:
///   - html: the page as it was sent or saved, in whatever encoding.
///   - contentType: the `Content-Type` header, where there was one.
///   - url: where the page came from; pictures' addresses are resolved against it.
/// - Throws: `ExtractError`.
public func extractArticle(html: Data, contentType: String? = nil, url: String? = nil) throws(ExtractError) -> Article {
    guard html.count <= ExtractLimits.pageBytes else { throw .tooLarge(limit: ExtractLimits.pageBytes) }
    if let kind = PageKind.other(than: html, contentType: contentType) { throw .notHTML(kind: kind) }
    let tree = HTMLDocument.parse(Charset.decode(html, contentType: contentType))
    guard !tree.isEmpty else { throw .emptyPage }
    switch tree.excess {
    case .elements: throw .tooManyElements(limit: HTMLDocument.maximumNodes)
    case .names: throw .tooManyNames(limit: HTMLDocument.maximumNames)
    case nil: break
    }

    var metadata = PageMetadata(tree)
    var result = ArticleExtractor.extract(tree, titles: metadata.titles)
    HeadLines.complete(&metadata, result.page, url: url)
    // The data block is a last resort: it is often cut short or without paragraphs.
    let body = metadata.data.body ?? ""
    if result.length < ArticleExtractor.suspiciousLength, body.count > 2 * result.length {
        result.blocks = ArticleExtractor.paragraphs(ofDataBlock: body)
    }
    try PageCheck.check(result, metadata)
    let confidence = Confidence.of(result, metadata)
    guard confidence >= Confidence.least else { throw .notAnArticle(confidence: confidence) }

    let page = url.flatMap { URL(string: $0) }
    let base = metadata.base.flatMap { URL(string: $0, relativeTo: page) } ?? page
    let blocks = ArticleExtractor.blocks(result)
    let images = ArticleImages.find(in: result, metadata: metadata, base: base)
    return Article(
        url: url, title: ArticleExtractor.title(result, metadata, host: page?.host), byline: metadata.byline,
        published: metadata.published, language: metadata.language, siteName: metadata.siteName,
        text: blocks.map(\.text).joined(separator: "\n\n"), blocks: blocks, confidence: confidence,
        image: images.first?.url, images: images)
}

enum ExtractLimits {
    /// The largest real page seen had 1.5 MB; beyond this a page is an attack or a mistake.
    static let pageBytes = 10_000_000
}
