/// Words that share the speech of a sound by their lengths, held to its pauses: what is left where a comparison says nothing.
struct SpeechShares {
    /// Seconds, in order.
    private let runs: [ClosedRange<Double>]

    init(_ speech: SpeechDetection) {
        runs = speech.runs(of: true).map {
            Double($0.lowerBound) / AlignmentLoops.frameRate...Double($0.upperBound) / AlignmentLoops.frameRate
        }
    }

    /// - Parameters:
    ///   - weights: how long each word is, in any unit; 0 for what has no sound.
    ///   - endsClause: whether a pause is likely after a word.
    /// - Returns: `nil` for words of no weight.
    func spans(weights: [Double], endsClause: [Bool]) -> [ClosedRange<Double>?] {
        let total = runs.reduce(0) { $0 + $1.upperBound - $1.lowerBound }
        let all = max(weights.reduce(0, +), 1e-9)
        var heard = 0.0
        var places = [0.0]
        for weight in weights {
            heard += weight / all * total
            places.append(heard)
        }
        let anchors = anchors(places, endsClause)
        var spans: [ClosedRange<Double>?] = []
        for index in weights.indices {
            let start = time(of: Self.mapped(places[index], by: anchors), isStart: true)
            let end = time(of: Self.mapped(places[index + 1], by: anchors), isStart: false)
            spans.append(weights[index] > 0 ? start...max(start, end) : nil)
        }
        return spans
    }

    /// Moves the boundary of two words into each pause, when one is near: from where it would be to where it is, in seconds
    /// of speech.
    private func anchors(_ places: [Double], _ endsClause: [Bool]) -> [(from: Double, to: Double)] {
        let total = runs.reduce(0) { $0 + $1.upperBound - $1.lowerBound }
        var pauses: [(place: Double, length: Double)] = []
        var heard = 0.0
        for (run, next) in zip(runs, runs.dropFirst()) {
            heard += run.upperBound - run.lowerBound
            pauses.append((heard, next.lowerBound - run.upperBound))
        }
        var anchors = [(from: 0.0, to: 0.0), (from: places.last ?? total, to: total)]
        // The longest pauses first: the others have to keep the order.
        for pause in pauses.sorted(by: { ($1.length, $0.place) < ($0.length, $1.place) }) {
            let (before, after) = Self.neighbours(of: pause.place, among: anchors)
            var best: (distance: Double, place: Double)?
            for index in 1..<max(1, places.count - 1) where places[index] > before && places[index] < after {
                let likely = endsClause[index - 1]
                let distance = abs(places[index] - pause.place)
                guard distance <= (likely ? 1.0 : 0.4) else { continue }
                let judged = distance - (likely ? 0.5 : 0)
                if best == nil || judged < best!.distance { best = (judged, places[index]) }
            }
            guard let best else { continue }
            anchors.append((best.place, pause.place))
            anchors.sort { $0.from < $1.from }
        }
        return anchors
    }

    /// Between which of the places that are moved already a boundary has to lie to come to `place`.
    private static func neighbours(of place: Double, among anchors: [(from: Double, to: Double)]) -> (Double, Double) {
        let before = anchors.last { $0.to <= place }?.from ?? 0
        let after = anchors.first { $0.to > place }?.from ?? .infinity
        return (before, after)
    }

    private static func mapped(_ place: Double, by anchors: [(from: Double, to: Double)]) -> Double {
        guard let upper = anchors.firstIndex(where: { $0.from >= place }), upper > 0 else {
            return anchors.first { $0.from >= place }?.to ?? anchors.last?.to ?? place
        }
        let (low, high) = (anchors[upper - 1], anchors[upper])
        guard high.from > low.from else { return high.to }
        return low.to + (place - low.from) / (high.from - low.from) * (high.to - low.to)
    }

    /// When so many seconds of speech have been heard; at a pause a word starts behind and ends before it.
    private func time(of place: Double, isStart: Bool) -> Double {
        var heard = 0.0
        for run in runs {
            let length = run.upperBound - run.lowerBound
            let isInside = isStart ? place < heard + length - 1e-6 : place <= heard + length + 1e-6
            if isInside { return run.lowerBound + max(0, place - heard) }
            heard += length
        }
        return runs.last?.upperBound ?? 0
    }
}
