import Foundation
import Glibc
import ReelTestKit
import ReelTool
import Testing

/// A group is known by its leader's number, which is somebody else's once the leader was waited for.
@Suite(.timeLimit(.minutes(4))) struct ProcessGroupTests {
    /// A leader that leaves a process behind in its group.
    private func leaderWithStraggler(_ folder: URL) async throws -> (leader: pid_t, straggler: pid_t) {
        let file = folder.appending(path: "straggler")
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        posix_spawnattr_setpgroup(&attributes, 0)
        let script = "sleep 1000 >/dev/null 2>&1 & echo $! > '\(file.path)'"
        var arguments: [UnsafeMutablePointer<CChar>?] =
            ["sh", "-c", script].map { (word: String) in strdup(word) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var environment: [UnsafeMutablePointer<CChar>?] = [nil]
        var leader: pid_t = 0
        try #require(posix_spawn(&leader, "/bin/sh", nil, &attributes, &arguments, &environment) == 0)
        var straggler: pid_t?
        try await eventually("the straggler") {
            straggler = (try? String(contentsOf: file, encoding: .utf8)).flatMap { pid_t($0.dropLast()) }
            return straggler != nil
        }
        return (leader, try #require(straggler))
    }

    @Test func theGroupOfALeaderThatWasWaitedForIsNotSignalled() async throws {
        try await withTemporaryFolder { folder in
            let (leader, straggler) = try await leaderWithStraggler(folder)
            defer { kill(straggler, SIGKILL) }
            let group = ProcessGroup(leader: leader)
            await group.leaderEnded()
            // Ended, but not waited for: the number is still its own.
            #expect(group.send(SIGCONT))
            #expect(waitpid(leader, nil, 0) == leader)
            #expect(!group.send(SIGKILL))
            #expect(kill(straggler, 0) == 0 && !isZombie(straggler))
        }
    }

    @Test func aGroupThatWasReleasedIsNotSignalled() async throws {
        try await withTemporaryFolder { folder in
            let (leader, straggler) = try await leaderWithStraggler(folder)
            defer {
                kill(straggler, SIGKILL)
                waitpid(leader, nil, 0)
            }
            let group = ProcessGroup(leader: leader)
            group.release()
            #expect(!group.send(SIGKILL))
            #expect(kill(straggler, 0) == 0 && !isZombie(straggler))
        }
    }

    /// Since a group whose leader was waited for is not signalled, this also shows that the tool ends the group before.
    @Test(arguments: ["true", "exit 3", "kill -9 $$"])
    func whoeverOutlivesTheLeaderIsEnded(_ end: String) async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "straggler")
            let script = "trap '' TERM; sleep 1000 >/dev/null 2>&1 </dev/null & echo $! > '\(file.path)'; \(end)"
            _ = try? await Tool.run(ToolCommand("sh", ["-c", script], ownsProcessGroup: true))
            let straggler = try #require(pid_t(try String(contentsOf: file, encoding: .utf8).dropLast()))
            try await eventually("its end") { kill(straggler, 0) != 0 || isZombie(straggler) }
        }
    }

    /// The child has closed its output and works on; it is heard to its end, and ended when asked to.
    @Test func aLeaderThatClosedItsOutputCanBeCancelled() async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "leader")
            let script = "exec >/dev/null 2>&1 </dev/null; echo $$ > '\(file.path)'; sleep 1000"
            let task = Task { try await Tool.run(ToolCommand("sh", ["-c", script], ownsProcessGroup: true)) }
            var leader: pid_t?
            try await eventually("the leader") {
                leader = (try? String(contentsOf: file, encoding: .utf8)).flatMap { pid_t($0.dropLast()) }
                return leader != nil
            }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            let ended = try #require(leader)
            try await eventually("its end") { kill(ended, 0) != 0 || isZombie(ended) }
        }
    }

    private func isZombie(_ pid: pid_t) -> Bool {
        let status = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)
        return status?.split(separator: ")").last?.hasPrefix(" Z") ?? true
    }
}
