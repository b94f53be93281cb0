import ReelCore

/// How long a job will still take, from what its stages took before and how fast this one goes.
///
/// The estimate of a stage is the line run its earlier runs, for the same quality, by the length of the reel; as long as
/// these are of one length, their median for each second of reel. It is corrected by how this job's stages so far compare
/// with theirs, because a machine that is busy now is slow for the stages to come as well. While a stage runs, its own pace
/// gains weight with the share that is done.
package struct TimeLeft: Sendable {
    private let history: StageHistory
    private let order: [StageName]
    private var expected: [StageName: Double] = [:]
    /// Seconds that finished stages took, and should have taken.
    private var taken = 0.0
    private var forecast = 0.0

    /// What the network or the cache decides says nothing about how fast this machine is now.
    private static let onTheNetwork: Set<StageName> = [.extract, .gather]
    /// Seconds of agreement with which every comparison begins, so that a short stage does not weigh much.
    private static let inertia = 1.0

    /// - Parameter order: the stages as they will run.
    package init(history: StageHistory, order: [StageName] = StageName.allCases) {
        self.history = history
        self.order = order
        update(reelSeconds: nil)
    }

    /// The length of the reel is known now, or known better.
    package mutating func update(reelSeconds: Double?) {
        for stage in order { expected[stage] = Self.expected(history.samples[stage] ?? [], reelSeconds) }
    }

    /// A stage has done all its work itself.
    package mutating func finished(_ stage: StageName, seconds: Double) {
        guard !Self.onTheNetwork.contains(stage), let past = expected[stage] else { return }
        taken += seconds
        forecast += past
    }

    /// - Parameters:
    ///   - fraction: the share of the stage that is done, 0...1.
    ///   - elapsed: seconds since the stage began.
    /// - Returns: seconds, or `nil` as long as there is nothing to tell by.
    package func left(in stage: StageName, fraction: Double, elapsed: Double) -> Double? {
        guard let place = order.firstIndex(of: stage) else { return nil }
        var sum = 0.0
        for later in order[(place + 1)...] {
            guard let seconds = expected[later] else { return nil }
            sum += seconds
        }
        let fraction = min(max(fraction, 0), 1)
        let pace = fraction > 0.02 ? elapsed * (1 - fraction) / fraction : nil
        let slowness = slowness(in: stage, fraction: fraction, elapsed: elapsed)
        switch (expected[stage].map { $0 * slowness }, pace) {
        // A stage that does not tell how far it is counts down, and stops short of the end when it is late.
        case (let past?, nil): return sum * slowness + max(past - elapsed, past * 0.1)
        case (nil, let pace?): return sum * slowness + pace
        case (let past?, let pace?):
            return sum * slowness + (1 - fraction) * past * (1 - fraction) + fraction * pace
        case (nil, nil): return nil
        }
    }

    /// How many times longer this job takes than those before.
    private func slowness(in stage: StageName, fraction: Double, elapsed: Double) -> Double {
        var (taken, forecast) = (taken, forecast)
        if let past = expected[stage], fraction > 0.02, !Self.onTheNetwork.contains(stage) {
            taken += elapsed
            forecast += past * fraction
        }
        return min(max((Self.inertia + taken) / (Self.inertia + forecast), 0.2), 5)
    }

    private static func expected(_ samples: [StageHistory.Sample], _ reelSeconds: Double?) -> Double? {
        if let reelSeconds {
            let runs = samples.compactMap { run in run.reelSeconds.map { (length: $0, seconds: run.seconds) } }
            if let line = line(run: runs) { return line.fixed + line.rate * reelSeconds }
        }
        return median(samples.map(\.seconds))
    }

    /// What a stage takes for any reel, and for each second of one, by the estimator of Theil and Sen: the median of the
    /// slopes between all pairs, and of what is left. One run that was disturbed moves neither.
    private static func line(
        run runs: [(length: Double, seconds: Double)]
    ) -> (fixed: Double, rate: Double)? {
        guard let most = median(runs.map { $0.seconds / $0.length }) else { return nil }
        var slopes: [Double] = []
        for (index, one) in runs.enumerated() {
            for other in runs[..<index] where abs(one.length - other.length) > 0.1 * max(one.length, other.length) {
                slopes.append((one.seconds - other.seconds) / (one.length - other.length))
            }
        }
        guard let slope = median(slopes) else { return (0, most) }
        let rate = max(0, slope)
        return (max(0, median(runs.map { $0.seconds - rate * $0.length }) ?? 0), rate)
    }

    private static func median(_ values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}
