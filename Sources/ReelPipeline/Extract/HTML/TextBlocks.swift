/// A paragraph, heading, list item or any other run of text that stands for itself on the page.
package struct TextBlock: Hashable, Sendable {
    package var text: String
    /// Characters of `text` (Unicode scalars).
    package var length: Int
    /// Those of them that stand in links.
    package var linkLength: Int
    /// The innermost block element around it.
    package var container: HTMLTree.ID
    /// Where its text begins.
    package var start: HTMLTree.ID

    package var linkDensity: Double { length == 0 ? 0 : Double(linkLength) / Double(length) }
}

extension HTMLTree {
    /// The text in a subtree, block by block, without the subtrees that are removed.
    ///
    /// - Parameter keepingText: without it the blocks' texts are empty; lengths and links are enough to measure with.
    package func textBlocks(in range: Range<ID>, keepingText: Bool = true, isRemoved: (ID) -> Bool) -> [TextBlock] {
        var builder = TextBlockBuilder(tree: self, keepingText: keepingText)
        var id = range.lowerBound
        while id < range.upperBound {
            if isRemoved(id) {
                if tag(id)?.isBlock == true { builder.flush() }
                id = nodes[id].end
            } else {
                builder.enter(id)
                id += 1
            }
        }
        builder.flush()
        return builder.blocks
    }
}

private struct TextBlockBuilder {
    let tree: HTMLTree
    var blocks: [TextBlock] = []
    private var text: TextCollapser
    private var linkLength = 0
    private var linkEnd = 0
    private var start = 0
    private var breaks = 0
    /// The block elements that are open, innermost last.
    private var open: [HTMLTree.ID] = []

    init(tree: HTMLTree, keepingText: Bool) {
        self.tree = tree
        text = TextCollapser(keepingText: keepingText)
    }

    mutating func enter(_ id: HTMLTree.ID) {
        while let last = open.last, tree.nodes[last].end <= id {
            flush()
            open.removeLast()
        }
        guard let tag = tree.nodes[id].tag else { return add(id) }
        if tag == .br {
            breaks += 1
            breaks == 2 ? flush() : text.breakLine()
        } else if tag.isBlock {
            flush()
            open.append(id)
        } else if tag == .a {
            linkEnd = tree.nodes[id].end
        }
    }

    private mutating func add(_ id: HTMLTree.ID) {
        let before = text.count
        text.append(tree.nodes[id].text)
        guard text.count > before else { return }
        if before == 0 { start = id }
        breaks = 0
        if id < linkEnd { linkLength += text.count - before }
    }

    mutating func flush() {
        breaks = 0
        let length = text.count
        if length > 0 {
            blocks.append(
                TextBlock(
                    text: text.take(), length: length, linkLength: linkLength, container: open.last ?? 0, start: start))
        }
        linkLength = 0
    }
}
