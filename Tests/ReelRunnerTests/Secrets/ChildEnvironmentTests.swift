import Foundation
import ReelCore
import ReelDB
import ReelStore
import ReelTestKit
import Testing

/// What the children of a process that has keys find in their environment, by real children.
@Suite(.timeLimit(.minutes(2))) struct ChildEnvironmentTests {
    private static let keys = [
        "REEL_LLM_KEY": "key-of-the-model", "REEL_SPEECH_KEY": "key-of-the-voice",
        "REEL_PEXELS_KEY": "key-of-the-library",
    ]

    @Test func toolsInheritNoSettings() async throws {
        try await withTemporaryFolder { folder in
            let seen = folder.appending(path: "seen")
            try script("ffmpeg", "env >>'\(seen.path)'", in: folder)
            let program = try BuiltProgram(
                "ReelRunner", arguments: ["doctor"],
                environment: Self.keys.merging([
                    "REEL_HOME": folder.path, "PATH": "\(folder.path):/usr/bin:/bin", "LC_ALL": "C.UTF-8",
                    "CREDENTIALS_DIRECTORY": folder.path, "AWS_SECRET_ACCESS_KEY": "not-ours-either",
                ]) { $1 }, log: folder.appending(path: "log"))
            _ = await program.exit()
            let environment = try String(contentsOf: seen, encoding: .utf8)
            #expect(environment.contains("LC_ALL=C.UTF-8") && environment.contains("PATH=\(folder.path)"))
            for word in ["REEL_", "key-of", "CREDENTIALS", "SECRET"] {
                #expect(!environment.contains(word), "\(environment)")
            }
        }
    }

    @Test func anAttemptGetsTheKeysAndNeitherTheDatabaseNorTheDaemonsSettings() async throws {
        try await withTemporaryFolder { folder in
            let seen = folder.appending(path: "seen")
            let attempt = try script("attempt", "env >'\(seen.path)'; cat >/dev/null; exit 1", in: folder)
            let database = folder.appending(path: "reelcraft.db")
            _ = try StoreEngines.open(database).createJob(JobRequest(url: "https://example.org/a"))
            let program = try BuiltProgram(
                "ReelRunner", arguments: ["run", "--attempt-program", attempt.path],
                environment: Self.keys.merging([
                    "REEL_HOME": folder.path, "REEL_DATABASE": database.path, "REEL_JOBS": "1",
                    "REEL_DISK_RESERVE": "1",
                    "REEL_FCGI_WORKERS": "2", "REEL_NARRATE_SPEED": "1.5", "AWS_SECRET_ACCESS_KEY": "not-ours",
                ]) { $1 }, log: folder.appending(path: "log"))
            try await eventually("the attempt") { (try? Data(contentsOf: seen).isEmpty) == false }
            program.send(SIGTERM)
            _ = await program.exit()
            let lines = try String(contentsOf: seen, encoding: .utf8).split(separator: "\n")
            let names = Set(
                lines.map { $0.prefix { $0 != "=" } }.filter { $0.hasPrefix("REEL_") || $0.hasPrefix("AWS") })
            #expect(names == ["REEL_HOME", "REEL_LLM_KEY", "REEL_SPEECH_KEY", "REEL_PEXELS_KEY", "REEL_NARRATE_SPEED"])
        }
    }

    /// Each process of `up`, by what the kernel says it was started with.
    @Test func theProcessesOfUpGetTheirOwnSettingsOnly() async throws {
        try await withTemporaryFolder { folder in
            let settings = Self.keys.merging([
                "REEL_FCGI_WORKERS": "2", "REEL_BRIDGE_PING_SECONDS": "20", "REEL_JOBS": "1",
                "REEL_FINISH_TRUEPEAK": "-2",
            ]) { $1 }
            let up = try UpWorld(in: folder, settings: settings)
            try await up.untilReady()
            let processes = up.processes()
            func names(of name: String) throws -> Set<String> {
                let data = try Data(contentsOf: URL(filePath: "/proc/\(try #require(processes[name]))/environ"))
                let all = data.split(separator: 0).map { String(decoding: $0, as: UTF8.self).prefix { $0 != "=" } }
                return Set(all.map(String.init).filter { $0.hasPrefix("REEL_") })
            }
            let shared: Set = ["REEL_HOME", "REEL_DATABASE"]
            #expect(try names(of: "nginx") == [])
            #expect(
                try names(of: "ReelFCGI") == shared.union(["REEL_FCGI_WORKERS", "REEL_DISK_RESERVE", "REEL_HOSTS"]))
            #expect(try names(of: "ReelBridge") == shared.union(["REEL_BRIDGE_PING_SECONDS", "REEL_HOSTS"]))
            #expect(
                try names(of: "ReelRunner")
                    == shared.union([
                        "REEL_LLM_KEY", "REEL_SPEECH_KEY", "REEL_PEXELS_KEY", "REEL_JOBS", "REEL_DISK_RESERVE",
                        "REEL_FETCH_ALLOW",
                    ]))
            // Nobody but up sees it.
            #expect(up.program.output.contains("REEL_FINISH_TRUEPEAK is no setting"), "\(up.program.output)")
            up.program.send(SIGTERM)
            _ = await up.program.exit()
        }
    }

    @discardableResult
    private func script(_ name: String, _ text: String, in folder: URL) throws -> URL {
        let file = folder.appending(path: name)
        try Data("#!/bin/sh\n\(text)\n".utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
        return file
    }
}
