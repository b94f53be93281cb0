import Foundation
import ReelCore
import ReelRunner
import ReelTestKit
import Testing

/// `ReelRunner up` itself, with the real programs and nginx.
@Suite(.timeLimit(.minutes(5)), .serialized) struct UpCommandTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "../../..").standardizedFileURL

    /// Whichever of them are killed, also all at once, come back; SIGTERM ends everything.
    @Test func killedProcessesComeBackAndSigtermEndsAll() async throws {
        try await withTemporaryFolder { folder in
            let up = try Up(in: folder)
            try await up.untilReady()
            // One of each first, then all of them.
            for victims in Up.names.map({ [$0] }) + [Up.names] {
                let before = up.processes()
                for name in victims { kill(try #require(before[name]), SIGKILL) }
                try await eventually(within: .seconds(20), "\(victims) to come back") {
                    let now = up.processes()
                    return Up.names.allSatisfy { now[$0] != nil && (now[$0] != before[$0]) == victims.contains($0) }
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
            let first = try Up(in: folder)
            try await first.untilReady()
            let processes = first.processes().values
            first.program.send(SIGKILL)
            _ = await first.program.exit()
            try await eventually(within: .seconds(30), "the children to end") {
                !processes.contains { kill($0, 0) == 0 }
            }
            let second = try Up(in: folder, port: first.port)
            try await second.untilReady()
            second.program.send(SIGINT)
            #expect(await second.program.exit() == 130)
        }
    }

    @Test func whatCannotBeStartedIsSaid() async throws {
        try await withTemporaryFolder { folder in
            let up = try Up(in: folder)
            try await up.untilReady()
            let same = try Up(in: folder, port: up.port)
            #expect(await same.program.exit() == 1)
            #expect(
                same.program.output.contains("ReelCraft runs already with this REEL_HOME: http://127.0.0.1:\(up.port)"))
            let other = folder.appending(path: "b", directoryHint: .isDirectory)
            try FileManager.default.createDirectory(at: other, withIntermediateDirectories: true)
            let taken = try Up(in: other, port: up.port)
            #expect(await taken.program.exit() == 1)
            #expect(taken.program.output.contains("Port \(up.port) is taken"), "\(taken.program.output)")
            let long = try Up(in: other, home: "/tmp/" + String(repeating: "h", count: 80))
            #expect(await long.program.exit() == 1)
            #expect(long.program.output.contains("at most 76 bytes"), "\(long.program.output)")
            let absent = try Up(in: other, settings: ["REEL_LISTEN": "192.0.2.1"])
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
                root: Self.root, home: HomeLayout(root: folder), listen: listen, hosts: ["a.example", "*.b.example"],
                cacheScope: scope)
            try site.write()
            let file = folder.appending(path: "nginx/nginx.conf")
            let own = try String(contentsOf: file, encoding: .utf8)
            let script = Process()
            script.executableURL = URL(fileURLWithPath: "/bin/bash")
            script.currentDirectoryURL = Self.root
            script.environment = [
                "REEL_HOSTS": "a.example,*.b.example", "REEL_CACHE_SCOPE": scope.rawValue, "PATH": "/usr/bin:/bin",
            ]
            script.arguments = [
                "-c", #". scripts/lib.sh; . scripts/nginx.sh; prepare_nginx "$0" "$1" "$2""#, folder.path,
                Self.root.appending(path: "web").path, "\(listen)",
            ]
            try script.run()
            script.waitUntilExit()
            #expect(try String(contentsOf: file, encoding: .utf8) == own)
            #expect(own.contains("set $reel_cache_scope \(scope.rawValue);"))
        }
    }
}

/// A service that `up` runs.
private struct Up {
    static let names = ["nginx", "ReelFCGI", "ReelRunner", "ReelBridge"]

    let program: BuiltProgram
    let port: Int
    private let home: URL

    init(in folder: URL, port: Int? = nil, home: String? = nil, settings: [String: String] = [:]) throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../..")
        self.home = URL(fileURLWithPath: home ?? folder.path, isDirectory: true)
        self.port = port ?? Int.random(in: 20_000...30_000)
        program = try BuiltProgram(
            "ReelRunner", arguments: ["up", "--no-sample", "--root", root.standardizedFileURL.path],
            environment: [
                "REEL_HOME": self.home.path, "REEL_DATABASE": folder.appending(path: "r.db").path,
                "REEL_PORT": String(self.port), "REEL_DISK_RESERVE": "1",
            ].merging(settings) { $1 },
            log: folder.appending(path: "log-\(UInt16.random(in: 0...9_999))"))
    }

    /// Those that `up` has started, by their programs.
    func processes() -> [String: pid_t] {
        let path = "/proc/\(program.processID)/task"
        var found: [String: pid_t] = [:]
        for thread in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] {
            let children = (try? String(contentsOfFile: "\(path)/\(thread)/children", encoding: .utf8)) ?? ""
            for child in children.split(separator: " ").compactMap({ pid_t($0) }) {
                let line = (try? String(contentsOfFile: "/proc/\(child)/cmdline", encoding: .utf8)) ?? ""
                // setpriv names it too, just before it becomes it.
                guard !line.hasPrefix("setpriv"), let name = Self.names.first(where: line.contains) else { continue }
                found[name] = child
            }
        }
        return found
    }

    /// All answer: the API through nginx, the bridge and the runner by their socket and lock.
    func untilReady() async throws {
        try await eventually(within: .seconds(60), "the service to come up") {
            try #require(program.isRunning, "\(program.output)")
            let processes = processes()
            let isUp = Readiness.port(ListenAddress(host: "127.0.0.1", port: port)).holds(of: 0)
            guard isUp, let runner = processes["ReelRunner"], processes.count == 4 else { return false }
            let layout = HomeLayout(root: home)
            return Readiness.socket(layout.responderSocket.path).holds(of: 0)
                && Readiness.socket(layout.bridgeSocket.path).holds(of: 0)
                && Readiness.lock(in: layout.runners).holds(of: runner)
        }
        // What the test saw, up sees 25 ms later at the latest; only then a death is that of a process that had come up.
        try await Task.sleep(for: .milliseconds(200))
    }
}
