import ReelSpeech

/// A piece of text that is pronounced as one word.
package struct SpokenUnit: Hashable, Sendable {
    /// Index of the written word that it belongs to.
    package var word: Int
    /// How many written words it has from there on: groups of digits are one number. Each has its letters as its share of
    /// the unit's time.
    package var shares: [Int]
    /// Letters, apostrophes, and periods within initialisms; in English no digits.
    package var text: String
    /// The punctuation that follows it: one of `,` `;` `:` `.` `!` `?`.
    package var mark: Unicode.Scalar?

    package init(word: Int, shares: [Int] = [1], text: String, mark: Unicode.Scalar? = nil) {
        self.word = word
        self.shares = shares
        self.text = text
        self.mark = mark
    }
}

extension SpeechSentence {
    /// - Parameters:
    ///   - units: of one sentence.
    ///   - speak: gives a span for each unit.
    init(_ units: [SpokenUnit], speak: @escaping ([SpokenUnit]) throws -> Utterance) {
        self.init(words: units.flatMap { unit in unit.shares.indices.map { unit.word + $0 } }) {
            let spoken = try speak(units)
            let spans = zip(units, spoken.spans).flatMap { unit, span in
                span.map { Self.share($0, by: unit.shares) } ?? unit.shares.map { _ in nil }
            }
            return Utterance(samples: spoken.samples, sampleRate: spoken.sampleRate, spans: spans)
        }
    }

    private static func share(_ span: ClosedRange<Double>, by shares: [Int]) -> [ClosedRange<Double>?] {
        let total = Double(max(1, shares.reduce(0, +)))
        var begun = 0
        return shares.map { share in
            let start = span.lowerBound + (span.upperBound - span.lowerBound) * Double(begun) / total
            begun += share
            return start...max(start, span.lowerBound + (span.upperBound - span.lowerBound) * Double(begun) / total)
        }
    }
}
