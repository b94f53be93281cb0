import Foundation
import Glibc
import ReelCore
import ReelTestKit
import Testing

/// The runner and its attempts are killed together, again and again, as a machine that is short of memory or an impatient
/// supervisor does it. A job that gets a little further each time is not to blame: it is completed in the end.
@Suite(.serialized, .timeLimit(.minutes(Chaos.isLong ? 60 : 12))) struct KillStormTests {
    private static let (kills, jobs) = Chaos.isLong ? (30, 9) : (5, 2)

    @Test func jobsWhoseRunnersKeepDyingAreCompleted() async throws {
        try await Service.whileRunning { service, _ in
            var random = SeededRNG(seed: Chaos.seed)
            let ledger = try ChaosLedger(service)
            for number in 1...Self.jobs { _ = try await ledger.accept(number, scenes: 8) }
            var done = 0
            while done < Self.kills {
                try await Task.sleep(for: .milliseconds(Int.random(in: 1000...7000, using: &random)))
                let attempts = service.attempts()
                if try ledger.hasEnded(), attempts.isEmpty { break }
                // Now one dies first, now the other.
                let attemptsFirst = Bool.random(using: &random)
                if attemptsFirst { for attempt in attempts { kill(attempt, SIGKILL) } }
                try await service.stop(.runner, with: SIGKILL)
                if !attemptsFirst { for attempt in attempts { kill(attempt, SIGKILL) } }
                let restart = Date()
                try service.start(.runner)
                done += 1
                try await ledger.noteNextClaim(after: restart)
            }
            try await ledger.audit("\(done) kills of the runner and its attempts together, \(Self.jobs) jobs")
            // Fewer only if the jobs were quicker than the kills.
            #expect(done >= min(Self.kills, 3))
            #expect(ledger.medianRestart < 1)
        }
    }
}
