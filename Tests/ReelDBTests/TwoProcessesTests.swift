import Foundation
import GRDB
import ReelCore
import ReelDB
import ReelStore
import ReelTestKit
import Testing

/// Processes share the database as they do in earnest. The other process is this test program once more, told by its
/// environment to write until it is done or dead.
@Suite struct TwoProcessesTests {
    private static let fileKey = "REEL_TEST_WRITE_TO"
    private static let countKey = "REEL_TEST_WRITE_COUNT"
    private static let isOther = ProcessInfo.processInfo.environment[fileKey] != nil

    /// What the other process does.
    @Test(.enabled(if: isOther, "only in the process that the other tests start")) func writeAsTheOtherProcess() throws
    {
        let environment = ProcessInfo.processInfo.environment
        let store = try SQLiteStore(
            path: URL(fileURLWithPath: try #require(environment[Self.fileKey])), busyTimeout: .seconds(30))
        for _ in 0..<(environment[Self.countKey].flatMap(Int.init) ?? .max) {
            _ = try store.createJob(JobRequest(url: "https://example.org/other"))
        }
    }

    @Test(.enabled(if: !isOther)) func twoProcessesWriteAtOnceAndNothingIsLost() async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "reelcraft.db")
            let other = try startOther(writingTo: file, count: 100)
            // Both are first: whoever opens the writeLock makes the database.
            let store = try SQLiteStore(path: file, busyTimeout: .seconds(30))
            try await eventually("the other process writes") { try total(store) > 0 }
            for _ in 0..<100 { _ = try store.createJob(JobRequest(url: "https://example.org/this")) }
            try await eventually("the other process ends") { !other.isRunning }
            #expect(other.terminationStatus == 0)
            #expect(try total(store) == 200)
            try expectSound(store)
        }
    }

    @Test(.enabled(if: !isOther)) func aProcessKilledWhileWritingLeavesTheGateOpenAndTheDatabaseSound() async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "reelcraft.db")
            let store = try SQLiteStore(path: file, busyTimeout: .seconds(30))
            for round in 1...3 {
                let before = try total(store)
                let other = try startOther(writingTo: file, count: nil)
                try await eventually("the other process writes") { try total(store) > before + 5 * round }
                kill(other.processIdentifier, SIGKILL)
                try await eventually("the other process ends") { !other.isRunning }
                #expect(other.terminationReason == .uncaughtSignal)
                _ = try store.createJob(JobRequest(url: "https://example.org/this"))
                try expectSound(store)
            }
        }
    }

    private func total(_ store: SQLiteStore) throws -> Int {
        try store.jobs(status: nil, page: Page(limit: 0)).total
    }

    private func expectSound(_ store: SQLiteStore) throws {
        let answers = try store.read("checking the database") { db in
            (
                try String.fetchAll(db, sql: "PRAGMA integrity_check"),
                try Int.fetchOne(db, sql: "SELECT count(*) FROM jobs")
            )
        }
        #expect(answers.0 == ["ok"])
        #expect(answers.1 == (try total(store)))
    }

    private func startOther(writingTo file: URL, count: Int?) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["--testing-library", "swift-testing", "--filter", "writeAsTheOtherProcess"]
        process.environment = ProcessInfo.processInfo.environment.merging(
            [Self.fileKey: file.path(percentEncoded: false), Self.countKey: count.map(String.init) ?? ""]
        ) { $1 }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }
}
