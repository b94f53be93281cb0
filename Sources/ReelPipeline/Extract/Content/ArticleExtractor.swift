import Foundation
import ReelCore
import ReelText

/// The main text of a page.
package enum ArticleExtractor {
    package struct Result: Sendable {
        package var page: PageBody
        package var root: HTMLTree.ID
        package var blocks: [TextBlock]
        /// The teasers of other pages that were found, and the length of the text without them.
        package var teasers: PageBody.Teasers
        package var lengthWithoutTeasers = 0

        package var length: Int { blocks.reduce(0) { $0 + $1.length } }
    }

    /// Less than this is a sign that a rule was too strict for this page.
    static let suspiciousLength = 250

    /// - Parameter titles: what the page's head calls the page, likeliest first.
    package static func extract(_ tree: HTMLTree, titles: [String]) -> Result {
        var best = extract(tree, titles: titles, lenient: false)
        best.lengthWithoutTeasers = best.length
        let strict = best
        for attempt in [{ extract(tree, titles: titles, lenient: true) }, { allParagraphs(of: strict.page) }] {
            guard best.length < suspiciousLength else { break }
            var other = attempt()
            guard other.length > 2 * best.length else { continue }
            other.teasers = strict.teasers
            other.lengthWithoutTeasers = strict.length
            best = other
        }
        return best
    }

    /// Every paragraph of the page, wherever it stands: for texts in short lines, and for those in scattered parts.
    private static func allParagraphs(of page: PageBody) -> Result {
        let blocks = page.blocks(in: page.body).filter { block in
            page.tree.tag(block.container) == .p && block.length >= 20 && block.linkDensity < 0.5
                && block.start > page.titleHeading ?? 0 && !BoilerplateLines.isNotice(block)
        }
        return Result(page: page, root: page.body, blocks: blocks, teasers: page.teasers)
    }

    private static func extract(_ tree: HTMLTree, titles: [String], lenient: Bool) -> Result {
        var page = PageBody(tree, titles: titles)
        page.removeBoilerplate(keepingHidden: lenient)
        if !lenient {
            page.removeNamed()
            page.removeCards()
        }
        let root = ArticleScorer.root(of: page)
        page.removeLinkLists(in: root)
        var text = ArticleText(page, root: root, titles: titles)
        return Result(page: page, root: root, blocks: text.paragraphs(), teasers: page.teasers)
    }

    /// The title as readers see it: the heading that the page's head agrees with, else what the head says.
    static func title(_ result: Result, _ metadata: PageMetadata, host: String?) -> String {
        let heading = result.page.titleHeading.map { result.page.tree.text(of: $0) } ?? ""
        let key = heading.comparisonKey
        let agrees = metadata.titles.contains { claim in
            let other = claim.comparisonKey
            return other.holds(key) || key.holds(other)
        }
        if !key.isEmpty, heading.unicodeScalars.count <= 300, agrees || metadata.titles.isEmpty { return heading }
        return metadata.titles.first ?? result.blocks.first.map { beginning(of: $0.text) } ?? host ?? "Untitled"
    }

    private static func beginning(of text: String) -> String {
        text.count <= 80 ? text : text.prefix(80).split(separator: " ").dropLast().joined(separator: " ") + "…"
    }

    /// The blocks of the text by their kinds; the cells of a table's row become one.
    static func blocks(_ result: Result) -> [ArticleBlock] {
        let tree = result.page.tree
        var blocks: [ArticleBlock] = []
        var lastRow: HTMLTree.ID?
        for block in result.blocks {
            let tag = tree.tag(block.container)
            let row = tag == .td || tag == .th ? tree.parent(block.container) : nil
            if row != nil, row == lastRow, block.length < 100, !blocks.isEmpty {
                // In place: a row of very many cells would be copied for each of them.
                blocks[blocks.count - 1].text += ", " + block.text
            } else if let level = tag?.headingLevel {
                blocks.append(ArticleBlock(.heading, block.text, level: level))
            } else {
                blocks.append(ArticleBlock(kind(block, tree), block.text))
            }
            lastRow = row
        }
        return blocks
    }

    private static func kind(_ block: TextBlock, _ tree: HTMLTree) -> ArticleBlock.Kind {
        for id in [block.container] + Array(tree.ancestors(block.container).prefix(3)) {
            switch tree.tag(id) {
            case .blockquote, .q: return .quote
            case .li, .dd, .dt: return .list
            default: break
            }
        }
        return .paragraph
    }

    /// The text of a schema.org `articleBody`: plain, or HTML that was put into a string.
    static func paragraphs(ofDataBlock body: String) -> [TextBlock] {
        let isMarkup = body.contains("</") || body.contains("<br")
        let html = isMarkup ? body : body.components(separatedBy: "\n").map { "<p>\($0)" }.joined()
        let tree = HTMLDocument.parse("<body>" + html)
        return tree.textBlocks(in: tree.all) { tree.tag($0) == .script }
            // The block's places are in another tree than the page's.
            .map { TextBlock(text: $0.text, length: $0.length, linkLength: 0, container: 0, start: 0) }
    }
}
