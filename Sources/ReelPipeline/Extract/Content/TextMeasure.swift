/// How much text of which kind each subtree holds, answered in constant time from sums over the document.
package struct TextMeasure: Sendable {
    /// Sums over blocks.
    private struct Sums: Sendable {
        var prose = 0
        var score = 0.0
        var blocks = 0
        var linkedBlocks = 0
        var length = 0
        var linkLength = 0
    }

    /// At each node: of all blocks that start before it.
    private var before: [Sums]

    package init(_ blocks: [TextBlock], count: Int, score value: (TextBlock) -> Double = { $0.score }) {
        before = [Sums](repeating: Sums(), count: count + 1)
        var sums = Sums()
        var next = 0
        for block in blocks {
            // Blocks come in the order of the document.
            while next <= block.start {
                before[next] = sums
                next += 1
            }
            sums.prose += block.isProse ? block.length - block.linkLength : 0
            sums.score += value(block)
            sums.blocks += 1
            sums.linkedBlocks += block.linkDensity > 0.7 ? 1 : 0
            sums.length += block.length
            sums.linkLength += block.linkLength
        }
        for index in next...max(next, count) where index <= count { before[index] = sums }
    }

    /// Characters of running text.
    package func prose(_ range: Range<Int>) -> Int { difference(range, \.prose) }

    /// Running text speaks for a subtree, navigation against it.
    package func score(_ range: Range<Int>) -> Double {
        before[range.upperBound].score - before[range.lowerBound].score
    }

    /// Whether there are several blocks and most of them, and most of the text, are links.
    package func isLinkList(_ range: Range<Int>) -> Bool {
        let blocks = difference(range, \.blocks)
        return blocks >= 2 && 10 * difference(range, \.linkedBlocks) >= 7 * blocks
            && 10 * difference(range, \.linkLength) > 6 * difference(range, \.length)
    }

    private func difference(_ range: Range<Int>, _ sum: KeyPath<Sums, Int>) -> Int {
        before[range.upperBound][keyPath: sum] - before[range.lowerBound][keyPath: sum]
    }
}

extension TextBlock {
    /// Long enough to be a sentence, and not mainly links.
    package var isProse: Bool { length >= 50 && linkDensity < 0.5 }

    /// What the block says about the subtrees that hold it: its characters when it is running text, a negative number
    /// when it is navigation, a small negative one when it is a scrap that could be anything.
    package var score: Double {
        if isProse { return Double(length - linkLength) }
        if linkDensity > 0.5 { return -10 - Double(linkLength) }
        return -5
    }
}
