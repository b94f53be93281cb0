import Foundation
import Glibc
import ReelCore
import ReelSignals
import ReelTestKit
import Testing

@Suite struct HostPresenceTests {
    private func withHome(_ body: (HomeLayout, HostPresence) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let layout = HomeLayout(root: folder)
            try FileManager.default.createDirectory(at: layout.runners, withIntermediateDirectories: true)
            try await body(layout, HostPresence(layout: layout))
        }
    }

    @Test func countsTheRunnersWhoseLockIsHeld() async throws {
        try await withHome { layout, presence in
            let locks = (0..<3).map { _ in open(layout.runnerLock(RunnerID()).path, O_CREAT | O_RDWR, 0o600) }
            #expect(presence.livingCount() == 0)
            #expect(flock(locks[0], LOCK_EX | LOCK_NB) == 0)
            #expect(flock(locks[1], LOCK_EX | LOCK_NB) == 0)
            #expect(presence.livingCount() == 2)
            // Asking has not taken the third.
            #expect(flock(locks[2], LOCK_EX | LOCK_NB) == 0)
            close(locks[0])
            #expect(presence.livingCount() == 2)
            close(locks[1])
            close(locks[2])
            #expect(presence.livingCount() == 0)
        }
    }

    @Test func needsNoFolder() async throws {
        let presence = HostPresence(layout: HomeLayout(root: URL(fileURLWithPath: "/nonexistent")))
        #expect(presence.livingCount() == 0)
        #expect(presence.known().isEmpty)
        try await presence.reapDeadRunners { _ in Issue.record("nobody is dead") }
    }

    @Test func theLivingAreSparedAndTheDeadAreReapedOnce() async throws {
        try await withHome { layout, presence in
            let living = try RunnerLiveness(layout: layout)
            let dead = RunnerID()
            try Data().write(to: layout.runnerLock(dead))
            #expect(presence.known() == [living.id, dead])
            var reaped: [RunnerID] = []
            try await presence.reapDeadRunners { reaped.append($0) }
            try await presence.reapDeadRunners { reaped.append($0) }
            #expect(reaped == [dead])
            #expect(presence.known() == [living.id])
            living.leave()
            #expect(presence.known().isEmpty)
        }
    }

    /// What cannot be released now is found again: nothing of a dead runner is forgotten because the store was away.
    @Test func aReleaseThatFailsIsTriedAgain() async throws {
        try await withHome { layout, presence in
            struct Away: Error {}
            let dead = RunnerID()
            try Data().write(to: layout.runnerLock(dead))
            await #expect(throws: Away.self) { try await presence.reapDeadRunners { _ in throw Away() } }
            var reaped: [RunnerID] = []
            try await presence.reapDeadRunners { reaped.append($0) }
            #expect(reaped == [dead])
        }
    }

    /// One that could not write everything down leaves its lock file, unlocked: it counts as dead from then on.
    @Test func leavingUnfinalizedIsBeingDead() async throws {
        try await withHome { layout, presence in
            let runner = try RunnerLiveness(layout: layout)
            #expect(presence.livingCount() == 1)
            runner.leave(isFinalized: false)
            #expect(presence.livingCount() == 0)
            #expect(presence.known() == [runner.id])
        }
    }
}
