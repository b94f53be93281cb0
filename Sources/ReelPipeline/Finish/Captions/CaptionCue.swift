import ReelCore
import ReelText

/// Some words of the narration, shown together below the video by players that are asked for captions.
package struct CaptionCue: Hashable, Sendable {
    /// Seconds from the start of the reel.
    package var start: Double
    package var end: Double
    /// One or two.
    package var lines: [String]
    /// The words of the lines, with times from the start of the reel.
    package var words: [SpokenWord]

    package init(start: Double, end: Double, lines: [String], words: [SpokenWord] = []) {
        self.start = start
        self.end = end
        self.lines = lines
        self.words = words
    }

    /// Which of the words begin a line, the first one left out.
    var breaks: Set<Int> {
        var breaks: Set<Int> = []
        var (line, length) = (0, 0)
        for (index, word) in words.enumerated() where line < lines.count {
            if length >= lines[line].count {
                (line, length) = (line + 1, 0)
                breaks.insert(index)
            }
            length += word.text.count + (length > 0 && word.isApart ? 1 : 0)
        }
        return breaks
    }
}

/// Cuts the narration into cues.
///
/// Of all ways to cut a scene's words the one with the least cost is taken: full cues that end where a sentence or a
/// clause ends, and none with a word or two left over.
package enum CaptionCutter {
    /// Characters in a line at most, unless a single word has more. The BBC's subtitle guidelines allow 37.
    package static let lineLength = 37

    package static func cues(_ timeline: Timeline) -> [CaptionCue] {
        var cues: [CaptionCue] = []
        for scene in timeline.scenes {
            let offset = timeline.seconds(scene.startFrame)
            let words = scene.words.compactMap(cleaned)
            for range in cuts(words) {
                let end = max(words[range].map(\.end).max() ?? 0, words[range.lowerBound].start + 0.3)
                cues.append(
                    CaptionCue(
                        start: offset + words[range.lowerBound].start, end: offset + end,
                        lines: lines(Array(words[range])),
                        words: words[range].map {
                            SpokenWord(
                                text: $0.text, start: offset + $0.start, end: offset + $0.end, joined: !$0.isApart)
                        }))
            }
        }
        return held(cues, until: timeline.duration)
    }

    /// A short gap would flicker, so a cue stays until the next one; before a long one it stays a little.
    private static func held(_ cues: [CaptionCue], until duration: Double) -> [CaptionCue] {
        cues.indices.map { index in
            var cue = cues[index]
            let next = index + 1 < cues.count ? cues[index + 1].start : duration
            cue.end = next - cue.end < 1 ? next : cue.end + 0.5
            cue.end = max(cue.start, min(cue.end, duration))
            return cue
        }.filter { $0.end > $0.start }
    }

    private static func cleaned(_ word: SpokenWord) -> SpokenWord? {
        let text = String(
            String.UnicodeScalarView(
                word.text.unicodeScalars.map { $0.properties.isWhitespace || $0.value < 32 ? " " : $0 }))
        let trimmed = text.split(separator: " ").joined(separator: " ")
        return trimmed.isEmpty
            ? nil : SpokenWord(text: trimmed, start: word.start, end: word.end, joined: !word.isApart)
    }

    /// The cheapest way to cut, found from the front: the best cut of the first n words ends with the best last cue.
    private static func cuts(_ words: [SpokenWord]) -> [Range<Int>] {
        var best: [(cost: Double, from: Int)] = [(0, 0)]
        for end in stride(from: 1, through: words.count, by: 1) {
            var choice = (cost: Double.infinity, from: end - 1)
            for start in stride(from: end - 1, through: 0, by: -1) {
                guard lines(Array(words[start..<end])).count <= 2 || start == end - 1 else { break }
                let cost = best[start].cost + cost(words, start..<end)
                if cost < choice.cost { choice = (cost, start) }
            }
            best.append(choice)
        }
        var ranges: [Range<Int>] = []
        var end = words.count
        while end > 0 {
            ranges.append(best[end].from..<end)
            end = best[end].from
        }
        return ranges.reversed()
    }

    private static func cost(_ words: [SpokenWord], _ range: Range<Int>) -> Double {
        let length = Double(width(Array(words[range]).text))
        let full = Double(2 * lineLength)
        let emptiness = 1 - length / full
        // A sentence that begins at the end of a cue is harder to read than two short cues.
        let buried = words[range].dropLast().count { $0.text.endsSentence }
        let last = words[range.upperBound - 1].text
        let isEnd = range.upperBound == words.count || last.endsSentence
        let cut = isEnd ? 0 : last.endsClause ? 0.5 : last.leadsOn ? 2.5 : 1.5
        return 1 + 3 * emptiness * emptiness + 4 * Double(buried) + cut
    }

    /// Breaks into as few lines as possible, as even as possible, rather after a comma.
    package static func lines(_ words: [SpokenWord]) -> [String] {
        let whole = words.text
        if width(whole) <= lineLength || words.count < 2 { return [whole] }
        var best: (cost: Int, lines: [String])?
        for split in 1..<words.count {
            let lines = [Array(words[..<split]).text, Array(words[split...]).text]
            let widths = lines.map(width)
            guard widths.allSatisfy({ $0 <= lineLength }) else { continue }
            let last = words[split - 1].text
            let cost = abs(widths[0] - widths[1]) - (last.endsClause ? 8 : 0) + (last.leadsOn ? 8 : 0)
            if cost < best?.cost ?? .max { best = (cost, lines) }
        }
        return best?.lines ?? wrapped(words)
    }

    private static func wrapped(_ words: [SpokenWord]) -> [String] {
        words.reduce(into: [String]()) { lines, word in
            let longer = lines.last.map { $0 + (word.isApart ? " " : "") + word.text }
            if let longer, width(longer) <= lineLength {
                lines[lines.count - 1] = longer
            } else {
                lines.append(word.text)
            }
        }
    }

    /// Characters, those of Chinese, Japanese and Korean twice: they are twice as wide.
    private static func width(_ text: String) -> Int {
        text.utf8.count == text.count
            ? text.count
            : text.reduce(0) { $0 + ($1.unicodeScalars.first.map(WritingSystem.isEastAsian) == true ? 2 : 1) }
    }
}

extension String {
    fileprivate var endsSentence: Bool { PhraseBreak(after: self) == .sentence }
    fileprivate var endsClause: Bool { PhraseBreak(after: self) >= .clause }
    fileprivate var leadsOn: Bool { PhraseBreak.isForbidden(after: self) }
}
