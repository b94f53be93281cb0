import Foundation
import Glibc
import ReelCore
import ReelDB
import ReelStore
import ReelTestKit
import Testing

/// Stop means stop: at any instant of a running job, within a second, with nothing left.
@Suite(.serialized, .timeLimit(.minutes(Chaos.isLong ? 40 : 6))) struct CancelTests {
    @Test func cancelsAtRandomInstants() async throws {
        let count = Chaos.isLong ? 100 : 10
        try await Service.whileRunning { service, _ in
            var dice = SeededRNG(seed: Chaos.seed)
            let ledger = try ChaosLedger(service)
            var seconds: [Double] = []
            var tooLate = 0
            for number in 1...count {
                let id = try await ledger.accept(number, scenes: 3, expecting: .cancelled)
                // Anywhere in the job's life, before its claim and in its last instants too.
                let place = Int.random(in: -10...96, using: &dice)
                if place > 0 { try await ledger.waitFor(place, id) }
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...250, using: &dice)))
                let instant = ContinuousClock.now
                let answer = try await service.post("/api/jobs/\(id)/cancel")
                guard answer.status == 200 else {
                    #expect(answer.status == 409)
                    #expect(try ledger.job(id).status == .completed)
                    ledger.expect(id, to: .completed)
                    tooLate += 1
                    continue
                }
                try await eventually(within: .seconds(20), "nothing to be left") { ledger.leftOvers().isEmpty }
                seconds.append((ContinuousClock.now - instant) / .seconds(1))
            }
            seconds.sort()
            print(
                String(
                    format:
                        "\(count) cancels, seed \(Chaos.seed): \(tooLate) came after the end; the others left nothing; median "
                        + "%.2f s, worst %.2f s", seconds[seconds.count / 2], seconds[seconds.count - 1]))
            #expect(seconds[seconds.count / 2] < 1)
            try await ledger.audit("cancels")
        }
    }

    /// It is a fact in the table: a runner that hangs, or is dead, finds it when it comes back.
    @Test func withoutARunner() async throws {
        try await Service.whileRunning { service, _ in
            let ledger = try ChaosLedger(service)
            let hung = try await ledger.accept(1, scenes: 8, expecting: .cancelled)
            try await ledger.waitFor(50, hung)
            // One that is stopped in the middle of a write keeps everybody from writing, who are told so; it is stopped anew.
            var status = 503
            for _ in 1...5 where status == 503 {
                try service.send(SIGSTOP, to: .runner)
                status = try await service.post("/api/jobs/\(hung)/cancel").status
                guard status == 503 else { break }
                // For as long as a write takes.
                try service.send(SIGCONT, to: .runner)
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(status == 200)
            #expect(try ledger.job(hung).status == .cancelled)
            try service.send(SIGCONT, to: .runner)
            try await eventually("its processes to end") { ledger.leftOvers().isEmpty }

            let orphaned = try await ledger.accept(2, scenes: 8, expecting: .cancelled)
            try await ledger.waitFor(50, orphaned)
            try await service.stop(.runner, with: SIGKILL)
            #expect(try await service.post("/api/jobs/\(orphaned)/cancel").status == 200)
            let waiting = try await ledger.accept(3, expecting: .cancelled)
            #expect(try await service.post("/api/jobs/\(waiting)/cancel").status == 200)
            try service.start(.runner)
            // A job behind them is done, so the runner had every chance to begin them.
            try await ledger.waitForEnd(try await ledger.accept(4))
            try await ledger.audit("cancels without a runner")
            #expect(try ledger.store.attempts(of: orphaned)?.map(\.outcome) == [.cancelled])
            #expect(try ledger.store.attempts(of: waiting) == [])
        }
    }
}
