import Configuration
import Foundation
import Glibc
import ReelCore
import ReelDB
import ReelRunner
import ReelSignals
import ReelStore
import ReelTestKit
import Synchronization
import Testing

/// What the machine does to a daemon: a full disk, set clocks, lost answers, removed files.
@Suite(.timeLimit(.minutes(4))) struct DaemonConditionsTests {
    private let request = JobRequest(url: "https://example.com/a")

    @Test func fullDiskStartsNothingAndLosesNothing() async throws {
        try await withTemporaryFolder { folder in
            var world = try DaemonWorld(in: folder, script: DaemonWorld.finish())
            let plain = world
            // More than any disk has.
            world.settings["disk.reserve"] = .init(.int(1 << 40), isSecret: false)
            let id = try world.store.createJob(request).id
            try await world.whileRunning { [world] in
                _ = try await world.runnerSocket()
                try await Task.sleep(for: .milliseconds(1500))
                #expect(try world.store.job(id)?.status == .pending)
            }
            _ = try await plain.whileRunning { try await plain.waitFor(.completed, id) }
        }
    }

    @Test func jobIsStartedWhenItsTimeHasCome() async throws {
        try await withTemporaryFolder { folder in
            let world = try DaemonWorld(in: folder, script: DaemonWorld.finish())
            try await world.whileRunning {
                let due = Date() + 1.5
                let id = try world.store.createJob(request, options: JobOptions(runAt: due)).id
                let job = try await world.waitFor(.completed, id)
                let started = try #require(job.startedAt)
                // To the millisecond, as it is stored.
                #expect(started >= due - 0.001)
            }
        }
    }

    /// The wall clock is stepped an hour each way while a job runs and another waits.
    @Test(arguments: [3600.0, -3600]) func setClockHarmsNobody(step: Double) async throws {
        try await withTemporaryFolder { folder in
            let world = try DaemonWorld(
                in: folder,
                script: DaemonWorld.milestone(.editing)
                    + "\nwhile [ ! -e \(folder.path)/go ]; do sleep 0.05; done\n" + DaemonWorld.finish(),
                leaseSeconds: 20)
            let offset = Mutex(0.0)
            var options = StoreOptions()
            options.now = { Date() + offset.withLock { $0 } }
            let store = try StoreEngines.open(folder.appending(path: "reelcraft.db"), options)
            let ids = try (0..<2).map { _ in try store.createJob(request).id }
            try await world.whileRunning(on: store) {
                try await eventually("the first to run") { try store.job(ids[0])?.progress == 85 }
                offset.withLock { $0 = step }
                // Long enough for the rescuer to look at the leases several times.
                try await Task.sleep(for: .seconds(3))
                try Data().write(to: folder.appending(path: "go"))
                for id in ids { _ = try await world.waitFor(.completed, id) }
            }
            #expect(try ids.allSatisfy { try store.attempts(of: $0)?.map(\.outcome) == [.completed] })
        }
    }

    /// The store answers with an error although it has done what it was asked.
    @Test func whatTheStoreDidWithoutSayingSoIsNeitherLostNorDoneTwice() async throws {
        try await withTemporaryFolder { folder in
            let world = try DaemonWorld(in: folder, script: DaemonWorld.finish(), leaseSeconds: 4)
            let forgetting = Forgetting()
            let store = HookedStore(world.store, forgetting.hooks)
            let ids = try (0..<3).map { _ in try world.store.createJob(request).id }
            try await world.whileRunning(on: store) {
                for id in ids { _ = try await world.waitFor(.completed, id) }
                try await eventually("the runner to have settled") { forgetting.hasForgottenEverything }
            }
            #expect(try world.store.videos(page: Page(limit: 9)).total == 3)
            #expect(world.outputs().count == 3 * ReelFile.allCases.count)
            #expect(try ids.allSatisfy { try world.store.attempts(of: $0)?.count { $0.outcome == .completed } == 1 })
        }
    }

    @Test func socketThatWasRemovedIsMadeAgain() async throws {
        try await withTemporaryFolder { folder in
            let world = try DaemonWorld(in: folder, script: DaemonWorld.finish())
            try await world.whileRunning {
                let socket = try await world.runnerSocket()
                unlink(socket)
                try await eventually("the socket to be there again") {
                    FileManager.default.fileExists(atPath: socket)
                }
                try await RunnerConnection.with(socket) { lines, send in
                    try await send(.watch)
                    var lines = lines.makeAsyncIterator()
                    #expect(
                        try WireCoding.decode(RunnerCommand.self, from: try #require(try await lines.next()))
                            == .watching)
                }
            }
        }
    }

    /// The attempt has read what strangers wrote, so its word is not taken for where its files lie.
    @Test func filesOutsideTheWorkFolderAreNotPublished() async throws {
        try await withTemporaryFolder { folder in
            let world = try DaemonWorld(in: folder, script: DaemonWorld.finish(folder: "/etc"))
            try await world.whileRunning {
                _ = try await world.waitFor(.completed, try world.store.createJob(request).id)
            }
            let video = try #require(world.outputs().first { $0.hasSuffix(".mp4") && !$0.hasSuffix(".preview.mp4") })
            #expect(try String(contentsOf: world.layout.outputs.appending(path: video), encoding: .utf8) == "reel\n")
        }
    }
}
