import ReelCore
import ReelPipeline
import Testing

@Suite struct TimeLeftTests {
    /// Runs of reels of 40 s, some slower, some faster.
    private let history = StageHistory(samples: [
        .extract: Self.samples(2, reel: nil), .script: Self.samples(0.1, reel: nil), .narrate: Self.samples(4),
        .gather: Self.samples(6),
        .sound: Self.samples(3), .compose: Self.samples(40), .finish: Self.samples(3),
    ])

    private static func samples(_ seconds: Double, reel: Double? = 40) -> [StageHistory.Sample] {
        [0.8, 1.3, 1, 0.9, 1.1].map { StageHistory.Sample(seconds: seconds * $0, reelSeconds: reel) }
    }

    @Test func nobodyKnowsWithoutAHistory() {
        let left = TimeLeft(history: StageHistory())
        #expect(left.left(in: .extract, fraction: 0, elapsed: 0) == nil)
        #expect(left.left(in: .compose, fraction: 0.5, elapsed: 10) == nil)
        // The last stage needs no history once it moves.
        #expect(left.left(in: .finish, fraction: 0.5, elapsed: 10) == 10)
    }

    @Test func atTheBeginningTheHistorySpeaks() throws {
        let left = try #require(TimeLeft(history: history).left(in: .extract, fraction: 0, elapsed: 0))
        #expect(abs(left - 58.1) < 0.1)
    }

    @Test func aLongerReelTakesLonger() throws {
        var left = TimeLeft(history: history)
        left.update(reelSeconds: 60)
        #expect(abs(try #require(left.left(in: .compose, fraction: 0, elapsed: 0)) - 64.5) < 0.1)
    }

    @Test func whatEveryReelCostsIsToldFromWhatEachSecondCosts() throws {
        // Two seconds for any reel and a tenth for each second of it; one run was disturbed.
        let runs = [10.0, 20, 30, 40, 25].map {
            StageHistory.Sample(seconds: $0 == 25 ? 30 : 2 + 0.1 * $0, reelSeconds: $0)
        }
        var left = TimeLeft(history: StageHistory(samples: [.finish: runs]))
        for (reel, wanted) in [(5.0, 2.5), (60, 8)] {
            left.update(reelSeconds: reel)
            #expect(abs(try #require(left.left(in: .finish, fraction: 0, elapsed: 0)) - wanted) < 0.3)
        }
    }

    @Test func aStageThatIsLateCountsDownAndStopsShortOfTheEnd() throws {
        let left = TimeLeft(history: history)
        #expect(abs(try #require(left.left(in: .finish, fraction: 0, elapsed: 2)) - 1) < 0.01)
        #expect(abs(try #require(left.left(in: .finish, fraction: 0, elapsed: 60)) - 0.3) < 0.01)
    }

    /// Plays jobs that are slower and faster than all before, and asks at half time.
    @Test(arguments: [0.6, 0.8, 1, 1.3, 1.7]) func withinThirtyPercentAtHalfTime(speed: Double) throws {
        var left = TimeLeft(history: history)
        left.update(reelSeconds: 44)
        let whole: [(StageName, Double)] = [
            (.extract, 2), (.script, 0.1), (.narrate, 4.4), (.gather, 6.6), (.sound, 3.3), (.compose, 44),
            (.finish, 3.3),
        ]
        let lengths = whole.map { ($0.0, $0.1 * speed) }
        let half = lengths.reduce(0) { $0 + $1.1 } / 2
        var before = 0.0
        for (stage, length) in lengths {
            if before + length > half {
                let elapsed = half - before
                let told = try #require(left.left(in: stage, fraction: elapsed / length, elapsed: elapsed))
                #expect(abs(told - half) < 0.3 * half, "told \(told) of \(half)")
                return
            }
            left.finished(stage, seconds: length)
            before += length
        }
    }
}
