/// Chooses the element that holds the article.
package enum ArticleScorer {
    /// The subtree of the highest score: running text counts for it, links and scraps against it, so that it grows
    /// around all parts of an article and stops where the page's other business begins.
    package static func root(of page: PageBody) -> HTMLTree.ID {
        let tree = page.tree
        let blocks = page.blocks(in: page.body, keepingText: false)
        let measure = TextMeasure(blocks, count: tree.nodes.count) { block in
            // What stands before the title is not the article, however well it reads.
            block.isProse && block.start < (page.titleHeading ?? 0) ? -10 : block.score
        }
        var best = page.body
        var bestScore = -Double.infinity
        for id in tree.subtree(page.body) where tree.isElement(id) && page.removals[id] == nil {
            let score = measure.score(tree.subtree(id))
            // Of equals the inner one, which comes later.
            if score >= bestScore {
                best = id
                bestScore = score
            }
        }
        return marked(page, measure, best, bestScore) ?? narrow(page, measure, best)
    }

    /// What the page itself marks as its article's body, when that holds most of the best text.
    private static func marked(
        _ page: PageBody, _ measure: TextMeasure, _ best: HTMLTree.ID, _ bestScore: Double
    ) -> HTMLTree.ID? {
        let all = measure.prose(page.tree.subtree(best))
        return page.marked.last { id in
            let prose = measure.prose(page.tree.subtree(id))
            return prose >= 100 && (2 * prose >= all || page.tree.contains(id, best))
        }
    }

    /// Steps inwards as long as one child holds nearly all of it: the little that is left outside is a banner or a
    /// notice that happens to consist of sentences.
    private static func narrow(_ page: PageBody, _ measure: TextMeasure, _ root: HTMLTree.ID) -> HTMLTree.ID {
        let tree = page.tree
        var root = root
        while true {
            let all = measure.prose(tree.subtree(root))
            let inner = tree.children(root).first { child in
                tree.isElement(child) && page.removals[child] == nil
                    && Double(measure.prose(tree.subtree(child))) >= 0.92 * Double(all)
                    && tree.tag(child) != .p
            }
            guard let inner else { return root }
            root = inner
        }
    }
}
