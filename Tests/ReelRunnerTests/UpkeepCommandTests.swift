import Foundation
import Glibc
import ReelCore
import ReelDB
import ReelStore
import ReelTestKit
import Testing

/// `ReelRunner backup` and `ReelRunner doctor`, as somebody types them.
@Suite(.timeLimit(.minutes(2))) struct UpkeepCommandTests {
    @Test func backupIsAWholeCopyWhileOthersWrite() async throws {
        try await withTemporaryFolder { folder in
            let store = try StoreEngines.open(folder.appending(path: "reelcraft.db"))
            let first = try store.createJob(JobRequest(url: "https://example.org/first"))
            let copy = folder.appending(path: "copy.db")
            let writing = Task {
                while !Task.isCancelled { _ = try store.createJob(JobRequest(url: "https://example.org/more")) }
            }
            defer { writing.cancel() }
            let (status, output) = try await run(["backup", copy.path], in: folder)
            #expect(status == 0, "\(output)")
            #expect(output.contains("whole copy"))
            #expect(try StoreEngines.inspector(of: copy).integrityProblems().isEmpty)
            #expect(try StoreEngines.open(copy, StoreOptions(isReadOnly: true)).job(first.id) == first)

            let (second, refusal) = try await run(["backup", copy.path], in: folder)
            #expect(second != 0 && refusal.contains("exists already"))
        }
    }

    @Test func backupOfNothingIsRefused() async throws {
        try await withTemporaryFolder { folder in
            let (status, output) = try await run(["backup", folder.appending(path: "copy.db").path], in: folder)
            #expect(status != 0 && output.contains("REEL_DATABASE"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["log"])
        }
    }

    @Test func doctorLooksAndMakesNothing() async throws {
        try await withTemporaryFolder { folder in
            let (status, output) = try await run(["doctor"], in: folder, home: "var")
            #expect(status == 1)
            #expect(output.contains("MISSING  REEL_HOME") && output.contains("MISSING  database"), "\(output)")
            #expect(output.contains("Set REEL_HOME") && output.contains("Set REEL_DATABASE"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["log"])
        }
    }

    /// A daemon that nobody asked for would work off the queue beside the one that runs.
    @Test func withoutACommandTheHelpIsPrintedAndNothingStarted() async throws {
        try await withTemporaryFolder { folder in
            let (status, output) = try await run([], in: folder)
            #expect(status == 64 && output.contains("USAGE: ReelRunner <subcommand>"), "\(output)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["log"])
        }
    }

    @Test func doctorTellsAWholeDatabaseFromADamagedOne() async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "reelcraft.db")
            do {
                let store = try StoreEngines.open(file)
                for number in 0..<200 { _ = try store.createJob(JobRequest(url: "https://example.org/\(number)")) }
                try store.close()
            }
            let (_, healthy) = try await run(["doctor"], in: folder)
            #expect(healthy.contains("\(file.path), whole"), "\(healthy)")

            // A page in the middle is overwritten, as a bad disk would.
            let handle = try FileHandle(forUpdating: file)
            let size = try handle.seekToEnd()
            try handle.seek(toOffset: size / 2 / 4096 * 4096)
            try handle.write(contentsOf: Data(repeating: 0xA5, count: 4096))
            try handle.close()
            let (status, damaged) = try await run(["doctor"], in: folder)
            #expect(status == 1)
            #expect(damaged.contains("MISSING  database") && damaged.contains("ReelRunner backup"), "\(damaged)")
        }
    }

    private func run(
        _ arguments: [String], in folder: URL, home: String = "."
    ) async throws -> (Int32, String) {
        let program = try BuiltProgram(
            "ReelRunner", arguments: arguments,
            environment: [
                "REEL_HOME": folder.appending(path: home).path,
                "REEL_DATABASE": folder.appending(path: "reelcraft.db").path,
            ],
            log: folder.appending(path: "log"))
        let status = await program.exit()
        return (status, program.output)
    }
}
