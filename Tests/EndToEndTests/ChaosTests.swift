import Foundation
import Glibc
import ReelCore
import ReelDB
import ReelStore
import ReelTestKit
import Testing

/// The service while parts of it die, hang, are cut off or run out of room. After each of these: every accepted job has
/// ended as it should, once, and nothing is left.
@Suite(.serialized, .timeLimit(.minutes(Chaos.isLong ? 60 : 12))) struct ChaosTests {
    /// Percents at which a stage has ended and the next begins.
    private static let boundaries = [10, 25, 50, 75, 80, 85, 95]

    @Test func daemonAndAttemptsKilledAtBoundariesAndAtRandom() async throws {
        let kills = Chaos.isLong ? 200 : 8
        try await Service.whileRunning { service, _ in
            var dice = SeededRNG(seed: Chaos.seed)
            let ledger = try ChaosLedger(service)
            var done = 0
            var number = 0
            while done < kills {
                number += 1
                let id = try await ledger.accept(number)
                // Late enough in the job that what was kept stands between two crashes.
                for place in [Self.boundaries.randomElement(using: &dice)!, [50, 85].randomElement(using: &dice)!]
                    .sorted()
                where done < kills {
                    try await ledger.waitFor(place, id)
                    if Bool.random(using: &dice) {
                        try await Task.sleep(for: .milliseconds(Int.random(in: 0...700, using: &dice)))
                    }
                    guard try ledger.job(id).status == .processing else { break }
                    let before = ledger.cacheEntries()
                    let instant = Date()
                    if Bool.random(using: &dice) {
                        try await service.stop(.runner, with: SIGKILL)
                        try service.start(.runner)
                    } else {
                        for attempt in service.attempts() { kill(attempt, SIGKILL) }
                    }
                    done += 1
                    let seconds = try await ledger.noteNextClaim(of: id, after: instant)
                    ledger.compare(before)
                    // By its lock, not at the end of its lease. How quick it is, is printed.
                    #expect(seconds < 20)
                }
                try await ledger.waitForEnd(id)
            }
            try await ledger.audit("\(done) kills")
        }
    }

    @Test func gracefulStopIsAPause() async throws {
        try await Service.whileRunning { service, _ in
            let ledger = try ChaosLedger(service)
            let id = try await ledger.accept(1, scenes: 6)
            try await ledger.waitFor(85, id)
            try await service.stop(.runner, with: SIGTERM)
            let stopped = try ledger.job(id)
            #expect(stopped.status == .pending && stopped.attempt == 0 && stopped.progress >= 85)
            #expect(try ledger.store.attempts(of: id)?.map(\.outcome) == [.released])
            #expect(ledger.leftOvers().isEmpty)
            let before = ledger.cacheEntries()
            try service.start(.runner)
            try await ledger.waitForEnd(id)
            ledger.compare(before)
            try await ledger.audit("a graceful stop")
            #expect(try ledger.store.attempts(of: id)?.map(\.outcome) == [.released, .completed])
            #expect(try ledger.job(id).attempt == 1)
        }
    }

    @Test func encodersResponderAndBridgeKilledAndASocketRemoved() async throws {
        try await Service.whileRunning { service, _ in
            let ledger = try ChaosLedger(service)
            let first = try await ledger.accept(1, scenes: 8)
            try await eventually(within: .seconds(120), "an encoder") {
                for encoder in service.processes("ffmpeg", "libx264") { kill(encoder, SIGKILL) }
                return try ledger.store.attempts(of: first)?.first?.outcome != nil
            }
            #expect(try ledger.store.attempts(of: first)?.first?.outcome == .failed)
            // By hand, so that nobody waits for the back-off.
            let retried = try await service.post("/api/jobs/\(first)/retry")
            #expect([202, 409].contains(retried.status))

            let second = try await ledger.accept(2)
            for part in [Service.Part.responder, .bridge] {
                try await service.stop(part, with: SIGKILL)
                try service.start(part)
            }
            let sockets = service.home.appending(path: "run/runners")
            for name in try FileManager.default.contentsOfDirectory(atPath: sockets.path) where name.hasSuffix(".sock")
            {
                unlink(sockets.appending(path: name).path)
            }
            try await ledger.waitForEnd(second)
            try await eventually("the responder to answer") { (try? await service.get("/health").status) == 200 }
            let third = try await ledger.accept(3)
            try await ledger.waitForEnd(third)
            try await ledger.audit("ffmpeg, responder, bridge, socket")
        }
    }

    @Test func databaseHeldByAnotherProgramForFiveSeconds() async throws {
        try await Service.whileRunning { service, _ in
            let ledger = try ChaosLedger(service)
            let id = try await ledger.accept(1)
            try await ledger.waitFor(50, id)
            let database = service.home.appending(path: "reelcraft.db").path
            try await onThread { try shell("(echo 'BEGIN EXCLUSIVE;'; sleep 6) | sqlite3 '\(database)'") }
            _ = try await ledger.accept(2)
            try await ledger.audit("a held database")
        }
    }

    @Test func damagedEntriesAreMadeAgain() async throws {
        try await Service.whileRunning { service, _ in
            let ledger = try ChaosLedger(service)
            let id = try await ledger.accept(1, scenes: 6)
            try await eventually(within: .seconds(120), "segments in the cache") {
                try self.files("piece.mp4", in: service).count >= 2 || ledger.job(id).status.isFinal
            }
            try await service.stop(.runner, with: SIGKILL)
            let pieces = try files("piece.mp4", in: service)
            let piece = try #require(pieces.first)
            truncate(piece.path, off_t(try piece.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0) / 2)
            let voice = try #require(try files("speech.wav", in: service).first ?? pieces.last)
            let handle = try FileHandle(forUpdating: voice)
            try handle.seek(toOffset: 100)
            try handle.write(contentsOf: Data(repeating: 0x55, count: 64))
            try handle.close()
            try service.start(.runner)
            try await ledger.audit("damaged cache")
            let video = try #require(try ledger.store.videos(page: Page(limit: 1)).items.first?.filePath)
            let file = service.home.appending(path: video)
            try await onThread { try shell("ffmpeg -v error -xerror -i '\(file.path)' -f null -") }
        }
    }

    @Test func runnerThatHangsLosesItsJobAndHarmsNobodyWhenItGoesOn() async throws {
        let lease = Chaos.isLong ? 20 : 6
        try await Service.whileRunning(environment: ["REEL_LEASE_SECONDS": "\(lease)"]) { service, _ in
            let ledger = try ChaosLedger(service)
            let id = try await ledger.accept(1, scenes: 8)
            try await ledger.waitFor(50, id)
            let hung = try #require(service.process(.runner))
            try await service.hangRunner()
            let instant = Date()
            try service.start(.otherRunner)
            let seconds = try await ledger.noteNextClaim(of: id, after: instant)
            kill(hung, SIGCONT)
            #expect(seconds < Double(lease) + 15)
            try await ledger.audit("a hung runner, lease \(lease) s")
        }
    }

    @Test(.enabled(if: geteuid() == 0, "mounting needs root")) func diskThatIsFull() async throws {
        try await Service.whileRunning(
            environment: ["REEL_DISK_RESERVE": "1"],
            prepare: Self.mountSmallDisk, cleanUp: Self.unmount
        ) { service, _ in
            let ledger = try ChaosLedger(service)
            let id = try await ledger.accept(1, scenes: 8)
            try await ledger.waitFor(30, id)
            let filler = service.home.appending(path: "filler")
            try? shell("head -c 1G /dev/zero > '\(filler.path)' 2>/dev/null")
            try await eventually(within: .seconds(120), "the attempt to fail") {
                guard let attempt = try ledger.store.attempts(of: id)?.first else { return false }
                return attempt.outcome != nil || service.log.contains("could not be written")
            }
            unlink(filler.path)
            try await ledger.audit("a full disk")
        }
    }

    @Sendable private static func mountSmallDisk(_ folder: URL) throws {
        try shell("mount -t tmpfs -o size=300m tmpfs '\(folder.path)'")
    }

    @Sendable private static func unmount(_ folder: URL) {
        try? shell("umount -l '\(folder.path)'")
    }

    private func files(_ name: String, in service: Service) throws -> [URL] {
        let cache = service.home.appending(path: "cache")
        let all = FileManager.default.enumerator(at: cache, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL }
        return (all ?? []).filter { $0.lastPathComponent == name && !$0.path.contains(".making-") }
    }
}
