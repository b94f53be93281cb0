import ReelCore
import ReelText

/// Where the words of a group stand on the canvas.
package struct CaptionLayout: Sendable {
    package struct Word: Sendable {
        package var word: CaptionGroup.Word
        /// The middle of the word.
        package var x: Double
        package var width: Double
    }

    package struct Line: Sendable {
        package var words: [Word]
        /// The middle of the letters' height.
        package var y: Double
        package var width: Double
        /// Font size: a line that is too long, which only a single long word makes, is drawn smaller.
        package var em: Double
        /// Drawn as a whole, because its letters or their order depend on their neighbours.
        package var isWhole: Bool
    }

    package var lines: [Line]
    package var left, right, top, bottom: Double

    /// Half the height of capitals, in ems: what lies above and below the middle of a line.
    static let middle = 0.36

    package init(_ group: CaptionGroup, _ style: CaptionStyle, _ fonts: CaptionFonts) {
        let step = style.leading * style.emHeight
        let first = style.centreY - step * Double(group.lines.count - 1) / 2
        lines = group.lines.enumerated().map { index, words in
            Self.line(words, y: first + step * Double(index), style, fonts)
        }
        let widest = lines.map(\.width).max() ?? 0
        (left, right) = (style.centreX - widest / 2, style.centreX + widest / 2)
        (top, bottom) = (first - step / 2, first + step * (Double(lines.count) - 0.5))
    }

    private static func line(
        _ words: [CaptionGroup.Word], y: Double, _ style: CaptionStyle, _ fonts: CaptionFonts
    ) -> Line {
        let gaps = words.enumerated().map { $0 > 0 && $1.separator == .space ? style.gap(fonts) : 0 }
        let widths = words.map { fonts.width($0.text) }
        let total = zip(gaps, widths).reduce(0) { $0 + $1.0 + $1.1 }
        let em = min(style.emHeight, style.maxWidth / max(total, 0.01))
        var x = style.centreX - total * em / 2
        let placed = words.indices.map { index in
            x += (gaps[index] + widths[index] / 2) * em
            defer { x += widths[index] / 2 * em }
            return Word(word: words[index], x: x, width: widths[index] * em)
        }
        return Line(
            words: placed, y: y, width: total * em, em: em,
            isWhole: words.contains { WritingSystem.isComplex($0.text) })
    }
}
