import Foundation
import ReelCore
import ReelRunner
import ReelTestKit
import Testing

/// `ReelRunner up` itself, with the real programs and nginx.
@Suite(.timeLimit(.minutes(5)), .serialized) struct UpCommandTests {
    /// Whichever of them are killed, also all at once, come back; SIGTERM ends everything.
    @Test func killedProcessesComeBackAndSigtermEndsAll() async throws {
        try await withTemporaryFolder { folder in
            let up = try UpWorld(in: folder)
            try await up.untilReady()
            // One of each first, then all of them.
            for victims in UpWorld.names.map({ [$0] }) + [UpWorld.names] {
                let before = up.processes()
                for name in victims { kill(try #require(before[name]), SIGKILL) }
                try await eventually(within: .seconds(20), "\(victims) to come back") {
                    let now = up.processes()
                    return UpWorld.names.allSatisfy {
                        now[$0] != nil && (now[$0] != before[$0]) == victims.contains($0)
                    }
                }
                try await up.untilReady()
            }
            let last = up.processes().values
            #expect(up.program.output.contains("it is started again in 0.2 s"))
            #expect(!up.program.output.contains("it is started again in 0.4 s"), "\(up.program.output)")
            up.program.send(SIGTERM)
            #expect(await up.program.exit() == 143)
            #expect(!last.contains { kill($0, 0) == 0 })
            #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "run/address").path))
        }
    }

    /// Even SIGKILL leaves nothing that holds the port or the home: the next start works.
    @Test func killedItselfItLeavesNothing() async throws {
        try await withTemporaryFolder { folder in
            let first = try UpWorld(in: folder)
            try await first.untilReady()
            let processes = first.processes().values
            first.program.send(SIGKILL)
            _ = await first.program.exit()
            try await eventually(within: .seconds(30), "the children to end") {
                !processes.contains { kill($0, 0) == 0 }
            }
            let second = try UpWorld(in: folder, port: first.port)
            try await second.untilReady()
            second.program.send(SIGINT)
            #expect(await second.program.exit() == 130)
        }
    }

    @Test func whatCannotBeStartedIsSaid() async throws {
        try await withTemporaryFolder { folder in
            let up = try UpWorld(in: folder)
            try await up.untilReady()
            let same = try UpWorld(in: folder, port: up.port)
            #expect(await same.program.exit() == 1)
            #expect(
                same.program.output.contains("ReelCraft runs already with this REEL_HOME: http://127.0.0.1:\(up.port)"))
            let other = folder.appending(path: "b", directoryHint: .isDirectory)
            try FileManager.default.createDirectory(at: other, withIntermediateDirectories: true)
            let taken = try UpWorld(in: other, port: up.port)
            #expect(await taken.program.exit() == 1)
            #expect(taken.program.output.contains("Port \(up.port) is taken"), "\(taken.program.output)")
            let long = try UpWorld(in: other, home: "/tmp/" + String(repeating: "h", count: 80))
            #expect(await long.program.exit() == 1)
            #expect(long.program.output.contains("at most 76 bytes"), "\(long.program.output)")
            let absent = try UpWorld(in: other, settings: ["REEL_LISTEN": "192.0.2.1"])
            #expect(await absent.program.exit() == 1)
            #expect(absent.program.output.contains("REEL_LISTEN"), "\(absent.program.output)")
            up.program.send(SIGTERM)
            #expect(await up.program.exit() == 143)
        }
    }

    /// One renders in Swift, the other in the shell, for checks that run before anything is built.
    @Test(arguments: NginxConfiguration.CacheScope.allCases) func theConfigurationIsThatOfTheScripts(
        scope: NginxConfiguration.CacheScope
    ) async throws {
        try await withTemporaryFolder { folder in
            let listen = ListenAddress(host: "127.0.0.1", port: 8_123)
            let site = NginxConfiguration(
                root: UpWorld.root, home: HomeLayout(root: folder), listen: listen,
                hosts: ["a.example", "*.b.example"],
                cacheScope: scope)
            try site.write()
            let file = folder.appending(path: "nginx/nginx.conf")
            let own = try String(contentsOf: file, encoding: .utf8)
            let script = Process()
            script.executableURL = URL(fileURLWithPath: "/bin/bash")
            script.currentDirectoryURL = UpWorld.root
            script.environment = [
                "REEL_HOSTS": "a.example,*.b.example", "REEL_CACHE_SCOPE": scope.rawValue, "PATH": "/usr/bin:/bin",
            ]
            script.arguments = [
                "-c", #". scripts/lib.sh; . scripts/nginx.sh; prepare_nginx "$0" "$1" "$2""#, folder.path,
                UpWorld.root.appending(path: "web").path, "\(listen)",
            ]
            try script.run()
            script.waitUntilExit()
            #expect(try String(contentsOf: file, encoding: .utf8) == own)
            #expect(own.contains("set $reel_cache_scope \(scope.rawValue);"))
        }
    }
}
