import Foundation
import ReelCore
import ReelDB
import ReelStore
import ReelTestKit
import Testing

/// Three real runners, each a process, on one queue of trivial jobs.
@Suite(.serialized, .timeLimit(.minutes(20))) struct ThreeRunnersTests {
    private static let count = ProcessInfo.processInfo.environment["REEL_TEST_LONG"] != nil ? 1000 : 120

    /// For the benchmark: how many runners.
    private static let runners =
        ProcessInfo.processInfo.environment["REEL_BENCH_RUNNERS"].flatMap(Int.init) ?? 3

    @Test func everyJobRunsOnceAndInTheOrderOfPriority() async throws {
        try await withTemporaryFolder { folder in
            // Each attempt says that it ran; a line this short is written whole.
            let world = try DaemonWorld(
                in: folder, script: "echo \"$order\" >> \(folder.path)/ran\n" + DaemonWorld.finish())
            var dice = SystemRandomNumberGenerator()
            var ids: [JobID: Int] = [:]
            let began = ContinuousClock.now
            for _ in 0..<Self.count {
                let priority = Int.random(in: -2...2, using: &dice)
                let job = try world.store.createJob(
                    JobRequest(url: "https://example.com/a"), options: JobOptions(priority: priority))
                ids[job.id] = priority
            }
            let runners = try (1...Self.runners).map { number in
                try BuiltProgram(
                    "ReelRunner", arguments: ["run", "--attempt-program", folder.appending(path: "attempt.sh").path],
                    environment: [
                        "REEL_HOME": folder.path, "REEL_DATABASE": folder.appending(path: "reelcraft.db").path,
                        "REEL_JOBS": "3", "REEL_DISK_RESERVE": "1",
                    ], log: folder.appending(path: "log-\(number).txt"))
            }
            try await eventually(within: .seconds(900), "all jobs to end") {
                try world.store.jobs(status: .completed, page: Page(limit: 1)).total == Self.count
            }
            let seconds = (ContinuousClock.now - began) / .seconds(1)
            print(
                String(
                    format: "engine: \(Self.count) jobs, \(Self.runners) runners, a process each: %.1f s, %.0f jobs/s",
                    seconds, Double(Self.count) / seconds))
            for runner in runners { runner.send(SIGTERM) }
            for runner in runners { #expect(await runner.exit() == 0) }

            let ran = try String(contentsOf: folder.appending(path: "ran"), encoding: .utf8).split(separator: "\n")
            #expect(ran.count == Self.count)
            let attempts = try ids.keys.map { try #require(try world.store.attempts(of: $0)) }
            #expect(attempts.allSatisfy { $0.map(\.outcome) == [.completed] })
            #expect(try world.store.videos(page: Page(limit: 1)).total == Self.count)
            #expect(world.outputs().count == ReelFile.allCases.count * Self.count)
            try expectOrder(ids, world)
            #expect(try world.store.integrityProblems() == [])
        }
    }

    /// Claims are ordered by their numbers of milliseconds; those of one instant may be of one batch.
    private func expectOrder(_ ids: [JobID: Int], _ world: DaemonWorld) throws {
        var times: [Int: [Date]] = [:]
        for (id, priority) in ids {
            times[priority, default: []].append(try #require(try world.store.attempts(of: id)?.first).startedAt)
        }
        let priorities = times.keys.sorted(by: >)
        for (higher, lower) in zip(priorities, priorities.dropFirst()) {
            let last = try #require(times[higher]?.max())
            let first = try #require(times[lower]?.min())
            #expect(last <= first, "priority \(higher) before \(lower)")
        }
    }
}
