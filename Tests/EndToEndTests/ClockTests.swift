import Foundation
import ReelCore
import ReelDB
import ReelStore
import ReelTestKit
import Testing

/// The wall clock of every process is stepped while a job runs.
@Suite(
    .serialized,
    .enabled(if: FileManager.default.fileExists(atPath: Faults.fakeTime), "libfaketime is not installed"),
    .timeLimit(.minutes(8)))
struct ClockTests {
    @Test func anHourEachWayHarmsNobody() async throws {
        let offset = FileManager.default.temporaryDirectory.appending(path: "reel-clock-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: offset) }
        try Data("+0".utf8).write(to: offset)
        try await Service.whileRunning(environment: try Faults.clock(offsetIn: offset)) { service, _ in
            let ledger = try ChaosLedger(service)
            var ids: [JobID] = []
            for (number, step) in ["+1h", "-1h", "+0"].enumerated() {
                let id = try await ledger.accept(number, scenes: 6)
                ids.append(id)
                try await ledger.waitFor(50, id)
                try Data(step.utf8).write(to: offset)
                // A runner that starts now sweeps at once, and sees files an hour older than they are.
                try service.start(.otherRunner)
                try await eventually("two runners") { try await service.get("/health").object["runners"] as? Int == 2 }
                try await ledger.waitForEnd(id)
                try await service.stop(.otherRunner, with: SIGTERM)
            }
            try await ledger.audit("the wall clock an hour each way")
            for id in ids { #expect(try ledger.store.attempts(of: id)?.map(\.outcome) == [.completed]) }
        }
    }
}
