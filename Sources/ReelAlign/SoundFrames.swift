import Foundation

/// A sound as frames of 10 ms that can be compared with those of another voice.
struct SoundFrames {
    /// Cepstra and how they change, one after the other for each frame. Each has the mean 0 over the speech, which takes
    /// away the room and the microphone, and a variance that is its weight.
    let features: [Float]
    let speech: SpeechDetection
    /// What each frame costs as silence.
    let silenceCost: [Float]

    static let dimensions = 2 * AlignmentLoops.coefficients

    private static let energyWeight: Float = 0.8
    private static let changeWeight: Float = 0.7
    /// Frames on either side over which a change is measured.
    private static let reach = 3

    var count: Int { silenceCost.count }

    /// - Throws: `AlignmentFailure`.
    init(_ sound: Sound, highest: Double, warp: Double = 1) throws(AlignmentFailure) {
        let (cepstra, level) = try AlignmentLoops.cepstra(of: sound, highest: highest, warp: warp)
        let speech = try SpeechDetection(level: level)
        let steady = Self.normalised(cepstra, over: speech.isLoud)
        let changes = Self.normalised(Self.changes(of: steady), over: speech.isLoud)
        let n = AlignmentLoops.coefficients
        var features = [Float](repeating: 0, count: level.count * Self.dimensions)
        for frame in level.indices {
            for k in 0..<n {
                features[frame * 2 * n + k] = steady[frame * n + k] * (k == 0 ? Self.energyWeight : 1)
                features[frame * 2 * n + n + k] = changes[frame * n + k] * Self.changeWeight
            }
        }
        self.features = features
        self.speech = speech
        // Between what silence costs and what speech costs the way from one to the other is 10 dB wide.
        silenceCost = level.map { 1.5 + 6.5 / (1 + expf((speech.threshold - $0) / 2)) }
    }

    private static func normalised(_ values: [Float], over isCounted: [Bool]) -> [Float] {
        let n = AlignmentLoops.coefficients
        var values = values
        for k in 0..<n {
            var (sum, squares, count) = (0.0, 0.0, 0.0)
            for frame in isCounted.indices where isCounted[frame] {
                let value = Double(values[frame * n + k])
                sum += value
                squares += value * value
                count += 1
            }
            let mean = sum / max(count, 1)
            let deviation = max(squares / max(count, 1) - mean * mean, 0).squareRoot() + 1e-3
            for frame in isCounted.indices {
                values[frame * n + k] = Float((Double(values[frame * n + k]) - mean) / deviation)
            }
        }
        return values
    }

    /// The slope of a straight line through the frames around each.
    private static func changes(of values: [Float]) -> [Float] {
        let n = AlignmentLoops.coefficients
        let last = values.count / n - 1
        var changes = [Float](repeating: 0, count: values.count)
        for frame in 0..<(last + 1) {
            for step in 1...reach {
                let (before, after) = (max(frame - step, 0), min(frame + step, last))
                for k in 0..<n {
                    changes[frame * n + k] += Float(step) * (values[after * n + k] - values[before * n + k])
                }
            }
        }
        return changes
    }
}
