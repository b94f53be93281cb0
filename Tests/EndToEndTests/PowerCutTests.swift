import Foundation
import Glibc
import ReelCore
import ReelTestKit
import Testing

/// The power fails while jobs run: what was accepted and what was finished is there when it comes back.
///
/// Part of the long run: ten cuts take three minutes.
@Suite(
    .serialized, .enabled(if: geteuid() == 0, "mounting needs root"),
    .enabled(if: Chaos.isLong, "part of the long run"),
    .timeLimit(.minutes(30)))
struct PowerCutTests {
    @Test func whatWasAcceptedAndFinishedSurvives() async throws {
        let image = FileManager.default.temporaryDirectory.appending(path: "reel-disk-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: image) }
        let prepare: @Sendable (URL) throws -> Void = { try Faults.mountNewDisk(image, at: $0) }
        let cleanUp: @Sendable (URL) -> Void = { umount2($0.path, Int32(MNT_DETACH)) }
        try await Service.whileRunning(
            // Somebody comes back after a power cut under another boot id and finds every lease at its end; here the
            // boot is the same, so that leases are waited for where a runner's lock was not on the disk yet.
            environment: ["REEL_DISK_RESERVE": "1", "REEL_LEASE_SECONDS": "6"],
            prepare: prepare, cleanUp: cleanUp
        ) { service, _ in
            var dice = SeededRNG(seed: Chaos.seed)
            let ledger = try ChaosLedger(service)
            let finished = try await ledger.accept(1)
            try await ledger.waitForEnd(finished)
            for cut in 1...10 {
                let running = try await ledger.accept(10 * cut)
                try await ledger.waitFor([10, 30, 50, 85, 95].randomElement(using: &dice)!, running)
                try ledger.close()
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...500, using: &dice)))
                // Answered just before the cut: the answer is the promise.
                _ = try await ledger.accept(10 * cut + 1)
                try Faults.cutPower(at: service.home)
                try await service.stopAll()
                try await eventually("nobody to hold the disk") { umount2(service.home.path, 0) == 0 }
                try Faults.mountDisk(image, at: service.home)
                try await service.startAll()
                try ledger.reopen()
            }
            try await ledger.audit("power cuts")
            let films = service.outputs().filter { $0.hasSuffix(".mp4") }
            // The first job's was finished before any cut.
            #expect(!films.isEmpty)
            for name in films {
                let file = service.home.appending(path: "outputs/\(name)").path
                try await onThread { try shell("ffmpeg -v error -xerror -i '\(file)' -f null -") }
            }
        }
    }
}
