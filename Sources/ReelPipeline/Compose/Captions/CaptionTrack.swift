import ReelCore

/// Words that are seen at the same time, in lines, and when each is lit.
package struct CaptionGroup: Hashable, Sendable {
    package struct Word: Hashable, Sendable {
        package var text: String
        package var separator: CaptionWord.Separator
        /// Frames of the scene in which it is spoken; from the first of them on it has been begun.
        package var lit: Range<Int>

        package init(text: String, separator: CaptionWord.Separator = .space, lit: Range<Int>) {
            self.text = text
            self.separator = separator
            self.lit = lit
        }
    }

    package var lines: [[Word]]
    /// Frames of the scene in which it is seen.
    package var frames: Range<Int>

    package init(lines: [[Word]], frames: Range<Int>) {
        self.lines = lines
        self.frames = frames
    }
}

/// What the captions of a scene show in each frame, without a gap between words that follow each other.
package enum CaptionTrack {
    /// Shown before the scene's first word is heard: 0.6 s.
    static let leadIn = 18
    /// A group stays at most this long until the next one comes: 1 s; a longer pause is left empty.
    static let longestHold = 30
    /// After the last word of a group that is not followed soon: 0.4 s.
    static let afterglow = 12

    /// - Parameters:
    ///   - words: as `CaptionText.readable` makes them.
    ///   - frameCount: frames of the scene.
    package static func groups(
        of words: [CaptionWord], frameCount: Int, frameRate: Int, grouping: CaptionGrouping
    ) -> [CaptionGroup] {
        guard !words.isEmpty else { return [] }
        // Nearest frames, never going back, never beyond the scene.
        func frame(_ seconds: Double) -> Int {
            Int((min(max(seconds, 0), 1e6) * Double(frameRate)).rounded())
        }
        var starts: [Int] = []
        for word in words { starts.append(min(max(frame(word.start), starts.last ?? 0), frameCount)) }
        let divided = grouping.groups(words)
        var groups: [CaptionGroup] = []
        var free = 0
        for (index, lines) in divided.enumerated() {
            let range = lines[0].lowerBound..<lines[lines.count - 1].upperBound
            let first = starts[range.lowerBound]
            let silence = frame(words[range.upperBound - 1].end)
            let next = index + 1 < divided.count ? starts[range.upperBound] : frameCount
            let end = next - silence <= longestHold ? next : min(silence + afterglow, next)
            var begin = first
            if index == 0 { begin = first <= leadIn ? 0 : first - leadIn / 3 }
            begin = max(begin, free)
            guard begin < end else { continue }
            free = end
            func lit(_ word: Int) -> Range<Int> {
                let isLast = word == range.upperBound - 1
                let until = isLast ? min(end, max(silence, starts[word]) + afterglow) : starts[word + 1]
                let from = min(max(starts[word], begin), end)
                return from..<min(max(until, from), end)
            }
            groups.append(
                CaptionGroup(
                    lines: lines.map { line in
                        line.map {
                            CaptionGroup.Word(text: words[$0].text, separator: words[$0].separator, lit: lit($0))
                        }
                    }, frames: begin..<end))
        }
        return groups
    }
}
