import ReelCore

extension SpokenWord {
    /// Words in order, none before the end of the one before it. One without sound gets the silence between its neighbours.
    ///
    /// - Parameters:
    ///   - spans: for each word when it is heard, in seconds; `nil` for no sound.
    ///   - start: when a first word without sound begins.
    ///   - total: the length of the sound.
    package static func list(
        _ written: [String], _ spans: [ClosedRange<Double>?], from start: Double, within total: Double
    ) -> [SpokenWord] {
        // For each word when the next one begins that has a sound, itself included.
        var nextStarts = spans.map { $0?.lowerBound }
        for index in nextStarts.indices.dropLast().reversed() where nextStarts[index] == nil {
            nextStarts[index] = nextStarts[index + 1]
        }
        var words: [SpokenWord] = []
        for (index, text) in written.enumerated() {
            let previousEnd = words.last?.end ?? min(start, total)
            if let span = spans[index] {
                let start = min(max(span.lowerBound, previousEnd), total)
                words.append(SpokenWord(text: text, start: start, end: min(max(span.upperBound, start), total)))
            } else {
                let nextStart = nextStarts[index] ?? previousEnd
                words.append(SpokenWord(text: text, start: previousEnd, end: min(max(nextStart, previousEnd), total)))
            }
        }
        return words
    }
}
