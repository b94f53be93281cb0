import Foundation
import Glibc
import ReelCore
import ReelDB
import ReelStore
import ReelTestKit
import Testing

/// A crash before and after every durable step (flush or rename) of one small job, by whichever process makes it: one run
/// each. All end in the same state, and no finished step is made again.
@Suite(.serialized, .enabled(if: Chaos.isLong, "part of the long run"), .timeLimit(.minutes(90)))
struct CrashEnumerationTests {
    enum Crash: Hashable, Sendable, CustomStringConvertible {
        case before(Int)
        case after(Int)

        var setting: [String: String] {
            switch self {
            case .before(let step): ["FAULT_BEFORE": "\(step)"]
            case .after(let step): ["FAULT_AFTER": "\(step)"]
            }
        }

        var description: String {
            switch self {
            case .before(let step): "before step \(step)"
            case .after(let step): "after step \(step)"
            }
        }
    }

    @Test func everyCrashEndsInTheSameState() async throws {
        let undisturbed = try await Play.run(nil)
        #expect(undisturbed.attempts == [.completed])
        #expect(undisturbed.steps > 80 && undisturbed.entries.count > 8)

        let places = (1...undisturbed.steps).flatMap { [Crash.before($0), .after($0)] }
        var (crashes, madeAgain, begunAgain, mostBegunAgain) = (0, 0, 0, 0)
        for place in places {
            let play = try await Play.run(place)
            #expect(play.entries == undisturbed.entries, "\(place)")
            #expect(play.files == undisturbed.files, "\(place)")
            #expect(play.attempts.last == .some(.completed) && play.attempts.count <= 2, "\(place): \(play.attempts)")
            #expect(play.keptTwice == 0, "\(place)")
            // What was in hand: a transition and its body, which are encoded together, waiting for a still.
            let again = play.begun - undisturbed.begun
            #expect(again <= 3, "\(place): \(again) steps were begun again")
            crashes += play.crashes
            madeAgain += play.keptTwice
            begunAgain += max(again, 0)
            mostBegunAgain = max(mostBegunAgain, again)
        }
        print(
            "crash enumeration, seed \(Chaos.seed): \(undisturbed.steps) durable steps, \(places.count) runs, \(crashes) "
                + "crashes; the same end in all; finished steps made again \(madeAgain); steps in hand begun again "
                + "\(begunAgain), at most \(mostBegunAgain) of \(undisturbed.begun) in one run")
        #expect(crashes > places.count / 2)
    }
}

/// One run of the small job.
private struct Play {
    var steps = 0
    /// Entries of the cache that were begun, and how many had been kept before.
    var begun = 0
    var keptTwice = 0
    /// Ends of processes that nobody asked to end.
    var crashes = 0
    var attempts: [Attempt.Outcome?] = []
    /// The digests of each entry, by its key.
    var entries: [String: Data] = [:]
    /// What the finished files hold, by their endings.
    var files: [String: Data] = [:]

    /// The others tell the claim's name, or how long something took.
    static let endings = [ReelFile.video, .preview, .poster, .posterWebP, .sprite, .webVTT, .subRip, .substationAlpha]
        .map(\.ending)

    private static let request = JobRequest(
        url: "", quality: .draft,
        script: Script(
            title: "Two",
            scenes: ["One small step.", "Then another one."].enumerated().map {
                Scene(sceneNumber: $0 + 1, script: $1)
            }))

    static func run(_ crash: CrashEnumerationTests.Crash?) async throws -> Play {
        try await withTemporaryFolder { home in
            var play = Play()
            // All runs are of one order: its time stands in the video.
            var options = StoreOptions()
            options.now = { Date(timeIntervalSince1970: 1_761_561_000) }
            let store = try StoreEngines.open(home.appending(path: "reelcraft.db"), options)
            let id = try store.createJob(request).id
            try Data(count: 4096).write(to: home.appending(path: "steps"))
            var runner = try start(home, crash)
            try await eventually(
                within: .seconds(180), "the job to end, with a crash \(crash?.description ?? "nowhere")"
            ) {
                if !runner.isRunning {
                    play.crashes += 1
                    runner = try start(home, crash)
                }
                return try store.job(id)?.status.isFinal == true
            }
            runner.send(SIGTERM)
            if await runner.exit() != 0 {
                // It was killed while it left, or had been before.
                play.crashes += 1
                runner = try start(home, crash)
                try await eventually("the runner to be ready") { runner.output.contains("is ready") }
                runner.send(SIGTERM)
                #expect(await runner.exit() == 0)
            }
            try play.look(at: home, store, id)
            return play
        }
    }

    private static func start(_ home: URL, _ crash: CrashEnumerationTests.Crash?) throws -> BuiltProgram {
        try BuiltProgram(
            "ReelRunner", arguments: ["run"],
            environment: [
                "REEL_HOME": home.path, "REEL_DATABASE": home.appending(path: "reelcraft.db").path, "REEL_JOBS": "1",
                "REEL_DISK_RESERVE": "1", "REEL_COMPOSE_ENCODERS": "1", "LD_PRELOAD": try Faults.library(),
                "FAULT_STEPS": home.appending(path: "steps").path,
            ].merging(crash?.setting ?? [:]) { $1 }, log: home.appending(path: "log.txt"))
    }

    private mutating func look(at home: URL, _ store: any Store, _ id: JobID) throws {
        let job = try #require(try store.job(id))
        #expect(job.status == .completed, "\(job.errorMessage ?? job.progressMessage)")
        attempts = try #require(try store.attempts(of: id)).map(\.outcome)
        crashes += attempts.count { $0 == .crashed }
        #expect(try store.integrityProblems() == [])

        let path = try #require(try store.videos(page: Page(limit: 9)).items.first?.filePath)
        #expect(try store.videos(page: Page(limit: 9)).total == 1)
        let stem = ReelFile.baseName(ofFile: URL(fileURLWithPath: path).lastPathComponent)
        for name in try names(in: home.appending(path: "outputs")) {
            #expect(ReelFile.baseName(ofFile: name) == stem, "\(name) is not of \(path)")
        }
        for ending in Self.endings {
            files[ending] = try Data(contentsOf: home.appending(path: "outputs/\(stem).\(ending)"))
        }
        for kind in try names(in: home.appending(path: "cache")) {
            for entry in try names(in: home.appending(path: "cache/\(kind)")) {
                entries[entry] = try Data(contentsOf: home.appending(path: "cache/\(kind)/\(entry)/digests.json"))
            }
        }
        #expect(try names(in: home.appending(path: "work")).isEmpty)
        #expect(try names(in: home.appending(path: "run/runners")).isEmpty)

        let log = try String(contentsOf: home.appending(path: "steps.log"), encoding: .utf8)
        var kept: [Substring: Int] = [:]
        // "12 4711 rename /home/cache/ab/abcdef": number, process, what, path.
        for fields in log.split(separator: "\n").map({ $0.split(separator: " ", maxSplits: 3) }) where fields.count == 4
        {
            steps = max(steps, Int(fields[0]) ?? 0)
            if fields[2] == "begin" { begun += 1 }
            if fields[2] == "renamed", fields[3].contains("/cache/"), !fields[3].contains("/.") {
                kept[fields[3], default: 0] += 1
            }
        }
        keptTwice = kept.values.count { $0 > 1 }
    }

    private func names(in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path)
    }
}
