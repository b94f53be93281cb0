/// Finds when each word of a text is heard in a sound.
///
/// The sound is compared with a rendering of the same words, whose times are known: mel-frequency cepstra of both, brought
/// together by dynamic time warping. Where the comparison is not plausible, or there is no rendering, the words share the
/// speech of the sound by their lengths. Takes time and memory by the sound's length: ten minutes are bounded by `Band`.
package enum SpeechAligner {
    package struct Result: Sendable {
        /// For each word, in seconds; `nil` for what has no sound. They are in order and do not overlap.
        package var spans: [ClosedRange<Double>?]
        package var isAligned: Bool
        /// From 0 to 1.
        package var confidence: Double
        /// Why the words were not aligned; `nil` where they were.
        package var objection: String?
    }

    /// - Parameters:
    ///   - words: as written.
    ///   - rendering: the same words as another voice says them; `nil` where none does.
    /// - Throws: `AlignmentFailure`.
    package static func align(
        _ sound: Sound, to words: [String], by rendering: Rendering?
    ) throws(AlignmentFailure) -> Result {
        guard let rendering, !rendering.units.isEmpty else {
            let weights = words.map(WordLength.syllables)
            return try spread(sound, words, weights, confidence: 0, "no voice says these words for comparison")
        }
        // Before anything else: silence is an error whatever is compared with it.
        let speech = try detect(sound)
        guard let search = try PathSearch(sound, through: rendering) else {
            let weights = lengths(words.count, rendering)
            return spread(speech, words, weights, confidence: 0, "its pauses do not fit these words")
        }
        let plausibility = Plausibility(search)
        if let objection = plausibility.objection {
            let weights = lengths(words.count, rendering)
            return spread(speech, words, weights, confidence: plausibility.confidence, objection)
        }
        return Result(
            spans: ordered(spans(words.count, rendering, search)), isAligned: true,
            confidence: plausibility.confidence)
    }

    private static func detect(_ sound: Sound) throws(AlignmentFailure) -> SpeechDetection {
        let highest = min(7000, 0.47 * sound.sampleRate)
        return try SpeechDetection(level: AlignmentLoops.cepstra(of: sound, highest: highest, warp: 1).level)
    }

    private static func spread(
        _ sound: Sound, _ words: [String], _ weights: [Double], confidence: Double, _ objection: String
    ) throws(AlignmentFailure) -> Result {
        spread(try detect(sound), words, weights, confidence: confidence, objection)
    }

    private static func spread(
        _ speech: SpeechDetection, _ words: [String], _ weights: [Double], confidence: Double, _ objection: String
    ) -> Result {
        let endsClause = words.map { $0.last.map { !$0.isLetter && !$0.isNumber } ?? false }
        let spans = SpeechShares(speech).spans(weights: weights, endsClause: endsClause)
        return Result(spans: ordered(spans), isAligned: false, confidence: confidence, objection: objection)
    }

    /// Seconds that the rendering takes for each word.
    private static func lengths(_ count: Int, _ rendering: Rendering) -> [Double] {
        var lengths = [Double](repeating: 0, count: count)
        for unit in rendering.units { lengths[unit.word] += unit.end - unit.start }
        return lengths
    }

    private static func spans(_ count: Int, _ rendering: Rendering, _ search: PathSearch) -> [ClosedRange<Double>?] {
        var unitOfState = [Int](repeating: -1, count: search.states.count)
        for (unit, range) in search.states.ranges.enumerated() {
            for state in range { unitOfState[state] = unit }
        }
        var spans = [ClosedRange<Double>?](repeating: nil, count: count)
        for (frame, state) in search.way.states.enumerated() where unitOfState[state] >= 0 {
            let word = rendering.units[unitOfState[state]].word
            let start = Double(frame) / AlignmentLoops.frameRate
            let end = Double(frame + 1) / AlignmentLoops.frameRate
            spans[word] = spans[word].map { $0.lowerBound...end } ?? start...end
        }
        return spans
    }

    /// None begins before the one before it ends: what is said for two words may be mixed.
    private static func ordered(_ spans: [ClosedRange<Double>?]) -> [ClosedRange<Double>?] {
        var last = 0.0
        return spans.map { span in
            guard let span else { return nil }
            let start = max(span.lowerBound, last)
            last = max(span.upperBound, start)
            return start...last
        }
    }
}
