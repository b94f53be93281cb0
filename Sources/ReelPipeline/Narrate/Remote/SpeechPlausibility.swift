import ReelSpeech

/// Whether a sound can be what its words say.
package struct SpeechPlausibility: Sendable {
    /// Seconds that the words take, about.
    package let expected: Double
    private let possible: ClosedRange<Double>

    /// Seconds of a syllable, of the silence after a comma and of that between sentences.
    private static let perSyllable = 0.2
    private static let perComma = 0.2
    private static let perSentence = 0.45

    /// - Parameters:
    ///   - words: what is spoken.
    ///   - speed: how many times faster than the voice's own pace it was asked for.
    ///   - isDirected: whether the service was told how to speak, which may be slowly.
    package init(_ words: [String], speed: Double, isDirected: Bool) {
        var seconds = 0.0
        for (index, word) in words.enumerated() {
            seconds += Self.perSyllable * SyllableCount.of(word)
            guard index < words.count - 1 else { break }
            switch word.unicodeScalars.last {
            case ".", "!", "?", "\u{2026}", "\u{3002}": seconds += Self.perSentence
            case ",", ";", ":", "\u{2013}", "\u{2014}", "\u{3001}", "\u{FF0C}": seconds += Self.perComma
            default: break
            }
        }
        expected = seconds / speed
        // In twelve languages flite, heart and espeak-ng take 0.7 to 1.1 times as long (36 sentences, November 2026). Half and
        // double are what a wrong sample rate makes.
        let (least, most) = isDirected ? (0.35, 3.5) : (0.6, 1.75)
        possible = max(0, least * expected - 0.4)...(most * expected + 1)
    }

    /// Seconds that are decoded at most: more than that is wrong, however much more.
    package var longest: Double { possible.upperBound + 10 }

    /// - Throws: `RemoteSpeechError` for what is silent, cut off, or of another length.
    package func check(_ audio: SpeechAudio, _ activity: SpeechActivity) throws(RemoteSpeechError) {
        guard let whole = activity.whole else { throw .empty }
        let seconds = whole.upperBound - whole.lowerBound
        if seconds < 0.8 * expected - 0.3, audio.endsAbruptly { throw .truncated }
        guard possible.contains(seconds) else { throw .wrongLength(seconds: seconds, expected: expected) }
    }
}

extension SpeechAudio {
    /// Whether the last 20 ms are about as loud as the whole: speech ends softer than it is.
    fileprivate var endsAbruptly: Bool {
        func level(_ samples: ArraySlice<Int16>) -> Double {
            (samples.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(max(1, samples.count))).squareRoot()
        }
        return level(samples.suffix(sampleRate / 50)) > 0.35 * level(samples[...])
    }
}
