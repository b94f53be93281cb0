import ReelCore
import ReelText

/// Divides what is spoken in a scene into groups that can be read at a glance.
package struct CaptionGrouping: Sendable {
    package var maxLines: Int
    /// Of a line, in ems.
    package var maxWidth: Double
    /// Characters of a line, spaces included.
    package var maxCharacters = 30
    package var maxWords: Int
    /// The width of a text in ems.
    package var width: @Sendable (String) -> Double

    package init(
        maxLines: Int, maxWidth: Double, maxWords: Int, width: @escaping @Sendable (String) -> Double
    ) {
        self.maxLines = maxLines
        self.maxWidth = maxWidth
        self.maxWords = maxWords
        self.width = width
    }

    /// The cheapest division of the words, by dynamic programming over the ends of groups.
    package func groups(_ words: [CaptionWord]) -> [[Range<Int>]] {
        let widths = words.map { width($0.text) }
        var best: [(cost: Double, start: Int, lines: [Range<Int>])] = [(0, 0, [])]
        for end in 1..<(words.count + 1) {
            var choice: (cost: Double, start: Int, lines: [Range<Int>])?
            var count = 0.0
            var breaker = LineBreaker(self, words, widths, end: end)
            for start in stride(from: end - 1, through: 0, by: -1) {
                count += weight(words[start])
                guard start == end - 1 || count <= Double(maxWords) else { break }
                guard let lines = breaker.lines(from: start) else { break }
                let cost = best[start].cost + cost(of: start..<end, words, widths)
                if choice == nil || cost < choice!.cost { choice = (cost, start, lines) }
            }
            best.append(choice!)  // a single word is always a group
        }
        var groups: [[Range<Int>]] = []
        var end = words.count
        while end > 0 {
            groups.append(best[end].lines)
            end = best[end].start
        }
        return groups.reversed()
    }

    /// What speaks against a group: many thin groups, and breaks in the midst of what belongs together.
    private func cost(of group: Range<Int>, _ words: [CaptionWord], _ widths: [Double]) -> Double {
        let filled = group.reduce(0) { $0 + widths[$1] } / (maxWidth * Double(maxLines))
        var cost = 3 + 4 * (1 - filled) * (1 - filled)
        if group.count == 1 || group.reduce(0, { $0 + weight(words[$1]) }) < 1.1, words.count > 1 { cost += 3 }
        for index in group.dropLast() {
            switch Pause(after: words[index], before: words[index + 1]) {
            case .sentence: cost += 14
            case .long: cost += 8
            case .clause: cost += 4
            case .none: break
            }
        }
        guard group.upperBound < words.count else { return cost }
        let last = words[group.upperBound - 1]
        switch Pause(after: last, before: words[group.upperBound]) {
        case .sentence, .long: break
        case .clause: cost += 0.5
        case .none: cost += belongTogether(last.text, words[group.upperBound].text) ? 6 : 2.5
        }
        if words[group.upperBound].separator == .rest { cost += 20 }
        return cost
    }

    /// What a word counts against `maxWords`: a character of Chinese or Japanese is about a third of a word.
    private func weight(_ word: CaptionWord) -> Double {
        guard let first = word.text.unicodeScalars.first, WritingSystem.isUnspaced(first) else { return 1 }
        return min(1, 0.34 * Double(word.text.count))
    }

    /// Two words that read badly when they are torn apart: a small word and what it leads to, a number and its unit,
    /// two parts of a name.
    fileprivate func belongTogether(_ word: String, _ next: String) -> Bool {
        if PhraseBreak.isForbidden(after: word) { return true }
        guard let end = word.last, end.isLetter || end.isNumber, let first = next.first else { return false }
        if end.isNumber { return first.isLowercase }
        return first.isUppercase && word.first?.isUppercase == true
    }
}

/// Breaks the words before one place into the fewest lines that hold them, as even as possible.
///
/// What the best ways are from each word on is kept, because each group that begins before it goes on with one of them:
/// to try all breaks anew takes as many steps as there are ways to choose them.
private struct LineBreaker {
    /// The cheapest way with so many lines: its cost, and where its second line begins.
    private typealias Way = (cost: Double, next: Int)

    private let grouping: CaptionGrouping
    private let words: [CaptionWord]
    private let widths: [Double]
    private let space: Double
    private let end: Int
    /// By the first word, then by the number of lines less one.
    private var ways: [Int: [Way?]] = [:]

    init(_ grouping: CaptionGrouping, _ words: [CaptionWord], _ widths: [Double], end: Int) {
        (self.grouping, self.words, self.widths, self.end) = (grouping, words, widths, end)
        space = grouping.width(" ")
    }

    /// To be asked from the last word to the first.
    ///
    /// - Returns: `nil` when they need more than the most lines; a single word always fits, however long.
    mutating func lines(from start: Int) -> [Range<Int>]? {
        ways[start] = waysOn(from: start)
        guard var count = ways[start]?.firstIndex(where: { $0 != nil }) else { return nil }
        var lines: [Range<Int>] = []
        var first = start
        while let way = ways[first]?[count] {
            lines.append(first..<way.next)
            if count == 0 { break }
            (first, count) = (way.next, count - 1)
        }
        return lines
    }

    private func waysOn(from start: Int) -> [Way?] {
        var found = [Way?](repeating: nil, count: grouping.maxLines)
        var (width, characters, spaces) = (0.0, 0, 0)
        for next in (start + 1)...end {
            let last = next - 1
            width += widths[last]
            characters += words[last].text.count
            if last > start, words[last].separator == .space { spaces += 1 }
            let total = width + Double(spaces) * space
            // A single word is drawn smaller when it is too long, and need not be alone for that.
            guard last == start || total <= grouping.maxWidth && characters + spaces <= grouping.maxCharacters else {
                break
            }
            if next == end {
                found[0] = (total * total, end)
                break
            }
            let isTorn = grouping.belongTogether(words[last].text, words[next].text)
            for count in 1..<max(1, grouping.maxLines) {
                guard let rest = ways[next]?[count - 1] else { continue }
                let cost = total * total + rest.cost + (isTorn ? grouping.maxWidth : 0)
                if found[count] == nil || cost < found[count]!.cost { found[count] = (cost, next) }
            }
        }
        return found
    }
}

/// How strongly two neighbouring words are divided.
private enum Pause {
    case sentence, long, clause, none

    init(after word: CaptionWord, before next: CaptionWord) {
        let silence = next.start - word.end
        let bare = Punctuation.withoutClosers(word.text)
        switch PhraseBreak(after: bare) {
        case .sentence where silence < 0.2 && Abbreviation.endsInOwnPeriod(bare): self = .none
        case .sentence: self = .sentence
        case _ where silence > 0.4: self = .long
        case .clause: self = .clause
        case .none: self = .none
        }
    }
}
