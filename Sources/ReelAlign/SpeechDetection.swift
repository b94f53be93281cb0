/// Which frames of a sound are speech, by their energy.
struct SpeechDetection {
    /// For each frame; gaps that belong to speech, such as the closure of a plosive, are filled.
    private(set) var isSpeech: [Bool]
    /// The energy above which a frame is no silence, in decibels.
    let threshold: Float
    /// For each frame, without filled gaps.
    let isLoud: [Bool]

    /// 60 dB below full scale: no recording of speech is as low.
    private static let lowestSpeech: Float = 11
    /// How far below the loudest frames speech goes, in decibels, where there is no noise.
    private static let depth: Float = 33
    /// Frames: shorter silence belongs to the speech around it, and shorter speech is a click.
    private static let shortestGap = 15
    private static let shortestSpeech = 4

    /// - Throws: `AlignmentFailure.silent`.
    init(level: [Float]) throws(AlignmentFailure) {
        let sorted = level.sorted()
        guard !sorted.isEmpty else { throw .silent }
        let loud = sorted[sorted.count * 98 / 100]
        guard loud >= Self.lowestSpeech else { throw .silent }
        let noise = max(sorted[sorted.count / 20], loud - 60)
        let threshold = min(max(loud - Self.depth, noise + 6), loud - 10)
        self.threshold = threshold
        isLoud = level.map { $0 > threshold }
        isSpeech = isLoud
        for run in runs(of: true) where run.count < Self.shortestSpeech { fill(run, false) }
        for run in runs(of: false)
        where run.count < Self.shortestGap && run.lowerBound > 0 && run.upperBound < level.count {
            fill(run, true)
        }
        guard isSpeech.contains(true) else { throw .silent }
    }

    /// Successive frames that are speech, or are not.
    func runs(of value: Bool) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start: Int?
        for (index, isIt) in isSpeech.enumerated() {
            if isIt == value, start == nil { start = index }
            if isIt != value, let begun = start {
                runs.append(begun..<index)
                start = nil
            }
        }
        if let start { runs.append(start..<isSpeech.count) }
        return runs
    }

    private mutating func fill(_ run: Range<Int>, _ value: Bool) {
        for index in run { isSpeech[index] = value }
    }
}
