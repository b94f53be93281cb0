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

@Suite(.timeLimit(.minutes(4))) struct DaemonTests {
    private let request = JobRequest(url: "https://example.com/a")

    @Test func finishedReelIsPublishedOnce() async throws {
        try await withTemporaryFolder { folder in
            let world = try DaemonWorld(
                in: folder, script: DaemonWorld.milestone(.composing) + "\n" + DaemonWorld.finish(title: "Café & Co."))
            let job = try await world.whileRunning {
                try await world.waitFor(.completed, try world.store.createJob(request).id)
            }
            #expect(job.progress == 100 && job.progressMessage == "Video created successfully")
            let id = try #require(job.videoID)
            let video = try #require(try world.store.video(id))
            #expect(video.title == "Café & Co." && video.duration == 31.5)
            let baseName = try #require(video.filePath?.split(separator: "/").last?.dropLast(4))
            #expect(baseName.hasPrefix("cafe-co-"))
            #expect(world.outputs() == OutputNames.endings.map { "\(baseName).\($0)" }.sorted())
            #expect(try FileManager.default.contentsOfDirectory(atPath: world.layout.work.path).isEmpty)
            #expect(try FileManager.default.contentsOfDirectory(atPath: world.layout.runners.path).isEmpty)
        }
    }

    @Test func watcherSeesEveryEventInOrder() async throws {
        try await withTemporaryFolder { folder in
            let world = try DaemonWorld(
                in: folder,
                script: [.extractingArticle, .composing].map(DaemonWorld.milestone).joined(separator: "\n") + "\n"
                    + DaemonWorld.finish())
            let events = try await world.whileRunning {
                try await RunnerConnection.with(try await world.runnerSocket()) { lines, send in
                    try await send(.watch)
                    var lines = lines.makeAsyncIterator()
                    let first = try #require(try await lines.next())
                    #expect(try WireCoding.decode(RunnerCommand.self, from: first) == .watching)
                    _ = try world.store.createJob(request)
                    try await send(.wake)
                    var events: [JobEvent] = []
                    while events.last?.job?.status != .completed, let line = try await lines.next() {
                        events.append(try WireCoding.decode(JobEvent.self, from: line))
                    }
                    return events
                }
            }
            #expect(events.map(\.kind) == [.status, .milestone, .milestone, .milestone, .status])
            #expect(events.map(\.progress) == [0, 5, 80, 100, 100])
            #expect(events.first?.job?.status == .processing)
            #expect(events.map(\.seq) == events.map(\.seq).sorted() && Set(events.map(\.seq)).count == events.count)
        }
    }

    @Test func failureIsTold() async throws {
        try await withTemporaryFolder { folder in
            let world = try DaemonWorld(
                in: folder, script: DaemonWorld.fail(code: "not_an_article", isRetryable: false))
            let job = try await world.whileRunning {
                try await world.waitFor(.failed, try world.store.createJob(request).id)
            }
            #expect(job.errorMessage == "Do this." && job.attempt == 1)
        }
    }

    @Test func passingFailureIsTriedAgainLater() async throws {
        try await withTemporaryFolder { folder in
            let world = try DaemonWorld(in: folder, script: DaemonWorld.fail(code: "timeout", isRetryable: true))
            let id = try await world.whileRunning {
                let id = try world.store.createJob(request).id
                try await eventually("the first attempt to end") {
                    try world.store.job(id).map { $0.attempt == 1 && $0.status == .pending } ?? false
                }
                return id
            }
            #expect(try world.store.job(id)?.status == .pending)
            #expect(try #require(try world.store.nextDue()) > Date())
        }
    }

    @Test func crashesInARowParkTheJob() async throws {
        try await withTemporaryFolder { folder in
            let world = try DaemonWorld(in: folder, script: "kill -9 $$")
            let job = try await world.whileRunning {
                try await world.waitFor(.failed, try world.store.createJob(request).id)
            }
            #expect(job.errorMessage?.contains("ended unexpectedly \(crashLimit) times") == true)
            #expect(job.attempt == crashLimit)
        }
    }

    @Test func cancelEndsTheAttemptAndAllItsChildren() async throws {
        try await withTemporaryFolder { folder in
            // The grandchild is deaf to SIGTERM, as a hanging encoder might be.
            let world = try DaemonWorld(
                in: folder,
                script: "(trap '' TERM; echo $$ > \(folder.path)/pid; while :; do sleep 1000; done) &\n"
                    + DaemonWorld.milestone(.editing) + "\nwait")
            try await world.whileRunning {
                let id = try world.store.createJob(request).id
                try await eventually("the encoder to begin") { try world.store.job(id)?.progress == 85 }
                let socket = try await world.runnerSocket()
                guard case .cancelled = try world.store.cancel(id) else { throw NotCancelled() }
                // A machine with time to spare needs a third of a second; the limit bears a busy one.
                try await RunnerConnection.with(socket) { _, send in try await send(.cancelled(id)) }
                try await eventually(within: .seconds(5), "nothing to be left") { processes(under: folder).isEmpty }
            }
            #expect(world.outputs().isEmpty)
        }
    }

    @Test func cancelThatNobodyToldIsSeenByTheHeartbeat() async throws {
        try await withTemporaryFolder { folder in
            let world = try DaemonWorld(
                in: folder, script: DaemonWorld.milestone(.editing) + "\nsleep 1000", leaseSeconds: 1)
            try await world.whileRunning {
                let id = try world.store.createJob(request).id
                try await eventually("the attempt to begin") { try world.store.job(id)?.progress == 85 }
                guard case .cancelled = try world.store.cancel(id) else { throw NotCancelled() }
                try await eventually("nothing to be left") { processes(under: folder).isEmpty }
            }
        }
    }

    @Test func jobOfADeadRunnerGoesOn() async throws {
        try await withTemporaryFolder { folder in
            let world = try DaemonWorld(in: folder, script: DaemonWorld.finish())
            let id = try world.store.createJob(request).id
            let dead = RunnerID()
            _ = try #require(try world.store.claimNext(by: dead, lease: .seconds(3600)))
            try FileManager.default.createDirectory(at: world.layout.runners, withIntermediateDirectories: true)
            try Data().write(to: world.layout.runnerLock(dead))
            let job = try await world.whileRunning { try await world.waitFor(.completed, id) }
            #expect(job.attempt == 2)
            #expect(!FileManager.default.fileExists(atPath: world.layout.runnerLock(dead).path))
        }
    }

    @Test func jobOfALivingRunnerIsLeftAlone() async throws {
        try await withTemporaryFolder { folder in
            var other = try DaemonWorld(in: folder, script: DaemonWorld.finish())
            other.settings["jobs"] = .init(.int(2), isSecret: false)
            let world = other
            let liveness = try RunnerLiveness(layout: world.layout)
            defer { liveness.leave() }
            let held = try world.store.createJob(request).id
            _ = try #require(try world.store.claimNext(by: liveness.id, lease: .seconds(3600)))
            // A second job goes all the way, so the daemon had every chance to take the first.
            _ = try await world.whileRunning {
                try await world.waitFor(.completed, try world.store.createJob(request).id)
            }
            #expect(try world.store.job(held)?.status == .processing)
        }
    }

    @Test func stopLetsTheAttemptFinishItsStepAndGivesTheJobBackUncounted() async throws {
        try await withTemporaryFolder { folder in
            // Asked to stop, it takes half a second more and says so; that it did is the file.
            let world = try DaemonWorld(
                in: folder,
                script: """
                    trap 'sleep 0.5; touch \(folder.path)/finished-its-step; echo {\\"stopped\\":{}}; exit 0' USR1
                    \(DaemonWorld.milestone(.editing))
                    while :; do sleep 0.05; done
                    """)
            let id = try await world.untilStopped {
                let id = try world.store.createJob(request).id
                try await eventually("the attempt to begin") { try world.store.job(id)?.progress == 85 }
                return id
            }
            let job = try #require(try world.store.job(id))
            #expect(job.status == .pending && job.attempt == 0 && job.progress == 85)
            #expect(try world.store.attempts(of: id)?.map(\.outcome) == [.released])
            #expect(FileManager.default.fileExists(atPath: folder.appending(path: "finished-its-step").path))
            #expect(processes(under: folder).isEmpty)
            #expect(try FileManager.default.contentsOfDirectory(atPath: world.layout.runners.path).isEmpty)
        }
    }

    @Test func stopDoesNotWaitForEverAndCountsNothing() async throws {
        try await withTemporaryFolder { folder in
            var world = try DaemonWorld(
                in: folder,
                script: "trap '' USR1 TERM\n" + DaemonWorld.milestone(.editing) + "\nwhile :; do sleep 1000; done")
            world.settings["stop.grace"] = .init(.int(1), isSecret: false)
            let id = try await world.untilStopped { [world] in
                let id = try world.store.createJob(request).id
                try await eventually("the attempt to begin") { try world.store.job(id)?.progress == 85 }
                return id
            }
            #expect(try world.store.job(id).map { $0.status == .pending && $0.attempt == 0 } == true)
            #expect(processes(under: folder).isEmpty)
        }
    }

    @Test func attemptThatFinishesItsReelWhileStoppingIsCompleted() async throws {
        try await withTemporaryFolder { folder in
            let world = try DaemonWorld(
                in: folder,
                script: "trap 'ended=1' USR1\n" + DaemonWorld.milestone(.finalizing)
                    + "\nwhile [ -z \"$ended\" ]; do sleep 0.05; done\n" + DaemonWorld.finish())
            let id = try await world.untilStopped {
                let id = try world.store.createJob(request).id
                try await eventually("the attempt to begin") { try world.store.job(id)?.progress == 95 }
                return id
            }
            #expect(try world.store.job(id)?.status == .completed)
            #expect(world.outputs().count == ReelFile.allCases.count)
        }
    }

    @Test func whatEachStageCostIsKept() async throws {
        try await withTemporaryFolder { folder in
            let stage =
                #"echo '{"stage":{"_0":{"stage":"narrate","seconds":1.5,"cpuSeconds":2.5,"made":9,"found":0,"isDone":true}}}'"#
            let world = try DaemonWorld(in: folder, script: stage + "\n" + DaemonWorld.finish())
            let id = try await world.whileRunning {
                try await world.waitFor(.completed, try world.store.createJob(request).id).id
            }
            let attempt = try #require(try world.store.attempts(of: id)?.first)
            #expect(attempt.outcome == .completed && attempt.endedAt != nil)
            #expect(attempt.stages == [StageRun(stage: .narrate, seconds: 1.5, cpuSeconds: 2.5, made: 9)])
        }
    }

    @Test func noMoreJobsThanTheMachineMayRunAtOnce() async throws {
        try await withTemporaryFolder { folder in
            var world = try DaemonWorld(
                in: folder,
                script: "echo >> \(folder.path)/begun\nwhile [ ! -e \(folder.path)/go ]; do sleep 0.05; done\n"
                    + DaemonWorld.finish())
            world.settings["jobs"] = .init(.int(2), isSecret: false)
            let ids = try (0..<5).map { _ in try world.store.createJob(request).id }
            try await world.whileRunning { [world] in
                // A second runner of the same machine.
                try await world.whileRunning {
                    try await eventually("two to run") {
                        (try? Data(contentsOf: folder.appending(path: "begun")))?.count == 2
                    }
                    #expect(try world.store.jobs(status: .processing, page: Page(limit: 9)).total == 2)
                    try Data().write(to: folder.appending(path: "go"))
                    for id in ids { _ = try await world.waitFor(.completed, id) }
                }
            }
            #expect(try ids.allSatisfy { try world.store.attempts(of: $0)?.count == 1 })
        }
    }
}

private struct NotCancelled: Error {}
