import Foundation
import Glibc
import ReelCore
import ReelDB
import ReelTestKit
import Testing

/// Stop means stop: at any instant of a running job, within a second, with nothing left.
@Suite(.serialized, .timeLimit(.minutes(Chaos.isLong ? 30 : 5))) struct CancelTests {
    @Test func cancelsAtRandomInstants() async throws {
        let count = Chaos.isLong ? 100 : 12
        try await Service.whileRunning { service, _ in
            var dice = Chaos.Dice(state: Chaos.seed)
            let ledger = try ChaosLedger(service)
            var seconds: [Double] = []
            for number in 1...count {
                let id = try await ledger.accept(number, scenes: 8, expecting: .cancelled)
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...2500, using: &dice)))
                let instant = ContinuousClock.now
                let answer = try await service.post("/api/jobs/\(id)/cancel")
                #expect(answer.status == 200)
                try await eventually(within: .seconds(20), "its processes to end") {
                    service.attempts().isEmpty && service.encoders().isEmpty
                }
                seconds.append((ContinuousClock.now - instant) / .seconds(1))
            }
            seconds.sort()
            print(
                String(
                    format: "\(count) cancels, seed \(Chaos.seed): all ended; median %.2f s, worst %.2f s",
                    seconds[count / 2], seconds[count - 1]))
            #expect(seconds[count / 2] < 1)
            #expect(service.outputs().isEmpty)
            try await ledger.audit("cancels")
        }
    }
}
