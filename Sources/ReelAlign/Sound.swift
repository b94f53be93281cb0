/// 16-bit PCM, mono.
package struct Sound: Sendable {
    package var samples: [Int16]
    /// In hertz, 8000 to 192000.
    package var sampleRate: Double

    package init(samples: [Int16], sampleRate: Double) {
        self.samples = samples
        self.sampleRate = sampleRate
    }

    package var duration: Double { Double(samples.count) / sampleRate }
}

/// The same words as another voice says them, with their times.
package struct Rendering: Sendable {
    /// A part of the text that has a time: a word, or one of the several words that are said for it.
    package struct Unit: Sendable {
        /// Index of the written word.
        package var word: Int
        /// Seconds.
        package var start: Double
        package var end: Double
    }

    package var sound: Sound
    /// In order.
    package private(set) var units: [Unit] = []

    package init(sampleRate: Double) {
        sound = Sound(samples: [], sampleRate: sampleRate)
    }

    /// Adds a sentence.
    ///
    /// - Parameters:
    ///   - spans: in seconds from the sentence's beginning; `nil` for what has no sound.
    ///   - words: for each span the index of its written word.
    package mutating func append(_ samples: [Int16], spans: [ClosedRange<Double>?], words: [Int]) {
        let offset = sound.duration
        sound.samples += samples
        for (span, word) in zip(spans, words) {
            guard let span, span.upperBound > span.lowerBound else { continue }
            units.append(Unit(word: word, start: offset + span.lowerBound, end: offset + span.upperBound))
        }
    }
}
