/// The bit rates of a variant stream, in bits per second (RFC 8216, sections 4.1 and 4.3.4.2).
public struct HLSBandwidth: Hashable, Sendable {
    /// The largest bit rate of any run of segments that lasts from half of the target duration to one and a half.
    public var peak: Int
    /// Of all segments together; `nil` while the reel is being made.
    public var average: Int?

    /// What stands in the playlist while the reel is being made, when nobody knows its peak: what the encoder's rate
    /// control lets pass in one second (`-maxrate 8M` and a whole `-bufsize 16M`), and the sound. There is one variant,
    /// so nothing is chosen by it.
    public static let declared = HLSBandwidth(peak: 24_500_000, average: nil)

    public init(peak: Int, average: Int?) {
        self.peak = peak
        self.average = average
    }

    /// - Parameters:
    ///   - segments: each one's seconds and bytes, in order.
    ///   - targetDuration: seconds.
    /// - Returns: `nil` without a segment.
    public init?(of segments: [(seconds: Double, bytes: Int)], targetDuration: Int) {
        let seconds = segments.reduce(0) { $0 + $1.seconds }
        let bytes = segments.reduce(0) { $0 + $1.bytes }
        guard seconds > 0 else { return nil }
        let average = Self.rate(bytes, seconds)
        let window = (0.5 * Double(targetDuration))...(1.5 * Double(targetDuration))
        // A stream shorter than half of its target duration has no such run.
        var peak = average
        for first in segments.indices {
            var run = (seconds: 0.0, bytes: 0)
            for segment in segments[first...] {
                run = (run.seconds + segment.seconds, run.bytes + segment.bytes)
                if run.seconds > window.upperBound { break }
                if run.seconds >= window.lowerBound { peak = max(peak, Self.rate(run.bytes, run.seconds)) }
            }
        }
        self.init(peak: peak, average: average)
    }

    private static func rate(_ bytes: Int, _ seconds: Double) -> Int { Int((Double(bytes) * 8 / seconds).rounded(.up)) }

    /// As they stand in the tag of a master playlist.
    var attributes: String {
        "BANDWIDTH=\(peak)" + (average.map { ",AVERAGE-BANDWIDTH=\($0)" } ?? "")
    }
}
