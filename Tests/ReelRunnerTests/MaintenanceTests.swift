import Configuration
import Foundation
import Glibc
import Logging
import ReelCache
import ReelCore
import ReelDB
import ReelOutputs
import ReelRunner
import ReelSignals
import ReelStore
import ReelTestKit
import Testing

/// What is swept and dropped, and what is left alone.
@Suite struct MaintenanceTests {
    @Test func workFoldersOfTheLivingStay() async throws {
        try await withHome { home in
            let liveness = try RunnerLiveness(layout: home.layout)
            defer { liveness.leave() }
            let living = try home.make("work/\(liveness.id)/claim")
            let dead = try home.make("work/nobody/claim")
            let locked = try home.make("work/make-1")
            let lock = FolderLock.hold(locked)
            defer { close(lock) }
            let halfRemoved = try home.make("cache/ab/.removing-1")
            let entry = try home.make("cache/ab/abcd")
            await home.sweeper.sweep()
            #expect([living, dead, locked, halfRemoved, entry].map(home.isThere) == [true, false, true, false, true])
        }
    }

    @Test func filesAreSweptWhenNoRowAndNoCurrentClaimNamesThem() async throws {
        try await withHome { home in
            let store = home.store
            _ = try store.createJob(JobRequest(url: "https://example.org/a"))
            let claim = try #require(try store.claimNext(by: RunnerID(), lease: .seconds(3600)))
            let published = try ["vtt", "mp4"].map {
                try home.write("outputs/reel-\(claim.id.rawValue.prefix(8)).\($0)")
            }
            let stray = try home.write("outputs/stray-12345678.mp4")
            await home.sweeper.sweep()
            #expect(published.map(home.isThere) == [true, true] && !home.isThere(stray))

            _ = try store.complete(claim.id, with: home.video("outputs/reel-\(claim.id.rawValue.prefix(8)).mp4"))
            await home.sweeper.sweep()
            #expect(published.map(home.isThere) == [true, true])
            let id = try #require(try store.videos(page: Page(limit: 1)).items.first?.id)
            _ = try store.deleteVideo(id)
            await home.sweeper.sweep()
            #expect(published.map(home.isThere) == [false, false])
        }
    }

    /// Two strangers' claims may begin with the same letters: a file is spared for its own claim only.
    @Test func aFileIsNotSparedForAClaimThatBeginsLikeItsOwn() async throws {
        try await withHome { home in
            _ = try home.store.createJob(JobRequest(url: "https://example.org/a"))
            let claim = try #require(try home.store.claimNext(by: RunnerID(), lease: .seconds(3600))).id
            let alike = claim.rawValue.prefix(35) + (claim.rawValue.hasSuffix("0") ? "1" : "0")
            let own = try home.write("outputs/reel-\(claim).mp4")
            let ownStream = try home.write("outputs/reel-\(claim).hls/0.m4s")
            let other = try home.write("outputs/reel-\(alike).mp4")
            let otherStream = try home.write("outputs/reel-\(alike).hls/0.m4s")
            // As versions before would have named it: it may be either's.
            let old = try home.write("outputs/reel-\(claim.rawValue.prefix(8)).vtt")
            await home.sweeper.sweep()
            #expect([own, ownStream, other, otherStream, old].map(home.isThere) == [true, true, false, false, true])
        }
    }

    @Test func whatIsYoungIsLeftAlone() async throws {
        try await withHome { home in
            let files = [
                try home.make("work/nobody/claim"), try home.make("cache/ab/.removing-1"),
                try home.write("outputs/stray-12345678.mp4"),
            ]
            await Sweeper(
                layout: home.layout, outputs: Outputs.open(home.layout), store: AsyncStore(home.store), logger: silent
            ).sweep()
            #expect(files.allSatisfy(home.isThere))
        }
    }

    @Test func recordsOfFailedAndCancelledJobsGoAfterThirtyDaysAndVideosOnlyIfASettingSaysSo() async throws {
        try await withHome { home in
            // Everything below happens so many days ago.
            func past(_ days: Double) throws -> any Store {
                var options = StoreOptions()
                options.now = { Date() - days * 86400 }
                return try StoreEngines.open(home.database, options)
            }
            var gone: [JobID] = []
            var kept: [JobID] = []
            for days in [31.0, 29] {
                let store = try past(days)
                let cancelled = try store.createJob(JobRequest(url: "https://example.org/a")).id
                _ = try store.cancel(cancelled)
                let failed = try store.createJob(JobRequest(url: "https://example.org/a")).id
                let claim = try #require(try store.claimNext(by: RunnerID(), lease: .seconds(20)))
                _ = try store.fail(
                    claim.id, with: JobFailure(stage: nil, code: "x", message: "x", isRetryable: false), retryAfter: nil
                )
                if days > 30 { gone += [cancelled, failed] } else { kept += [cancelled, failed] }
                kept.append(try store.createJob(JobRequest(url: "https://example.org/b")).id)
                let done = try #require(try store.claimNext(by: RunnerID(), lease: .seconds(20)))
                _ = try store.complete(done.id, with: home.video("outputs/of-\(Int(days))-days.mp4"))
                _ = try home.write("outputs/of-\(Int(days))-days.mp4")
                _ = try home.write("outputs/of-\(Int(days))-days.hls/index.m3u8")
            }
            try await home.maintenance().runOnce()
            #expect(try gone.allSatisfy { try home.store.job($0) == nil })
            #expect(try kept.allSatisfy { try home.store.job($0) != nil })
            #expect(try home.store.videos(page: Page(limit: 9)).total == 2)

            try await home.maintenance(["keep.videos": 30]).runOnce()
            #expect(try home.store.videos(page: Page(limit: 9)).items.map(\.filePath) == ["outputs/of-29-days.mp4"])
            #expect(!home.isThere(home.layout.outputs.appending(path: "of-31-days.mp4")))
            #expect(!home.isThere(home.layout.outputs.appending(path: "of-31-days.hls")))
            #expect(home.isThere(home.layout.outputs.appending(path: "of-29-days.mp4")))
            #expect(try kept.allSatisfy { try home.store.job($0) != nil })
        }
    }

    @Test func videosBehindManyThatCannotBeDeletedAreDeleted() async throws {
        try await withHome { home in
            // More rows than a batch has, taken over from the original and stored elsewhere.
            let rows = (1...450).map {
                "('c', 'https://example.org/c', '2020-01-01 00:00:00.000', 'cloud', 'cloud')/*\($0)*/"
            }
            try home.execute(
                "INSERT INTO videos (title, source_url, created_at, origin, storage_location) VALUES "
                    + rows.joined(separator: ","))
            var options = StoreOptions()
            options.now = { Date() - 31 * 86400 }
            let past = try StoreEngines.open(home.database, options)
            _ = try past.createJob(JobRequest(url: "https://example.org/b"))
            let claim = try #require(try past.claimNext(by: RunnerID(), lease: .seconds(20)))
            _ = try past.complete(claim.id, with: home.video("outputs/old.mp4"))
            try await home.maintenance(["keep.videos": 30]).runOnce()
            #expect(try home.store.videos(page: Page(limit: 1)).total == 450)
            #expect(try home.store.videoPaths().isEmpty)
        }
    }

    @Test func recordsOfCompletedJobsGoByASettingOfTheirOwnAndNeverBeforeTheirVideos() async throws {
        try await withHome { home in
            var ids: [JobID] = []
            for days in [91.0, 91, 89] {
                var options = StoreOptions()
                options.now = { Date() - days * 86400 }
                let past = try StoreEngines.open(home.database, options)
                ids.append(try past.createJob(JobRequest(url: "https://example.org/b")).id)
                let claim = try #require(try past.claimNext(by: RunnerID(), lease: .seconds(20)))
                _ = try past.complete(claim.id, with: home.video("outputs/\(ids.count).mp4"))
                _ = try home.write("outputs/\(ids.count).mp4")
            }
            _ = try home.store.deleteVideo(try #require(try home.store.job(ids[0])?.videoID))
            try await home.maintenance().runOnce()
            #expect(try home.store.job(ids[0]) == nil)
            #expect(try home.store.job(ids[1])?.status == .completed)
            #expect(try ids.dropFirst().map { try home.store.attempts(of: $0)?.count } == [0, 1])
            #expect(try home.store.videos(page: Page(limit: 9)).total == 2)
            try await home.maintenance(["keep.jobs": 1]).runOnce()
            #expect(try home.store.attempts(of: ids[2])?.count == 0)
        }
    }

    @Test func aNearlyFullDiskIsMadeRoomOnByWhatCanBeMadeAgain() async throws {
        try await withHome { home in
            let cache = ContentCache(root: home.layout.cache)
            let key = ContentKey(recipe: "test/1", ["a"])
            _ = try await cache.entry(key, linkedInto: home.layout.work.appending(path: "job")) {
                try Data(repeating: 1, count: 4096).write(to: $0.appending(path: "file"))
            }
            let entry = home.layout.cache.appending(path: "\(key.hex.prefix(2))/\(key.hex)")
            try FileManager.default.setAttributes([.modificationDate: Date() - 3600], ofItemAtPath: entry.path)
            try await home.maintenance(["disk.reserve": 1]).makeRoom()
            #expect(home.isThere(entry))
            // More than any disk has.
            try await home.maintenance(["disk.reserve": 1 << 40]).makeRoom()
            #expect(!home.isThere(entry))
        }
    }
}

private let silent = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

private func withHome(_ body: (Home) async throws -> Void) async throws {
    try await withTemporaryFolder { folder in try await body(Home(folder)) }
}

/// A home without a runner.
private struct Home {
    let layout: HomeLayout
    let store: any Store
    var database: URL { layout.root.appending(path: "reelcraft.db") }

    init(_ folder: URL) throws {
        layout = HomeLayout(root: folder)
        store = try StoreEngines.open(folder.appending(path: "reelcraft.db"))
    }

    /// Takes even what has just been made for old.
    var sweeper: Sweeper {
        Sweeper(
            layout: layout, outputs: Outputs.open(layout), store: AsyncStore(store), logger: silent, patience: -10)
    }

    func maintenance(_ settings: [AbsoluteConfigKey: Int] = [:]) throws -> Maintenance {
        var values: [AbsoluteConfigKey: ConfigValue] = [
            "home": .init(.string(layout.root.path), isSecret: false),
            "database": .init(.string(database.path), isSecret: false),
        ]
        for (key, value) in settings { values[key] = .init(.int(value), isSecret: false) }
        return Maintenance(
            settings: try RunnerSettings(ConfigReader(provider: InMemoryProvider(values: values))),
            store: AsyncStore(store), logger: silent)
    }

    /// Edits the database by hand.
    func execute(_ sql: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/sqlite3")
        let input = Pipe()
        process.arguments = [database.path]
        process.standardInput = input
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(sql.utf8))
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    /// Makes a folder with a file in it.
    func make(_ path: String) throws -> URL {
        let folder = layout.root.appending(path: path)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data("x".utf8).write(to: folder.appending(path: "file"))
        return folder
    }

    func write(_ path: String) throws -> URL {
        let file = layout.root.appending(path: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data("x".utf8).write(to: file)
        return file
    }

    func isThere(_ file: URL) -> Bool { FileManager.default.fileExists(atPath: file.path) }

    func video(_ path: String) -> NewVideo {
        NewVideo(
            title: "Reel", sourceURL: "https://example.org/a", filePath: path, duration: 31, sizeMB: 1,
            script: Script(title: "Reel", scenes: []))
    }
}
