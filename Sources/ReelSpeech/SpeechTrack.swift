import ReelCore

/// Sentences laid one after the other, each cut to its speech, with pauses of a chosen length between them.
package struct SpeechTrack {
    package private(set) var samples: [Int16] = []
    package private(set) var sampleRate = 16000
    private var spans: [ClosedRange<Double>?]
    private let leadIn: Double
    /// Where the next sentence begins, in seconds.
    private var cursor: Double

    /// What is kept of the engine's own silence on either side of a sentence, in seconds: its boundaries are those of
    /// its model, and a soft onset may come a little earlier.
    private static let margin = 0.05

    package init(wordCount: Int, leadIn: Double) {
        spans = Array(repeating: nil, count: wordCount)
        self.leadIn = leadIn
        cursor = leadIn
    }

    /// - Parameters:
    ///   - words: for each token of the utterance the written word that it belongs to.
    ///   - pause: seconds of silence that follow.
    package mutating func append(_ utterance: Utterance, words: [Int], pause: Double) {
        let voiced = utterance.spans.compactMap(\.self)
        guard let start = voiced.map(\.lowerBound).min(), let end = voiced.map(\.upperBound).max() else { return }
        sampleRate = utterance.sampleRate
        for (word, span) in zip(words, utterance.spans) {
            guard let span else { continue }
            let shifted = (span.lowerBound - start + cursor)...(span.upperBound - start + cursor)
            spans[word] = spans[word].map { $0.lowerBound...max($0.upperBound, shifted.upperBound) } ?? shifted
        }
        // No more than there is silence: what is longer would delay the sentence against its words.
        let before = max(0, min(Self.margin, start, cursor - Double(samples.count) / Double(sampleRate)))
        let after = min(Self.margin * 2, max(0, pause - Self.margin))
        let first = index(start - before)
        let last = min(index(end + after), utterance.samples.count)
        extend(to: cursor - before)
        samples += faded(utterance.samples[first..<max(first, last)])
        cursor += end - start + pause
    }

    /// Adds the silence after the last sentence.
    package mutating func finish() {
        extend(to: cursor)
    }

    /// The time of each written word.
    package func words(as written: [String]) -> [SpokenWord] {
        SpokenWord.list(written, spans, from: leadIn, within: Double(samples.count) / Double(sampleRate))
    }

    package var hasSound: Bool { spans.contains { $0 != nil } }

    private func index(_ seconds: Double) -> Int {
        Int((seconds * Double(sampleRate)).rounded())
    }

    private mutating func extend(to seconds: Double) {
        let missing = index(seconds) - samples.count
        if missing > 0 { samples += repeatElement(0, count: missing) }
    }

    /// Ten milliseconds in and out, so that a cut in the engine's background noise does not click.
    private func faded(_ slice: ArraySlice<Int16>) -> [Int16] {
        var faded = Array(slice)
        let length = min(index(0.01), faded.count / 2)
        for step in 0..<length {
            let gain = Float(step) / Float(length)
            faded[step] = Int16(Float(faded[step]) * gain)
            faded[faded.count - 1 - step] = Int16(Float(faded[faded.count - 1 - step]) * gain)
        }
        return faded
    }
}
