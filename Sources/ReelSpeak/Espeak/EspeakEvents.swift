/// What the engine has given for one sentence.
struct EspeakEvents {
    /// What an event says of the sound from its sample on.
    enum Sound {
        /// A word begins, `position` characters into the text.
        case word(position: Int)
        case phoneme
        /// Silence, or the end of a clause.
        case pause
    }

    var samples: [Int16] = []
    var sounds: [(sound: Sound, sample: Int)] = []

    /// Samples during which each word is heard; a number's parts, which are events of their own, are one word.
    ///
    /// - Parameter starts: where the words begin in the text, in characters.
    func spans(ofWordsAt starts: [Int]) -> [ClosedRange<Int>?] {
        var spans: [ClosedRange<Int>?] = Array(repeating: nil, count: starts.count)
        var word: Int?
        var begun: Int?
        func close(at end: Int) {
            if let word, let start = begun {
                let end = max(start, min(end, samples.count))
                spans[word] = spans[word].map { $0.lowerBound...max($0.upperBound, end) } ?? start...end
            }
            begun = nil
        }
        for (sound, sample) in sounds {
            switch sound {
            case .word(let position):
                close(at: sample)
                // Positions inside a number may be a character off, but never lie before the word.
                let found = starts.lastIndex { $0 <= position } ?? 0
                word = max(found, word ?? 0)
                begun = sample
            case .phoneme: if word != nil, begun == nil { begun = sample }
            case .pause:
                // A short silence before a word's first phoneme is not yet the word.
                if begun == sample { begun = nil } else { close(at: sample) }
            }
        }
        close(at: samples.count)
        return spans
    }
}
