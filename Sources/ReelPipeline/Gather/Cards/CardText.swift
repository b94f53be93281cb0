import Foundation
import ReelText

/// Untrusted words, made ready to be set: harmless, without emoji, and cut where a line may end.
package struct CardText: Hashable, Sendable {
    /// What a line is made of, a word: it is not broken inside.
    package struct Fragment: Hashable, Sendable {
        package var text: String
        /// Whether a blank stands before it, unless it begins a line.
        package var follows: Bool
    }

    package var fragments: [Fragment]
    /// Whether its first letter belongs to a script that is written from right to left.
    package var isRightToLeft: Bool

    package init(_ text: String) {
        let clean = Self.clean(text)
        fragments = DictionaryWords.words(of: clean).map { Fragment(text: $0.text, follows: $0.isApart) }
        isRightToLeft = WritingSystem.isFromRight(clean)
    }

    package var isEmpty: Bool { fragments.isEmpty }

    /// Without controls, line breaks, directional overrides (Unicode UAX #9) and emoji.
    package static func clean(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch (DisplayScalar(scalar), scalar.value) {
            case (.blank, _): scalars.append(" ")
            case (.hidden, _), (_, 0x200C...0x200D), (_, 0xE0000...0xE0FFF): break
            case _ where scalar.properties.isEmojiPresentation || scalar.properties.isEmojiModifier: break
            // Pictographs that are emoji only when a selector follows.
            case (_, 0x2600...0x27BF), (_, 0x1F000...0x1FAFF): break
            case (.shown, _): scalars.append(scalar)
            }
        }
        return String(scalars).split(separator: " ").joined(separator: " ")
    }
}

/// Text cut into lines and given a size, so that it fits.
package struct FittedText: Hashable, Sendable {
    package var lines: [String]
    /// The font size as libass has it: from the top of a line to its bottom.
    package var size: Double
    /// Pixels of the longest line.
    package var width: Double

    /// The largest setting that fits: lines are as even as they can be, and of two numbers of lines that allow about
    /// the same size the smaller one is taken.
    ///
    /// - Parameters:
    ///   - widths: of each fragment, for a font size of 1.
    ///   - blank: the width of a blank, for a font size of 1.
    ///   - pitch: from line to line, for a font size of 1.
    package static func fit(
        _ text: CardText, widths: [Double], blank: Double, pitch: Double, width: Double, height: Double,
        maximumLines: Int, largest: Double
    ) -> FittedText {
        var best: FittedText?
        for count in 1...max(1, min(maximumLines, text.fragments.count)) {
            let (lines, longest) = broken(text, widths, blank, into: count)
            let size = min(largest, width / max(longest, 0.01), height / (Double(count) * pitch))
            // A further line must be worth it.
            if size > 1.1 * (best?.size ?? 0) { best = FittedText(lines: lines, size: size, width: size * longest) }
        }
        return best ?? FittedText(lines: [], size: largest, width: 0)
    }

    /// The lines whose longest is shortest, and of all such ones the most even; and how long the longest is.
    private static func broken(
        _ text: CardText, _ widths: [Double], _ blank: Double, into count: Int
    ) -> (lines: [String], longest: Double) {
        let fragments = text.fragments
        func width(_ range: Range<Int>) -> Double {
            range.reduce(0) { $0 + widths[$1] + ($1 > range.lowerBound && fragments[$1].follows ? blank : 0) }
        }
        let longest = best(fragments.count, count, join: max) { width($0) }.worth
        let starts = best(fragments.count, count, join: +) { range in
            let short = longest - width(range)
            return short < -1e-9 ? .infinity : short * short
        }.starts
        let ends = starts.dropFirst() + [fragments.count]
        let lines = zip(starts, ends).map { start, end in
            fragments[start..<end].enumerated().map { place, fragment in
                (place > 0 && fragment.follows ? " " : "") + fragment.text
            }.joined()
        }
        return (lines, longest)
    }

    /// Cuts `length` fragments into `count` runs so that their costs, joined, are least.
    private static func best(
        _ length: Int, _ count: Int, join: (Double, Double) -> Double, cost: (Range<Int>) -> Double
    ) -> (worth: Double, starts: [Int]) {
        // least[run][end]: of the first `end` fragments in `run` runs.
        var least = [[Double]](repeating: [Double](repeating: .infinity, count: length + 1), count: count + 1)
        var begins = [[Int]](repeating: [Int](repeating: 0, count: length + 1), count: count + 1)
        least[0][0] = 0
        for run in stride(from: 1, through: count, by: 1) {
            for end in stride(from: run, through: length, by: 1) {
                for start in run - 1..<end {
                    let sum = join(least[run - 1][start], cost(start..<end))
                    if sum < least[run][end] { (least[run][end], begins[run][end]) = (sum, start) }
                }
            }
        }
        var starts: [Int] = []
        var end = length
        for run in stride(from: count, to: 0, by: -1) {
            end = begins[run][end]
            starts.insert(end, at: 0)
        }
        return (least[count][length], starts)
    }
}
