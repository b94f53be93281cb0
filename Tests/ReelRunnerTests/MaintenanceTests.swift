import Configuration
import Foundation
import Glibc
import Logging
import ReelCache
import ReelCore
import ReelDB
import ReelRunner
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
            let lock = RunnerLock.holdFolder(locked)
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

    @Test func whatIsYoungIsLeftAlone() async throws {
        try await withHome { home in
            let files = [
                try home.make("work/nobody/claim"), try home.make("cache/ab/.removing-1"),
                try home.write("outputs/stray-12345678.mp4"),
            ]
            await Sweeper(layout: home.layout, store: AsyncStore(home.store), logger: silent).sweep()
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
            }
            try await home.maintenance().runOnce()
            #expect(try gone.allSatisfy { try home.store.job($0) == nil })
            #expect(try kept.allSatisfy { try home.store.job($0) != nil })
            #expect(try home.store.videos(page: Page(limit: 9)).total == 2)

            try await home.maintenance(["keep.videos": 30]).runOnce()
            #expect(try home.store.videos(page: Page(limit: 9)).items.map(\.filePath) == ["outputs/of-29-days.mp4"])
            #expect(!home.isThere(home.layout.outputs.appending(path: "of-31-days.mp4")))
            #expect(home.isThere(home.layout.outputs.appending(path: "of-29-days.mp4")))
            #expect(try kept.allSatisfy { try home.store.job($0) != nil })
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
    var sweeper: Sweeper { Sweeper(layout: layout, store: AsyncStore(store), logger: silent, patience: -10) }

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
