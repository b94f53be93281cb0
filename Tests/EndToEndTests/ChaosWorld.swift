import Foundation
import Glibc
import ReelCore
import ReelDB
import ReelStore
import ReelTestKit
import Synchronization
import Testing

/// How much is broken: a little with every run of the tests, a lot with `scripts/test --long`. The seed is printed; set
/// `REEL_TEST_SEED` to play a run again.
enum Chaos {
    static let isLong = ProcessInfo.processInfo.environment["REEL_TEST_LONG"] != nil
    static let seed =
        ProcessInfo.processInfo.environment["REEL_TEST_SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 1...999_999)
}

/// What was accepted and how it must end, and the check that it did.
final class ChaosLedger: Sendable {
    private struct State {
        var expected: [JobID: JobStatus] = [:]
        var restarts: [Double] = []
        var madeAgain = 0
        var entries = 0
    }

    private let state = Mutex(State())
    private let service: Service
    private let opened: Mutex<(any Store)?>

    init(_ service: Service) throws {
        self.service = service
        opened = Mutex(try Self.open(service))
    }

    // A test that has closed it opens it again before it asks.
    var store: any Store { opened.withLock(\.self)! }

    private static func open(_ service: Service) throws -> any Store {
        try StoreEngines.open(
            service.home.appending(path: "reelcraft.db"), StoreOptions(isReadOnly: true))
    }

    /// Lets go of the database's files; the lock beside it is closed with the store itself.
    func close() throws {
        try store.close()
        opened.withLock { $0 = nil }
    }

    func reopen() throws {
        let store = try Self.open(service)
        opened.withLock { $0 = store }
    }

    /// How the job must end, since it is known now.
    func expect(_ id: JobID, to end: JobStatus) {
        state.withLock { $0.expected[id] = end }
    }

    /// Accepts a small job of its own words, so that nothing of it is in the cache.
    func accept(_ number: Int, scenes: Int = 4, expecting status: JobStatus = .completed) async throws -> JobID {
        let words = (1...scenes).map { scene in
            #"{"script": "This is scene \#(scene) of job number \#(number), with a few words of its own."}"#
        }
        let body =
            #"{"quality": "draft", "script": {"title": "Job \#(number)", "scenes": [\#(words.joined(separator: ","))]}}"#
        let answer = try await service.post("/api/generate-video", json: body)
        guard answer.status == 202, let id = (answer.object["job_id"] as? String).flatMap(JobID.init(rawValue:)) else {
            throw Unexpected(what: "\(answer.status) \(String(decoding: answer.body, as: UTF8.self))")
        }
        state.withLock { $0.expected[id] = status }
        return id
    }

    func job(_ id: JobID) throws -> Job {
        try #require(try store.job(id))
    }

    /// Waits until the job has passed a percent, or has ended.
    func waitFor(_ progress: Int, _ id: JobID) async throws {
        try await eventually(within: .seconds(180), "\(id) to reach \(progress)") {
            let job = try self.job(id)
            return job.status.isFinal || (job.status == .processing && job.progress >= progress)
        }
    }

    func waitForEnd(_ id: JobID) async throws {
        try await eventually(within: .seconds(240), "\(id) to end") { try self.job(id).status.isFinal }
    }

    /// Measures from `instant` to the job's next claim.
    func noteNextClaim(of id: JobID, after instant: Date) async throws -> Double {
        var start: Date?
        try await eventually(within: .seconds(120), "\(id) to be claimed again") {
            start = try self.store.attempts(of: id)?.last { $0.startedAt > instant }?.startedAt
            return try start != nil || self.job(id).status.isFinal
        }
        guard let start else { return 0 }
        let seconds = start.timeIntervalSince(instant)
        state.withLock { $0.restarts.append(seconds) }
        return seconds
    }

    /// Measures from `instant` to the next claim of whichever job; nothing when there is none to claim any more.
    func noteNextClaim(after instant: Date) async throws {
        let ids = state.withLock { Array($0.expected.keys) }
        var start: Date?
        try await eventually(within: .seconds(60), "any job to be claimed again") {
            start = try ids.compactMap { try self.store.attempts(of: $0)?.last?.startedAt }.filter { $0 > instant }
                .min()
            return try start != nil || self.hasEnded()
        }
        if let start { state.withLock { $0.restarts.append(start.timeIntervalSince(instant)) } }
    }

    /// Whether every accepted job has.
    func hasEnded() throws -> Bool {
        try state.withLock { Array($0.expected.keys) }.allSatisfy { try job($0).status.isFinal }
    }

    /// Seconds to the next claim.
    var medianRestart: Double {
        let restarts = state.withLock { $0.restarts.sorted() }
        return restarts.isEmpty ? 0 : restarts[restarts.count / 2]
    }

    /// Entries of the cache, each by the inode of its list: another inode is another making.
    func cacheEntries() -> [String: UInt64] {
        let root = service.home.appending(path: "cache").path
        var entries: [String: UInt64] = [:]
        for kind in (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? [] {
            for entry in (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(kind)")) ?? []
            where !entry.hasPrefix(".") {
                var status = stat()
                if stat("\(root)/\(kind)/\(entry)/digests.json", &status) == 0 {
                    entries[entry] = UInt64(status.st_ino)
                }
            }
        }
        return entries
    }

    /// Counts what stood in the cache before and is another one now.
    func compare(_ before: [String: UInt64]) {
        let now = cacheEntries()
        state.withLock {
            $0.entries += before.count
            $0.madeAgain += before.count { key, inode in now[key].map { $0 != inode } ?? false }
        }
    }

    /// After everything has ended: no job lost, none done twice, none stuck, nothing left lying about.
    func audit(_ name: String) async throws {
        let expected = state.withLock { $0.expected }
        for id in expected.keys { try await waitForEnd(id) }
        try await eventually(within: .seconds(20), "work folders to go") { self.leftOvers().isEmpty }
        var stuck = 0
        var twice = 0
        for (id, status) in expected {
            let job = try job(id)
            if job.status != status {
                stuck += 1
                Issue.record("\(id) is \(job.status), not \(status): \(job.errorMessage ?? "") \(job.progressMessage)")
            }
            #expect((job.videoID != nil) == (job.status == .completed))
            if try #require(try store.attempts(of: id)).count(where: { $0.outcome == .completed }) > 1 { twice += 1 }
        }
        let completed = expected.values.count { $0 == .completed }
        let videos = try store.videos(page: Page(limit: 1000)).items
        #expect(videos.count == completed)
        let stems = videos.compactMap { $0.filePath?.split(separator: "/").last?.dropLast(4) }
        let files = stems.flatMap { stem in OutputNames.endings.map { "\(stem).\($0)" } }
        let streams = stems.map { HLSFile.folder(String($0)) }
        let strays = Set(service.outputs()).subtracting(files).subtracting(streams)
        #expect(Set(files).isSubset(of: service.outputs()))
        #expect(try store.integrityProblems() == [])
        let total = try store.jobs(status: nil, page: Page(limit: 1)).total
        let (restarts, again, entries) = state.withLock { ($0.restarts.sorted(), $0.madeAgain, $0.entries) }
        let share = entries == 0 ? 0 : 100 * Double(again) / Double(entries)
        print(
            "chaos \(name), seed \(Chaos.seed): accepted \(expected.count), lost \(expected.count - total), done twice "
                + "\(twice), stuck \(stuck), stray files \(strays.count)"
                + (restarts.isEmpty
                    ? ""
                    : String(
                        format: "; to the next claim median %.2f s, worst %.2f s", restarts[restarts.count / 2],
                        restarts[restarts.count - 1]))
                + String(format: "; finished work made again %.1f %%", share))
        #expect(total == expected.count && twice == 0)
        #expect(strays.isEmpty, "\(strays)")
    }

    /// Work folders of attempts, attempts and encoders.
    func leftOvers() -> [String] {
        let work = service.home.appending(path: "work")
        let runners = (try? FileManager.default.contentsOfDirectory(atPath: work.path)) ?? []
        return runners.flatMap { runner in
            (try? FileManager.default.contentsOfDirectory(atPath: work.appending(path: runner).path)) ?? []
        } + service.encoders() + service.attempts().map { "attempt \($0)" }
    }
}

/// Processes of this service, found by their arguments.
extension Service {
    /// Process ids whose command line holds all the words.
    func processes(_ words: String...) -> [Int32] {
        let ids = (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.compactMap(Int32.init) ?? []
        return ids.filter { id in
            let line = (try? String(contentsOfFile: "/proc/\(id)/cmdline", encoding: .utf8)) ?? ""
            return line.contains(home.lastPathComponent) && words.allSatisfy(line.contains)
        }
    }

    /// The attempts' own processes: what starts them has been replaced by them.
    func attempts() -> [Int32] { processes("attempt", "--work-folder") }
}

/// Runs a shell line. Its working folder is the root, so that it keeps no file system busy.
func shell(_ line: String) throws {
    let process = Process()
    process.currentDirectoryURL = URL(fileURLWithPath: "/")
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", line]
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Unexpected(what: "\(line): \(process.terminationStatus)") }
}
