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
            for start in stride(from: end - 1, through: 0, by: -1) {
                count += weight(words[start])
                guard start == end - 1 || count <= Double(maxWords) else { break }
                guard let lines = lines(start..<end, words, widths) else { break }
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

    /// What a word counts against `maxWords`: a character of a script without spaces is about a third of a word.
    private func weight(_ word: CaptionWord) -> Double { word.separator == .adjacent ? 0.34 : 1 }

    /// Breaks words into the fewest lines that hold them, as even as possible.
    ///
    /// - Returns: `nil` when they need more than `maxLines`; a single word always fits, however long.
    func lines(_ group: Range<Int>, _ words: [CaptionWord], _ widths: [Double]) -> [Range<Int>]? {
        for count in 1...maxLines {
            if let lines = evenLines(group, count, words, widths)?.lines { return lines }
        }
        return nil
    }

    private func evenLines(
        _ group: Range<Int>, _ count: Int, _ words: [CaptionWord], _ widths: [Double]
    ) -> (cost: Double, lines: [Range<Int>])? {
        guard count > 1 else { return lineCost(group, widths, words).map { ($0, [group]) } }
        var best: (cost: Double, lines: [Range<Int>])?
        for middle in group.dropFirst() {
            guard let first = lineCost(group.lowerBound..<middle, widths, words) else { break }
            guard let rest = evenLines(middle..<group.upperBound, count - 1, words, widths) else { continue }
            let isTorn = belongTogether(words[middle - 1].text, words[middle].text)
            let cost = first + rest.cost + (isTorn ? maxWidth : 0)
            if best == nil || cost < best!.cost { best = (cost, [group.lowerBound..<middle] + rest.lines) }
        }
        return best
    }

    private func lineCost(_ line: Range<Int>, _ widths: [Double], _ words: [CaptionWord]) -> Double? {
        let spaces = line.dropFirst().count { words[$0].separator == .space }
        let total = line.reduce(0) { $0 + widths[$1] } + Double(spaces) * width(" ")
        let characters = line.reduce(spaces) { $0 + words[$1].text.count }
        // A single word is drawn smaller when it is too long, and need not be alone for that.
        let fits = line.count == 1 || total <= maxWidth && characters <= maxCharacters
        return fits ? total * total : nil
    }

    /// Two words that read badly when they are torn apart: a small word and what it leads to, a number and its unit,
    /// two parts of a name.
    private func belongTogether(_ word: String, _ next: String) -> Bool {
        if PhraseBreak.isForbidden(after: word) { return true }
        guard let end = word.last, end.isLetter || end.isNumber, let first = next.first else { return false }
        if end.isNumber { return first.isLowercase }
        return first.isUppercase && word.first?.isUppercase == true
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
