import Foundation
import ReelCore
import ReelTestKit
import Testing

/// What real jobs say of the time that is left, when half of it has gone. A measurement: it takes a machine that is as busy
/// with each job as with those before.
@Suite(.serialized, .enabled(if: Chaos.isLong, "scripts/test --long measures it"), .timeLimit(.minutes(30)))
struct TimeLeftTests {
    @Test func atHalfTime() async throws {
        try await Service.whileRunning { service, _ in
            let ledger = try ChaosLedger(service)
            for number in 1...4 { try await ledger.waitForEnd(try await ledger.accept(number, scenes: 5)) }
            var errors: [Double] = []
            for number in 5...12 {
                // Shorter and longer than those by which it is told.
                let id = try await ledger.accept(number, scenes: 3 + number % 5)
                var told: [(at: Date, end: Date)] = []
                try await eventually(within: .seconds(240), "\(id) to end") {
                    let job = try ledger.job(id)
                    if let end = job.expectedEnd { told.append((Date(), end)) }
                    return job.status.isFinal
                }
                let job = try ledger.job(id)
                let (start, end) = (try #require(job.startedAt), try #require(job.completedAt))
                let half = start + end.timeIntervalSince(start) / 2
                let last = try #require(told.last { $0.at <= half }, "nothing was told by half time")
                errors.append(abs(last.end.timeIntervalSince(end)) / end.timeIntervalSince(half))
            }
            errors.sort()
            print(
                String(
                    format: "time left at half time, %d jobs of 3 to 7 scenes: off by %.0f %% median, %.0f %% worst",
                    errors.count, 100 * errors[errors.count / 2], 100 * (errors.last ?? 0)))
            #expect(errors[errors.count / 2] < 0.3)
        }
    }
}
