/// Where something is heard in a sound.
package struct SpeechActivity: Sendable {
    /// In seconds, in order, parted by silence.
    package let ranges: [Range<Double>]
    /// Of the whole sound, in seconds.
    package let duration: Double

    /// Seconds that are looked at together, and the shortest silence that parts two ranges: stops such as the t of
    /// "attack" are shorter.
    private static let frame = 0.01
    private static let shortestSilence = 0.15
    /// What is heard is at least so much of the loudest frame (-36 dB), and more than rounding noise.
    private static let share = 0.016
    private static let quietest = 30.0

    package init(_ audio: SpeechAudio) {
        duration = audio.duration
        let length = max(1, Int(Double(audio.sampleRate) * Self.frame))
        let levels = stride(from: 0, to: audio.samples.count, by: length).map { start in
            let end = min(start + length, audio.samples.count)
            var power = 0.0
            for sample in audio.samples[start..<end] { power += Double(sample) * Double(sample) }
            return (power / Double(end - start)).squareRoot()
        }
        // Not the loudest of all, which may be a click: the level that a fiftieth of the frames exceed.
        let loud = levels.isEmpty ? 0 : levels.sorted()[levels.count - 1 - levels.count / 50]
        let threshold = max(Self.quietest, loud * Self.share)
        let seconds = Double(length) / Double(max(1, audio.sampleRate))
        var ranges: [Range<Double>] = []
        for (index, level) in levels.enumerated() where level >= threshold {
            let start = Double(index) * seconds
            let end = min(start + seconds, duration)
            guard start < end else { continue }
            if let last = ranges.last, start - last.upperBound < Self.shortestSilence {
                ranges[ranges.count - 1] = last.lowerBound..<end
            } else {
                ranges.append(start..<end)
            }
        }
        self.ranges = ranges
    }

    /// Seconds in which something is heard.
    package var heard: Double { ranges.reduce(0) { $0 + $1.upperBound - $1.lowerBound } }

    /// From the first sound to the last; `nil` for silence.
    package var whole: ClosedRange<Double>? {
        guard let first = ranges.first, let last = ranges.last else { return nil }
        return first.lowerBound...last.upperBound
    }

    /// Whether something is heard at a time, or nearly so.
    package func isHeard(_ time: Double, within tolerance: Double = 0.05) -> Bool {
        ranges.contains { $0.lowerBound - tolerance <= time && time < $0.upperBound + tolerance }
    }

    /// Shares what is heard among words by weights; silences are nobody's.
    ///
    /// - Parameter weights: those that are 0 get `nil`.
    package func shared(by weights: [Double]) -> [ClosedRange<Double>?] {
        let sum = weights.reduce(0, +)
        guard sum > 0, !ranges.isEmpty else { return weights.map { _ in nil } }
        var spent = 0.0
        return weights.map { weight in
            guard weight > 0 else { return nil }
            let start = time(atShare: spent / sum, isEnd: false)
            spent += weight
            return start...max(start, time(atShare: spent / sum, isEnd: true))
        }
    }

    /// When so much has been heard; at the border of two ranges the end of the first or the start of the second.
    private func time(atShare share: Double, isEnd: Bool) -> Double {
        var left = share * heard
        for range in ranges {
            let length = range.upperBound - range.lowerBound
            if left < length - 1e-9 || (isEnd && left <= length + 1e-9) {
                return range.lowerBound + min(max(left, 0), length)
            }
            left -= length
        }
        return ranges.last?.upperBound ?? duration
    }
}
