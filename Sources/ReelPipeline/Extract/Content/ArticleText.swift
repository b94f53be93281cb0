/// From the blocks of the chosen root to the article's paragraphs: drops what stands before the first sentence, what
/// repeats the title, notices in between, and what follows the last sentence.
struct ArticleText {
    private let page: PageBody
    private let root: HTMLTree.ID
    private let titles: Set<String>
    private var blocks: [TextBlock]

    init(_ page: PageBody, root: HTMLTree.ID, titles: [String]) {
        self.page = page
        self.root = root
        blocks = page.blocks(in: root)
        let heading = page.titleHeading.map { page.tree.text(of: $0) }
        self.titles = Set((titles + [heading ?? ""]).map(\.comparisonKey).filter { !$0.isEmpty })
    }

    mutating func paragraphs() -> [TextBlock] {
        dropTitleGroup()
        blocks.removeAll(where: repeatsTitle)
        if let prose = blocks.first(where: \.isProse).map(place) {
            blocks = Array(blocks.drop { isFrontMatter($0, beforeProseIn: prose) })
        }
        cutAfterArticle()
        blocks.removeAll(where: BoilerplateLines.isNotice)
        while let last = blocks.last, isTrailingMatter(last) { blocks.removeLast() }
        return blocks
    }

    /// Title, subtitle, author and date stand in one group, above the text.
    private mutating func dropTitleGroup() {
        guard let heading = page.titleHeading, page.tree.contains(root, heading) else { return }
        let measure = TextMeasure(blocks, count: page.tree.nodes.count)
        let all = measure.prose(page.tree.subtree(root))
        guard 10 * measure.prose(root..<heading) < 3 * all else { return }
        var group = heading
        for outer in page.tree.ancestors(heading) {
            guard outer > root, 5 * measure.prose(page.tree.subtree(outer)) < all else { break }
            group = outer
        }
        blocks.removeAll { $0.start < page.tree.nodes[group].end }
    }

    /// The title again, alone or with a date or an author behind it.
    private func repeatsTitle(_ block: TextBlock) -> Bool {
        guard block.length < 300 else { return false }
        let key = block.text.comparisonKey
        return titles.contains { title in
            key == title
                || title.count >= 12 && key.hasPrefix(title) && key.count < title.count + 60
                    && !BoilerplateLines.endsLikeSentence(block.text)
        }
    }

    /// Subtitles, dates, sections and other scraps before the first sentence.
    private func isFrontMatter(_ block: TextBlock, beforeProseIn prose: HTMLTree.ID) -> Bool {
        let tag = page.tree.tag(block.container)
        if block.linkDensity > 0.8 || tag?.headingLevel != nil { return true }
        if block.length >= 80 { return false }
        if BoilerplateLines.looksLikeDate(block.text) { return true }
        if BoilerplateLines.endsLikeSentence(block.text) || tag == .li || tag == .td || block.length >= 60 {
            return false
        }
        // A short line of several words, set like the paragraphs and beside them, is one.
        return !(tag == .p && place(of: block) == prose && block.text.split(separator: " ").count >= 5)
    }

    private func isTrailingMatter(_ block: TextBlock) -> Bool {
        if page.tree.tag(block.container)?.headingLevel != nil { return true }
        return block.linkDensity > 0.8 && block.length > 3
    }

    /// Cuts at the heading of what comes after articles, unless the article goes on behind it: then some paragraph
    /// there stands beside those before it.
    private mutating func cutAfterArticle() {
        var last: [HTMLTree.ID: Int] = [:]
        for (index, block) in blocks.enumerated() where block.isProse { last[place(of: block)] = index }
        // The last paragraph beside any of those so far.
        var reach = -1
        for (index, block) in blocks.enumerated() {
            if reach >= 0, reach < index, BoilerplateLines.endsArticle(block) {
                blocks.removeSubrange(index...)
                return
            }
            if block.isProse { reach = max(reach, last[place(of: block)] ?? index) }
        }
    }

    /// The element in which a paragraph stands beside others.
    private func place(of block: TextBlock) -> HTMLTree.ID {
        page.tree.parent(block.container) ?? block.container
    }
}
