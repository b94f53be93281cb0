import ReelCore

/// One unchanging state of the captions: the same words, the same one of them spoken.
package struct CaptionState: Hashable, Sendable {
    /// The words of each line, as written.
    package var lines: [[String]]
    /// Which word is being spoken, counted through the lines; `nil` before the first and after the last one.
    package var spoken: Int?
    /// How many of the words have been begun.
    package var begun: Int
    /// Frames of the scene.
    package var frames: Range<Int>

    package init(lines: [[String]], spoken: Int?, begun: Int, frames: Range<Int>) {
        self.lines = lines
        self.spoken = spoken
        self.begun = begun
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

    package static func states(
        of scene: TimelineScene, frameRate: Int, grouping: CaptionGrouping
    ) -> [CaptionState] {
        let words = CaptionText.readable(scene.words)
        guard !words.isEmpty else { return [] }
        // Nearest frames, never going back, never beyond the scene.
        var starts: [Int] = []
        for word in words {
            let frame = Int((word.start * Double(frameRate)).rounded())
            starts.append(min(max(frame, starts.last ?? 0), scene.frameCount))
        }
        let groups = grouping.groups(words)
        var states: [CaptionState] = []
        var free = 0
        for (index, lines) in groups.enumerated() {
            let range = lines[0].lowerBound..<lines[lines.count - 1].upperBound
            let first = starts[range.lowerBound]
            let silence = Int((words[range.upperBound - 1].end * Double(frameRate)).rounded())
            let next = index + 1 < groups.count ? starts[range.upperBound] : scene.frameCount
            let end = next - silence <= longestHold ? next : min(silence + afterglow, next)
            var begin = first
            if index == 0 { begin = first <= leadIn ? 0 : first - leadIn / 3 }
            begin = max(begin, free)
            free = max(end, begin)
            let texts = lines.map { $0.map { words[$0].text } }
            func add(_ from: Int, _ to: Int, spoken: Int?, begun: Int) {
                let frames = max(from, begin)..<max(min(to, end), max(from, begin))
                guard !frames.isEmpty else { return }
                states.append(CaptionState(lines: texts, spoken: spoken, begun: begun, frames: frames))
            }
            add(begin, first, spoken: nil, begun: 0)
            for word in range {
                let isLast = word == range.upperBound - 1
                let until = isLast ? min(end, max(silence, starts[word]) + afterglow) : starts[word + 1]
                add(starts[word], until, spoken: word - range.lowerBound, begun: word - range.lowerBound + 1)
                if isLast { add(until, end, spoken: nil, begun: range.count) }
            }
        }
        return states
    }
}

extension [CaptionState] {
    /// The states within a stretch of the scene, with frames counted from its beginning.
    package func within(_ stretch: Range<Int>) -> [CaptionState] {
        compactMap { state in
            var state = state
            state.frames = state.frames.clamped(to: stretch)
            guard !state.frames.isEmpty else { return nil }
            state.frames =
                (state.frames.lowerBound - stretch.lowerBound)..<(state.frames.upperBound - stretch.lowerBound)
            return state
        }
    }
}
