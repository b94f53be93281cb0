import Foundation
import ReelRunner
import ReelTestKit
import Testing

/// Programs of a test, which note their process ids in files, so that the test waits for those and not for time.
@Suite(.timeLimit(.minutes(3)), .serialized) struct SupervisorTests {
    /// What dies comes back within a second; the log says how it ended, and has its last line, though it had no end.
    @Test func whatDiesComesBack() async throws {
        try await withPrograms(["steady": Self.steady]) { world in
            for round in 1...3 {
                let process = try await world.process("steady", number: round)
                let died = ContinuousClock.now
                kill(process, SIGKILL)
                _ = try await world.process("steady", number: round + 1)
                #expect(ContinuousClock.now - died < .seconds(1))
            }
            let log = world.log
            #expect(log.contains("steady | a last line without an end\n"), "\(log)")
            #expect(log.contains("up     | steady ended by SIGKILL after 0 s; it is started again in 0.2 s"), "\(log)")
        }
    }

    /// Starts at 0, 0.2, 0.6, 1.4 and 3 s; without ever longer pauses the fifth would be at 0.8 s.
    @Test func whatKeepsDyingBeforeItIsReadyWaits() async throws {
        let began = ContinuousClock.now
        try await withPrograms(["frail": "echo $$ >>frail.pids; exit 3"], readiness: .socket("/no/such/socket")) {
            world in
            _ = try await world.process("frail", number: 5)
            #expect(ContinuousClock.now - began > .seconds(2.5))
            #expect(world.log.contains("it is started again in 1.6 s"))
        }
    }

    /// Deaf to SIGTERM, with a child in a process group of its own that is deaf too.
    @Test func nothingStaysBehind() async throws {
        let deaf = """
            trap '' TERM INT
            set -m
            sleep 600 &
            echo $! $$ >>deaf.pids
            wait
            """
        var processes: [pid_t] = []
        try await withPrograms(["deaf": deaf, "steady": Self.steady]) { world in
            _ = try await world.process("deaf", number: 1)
            processes = try world.numbers("deaf") + [await world.process("steady", number: 1)]
            #expect(processes.count == 3)
            #expect(processes.allSatisfy(isAlive))
        }
        #expect(!processes.contains(where: isAlive))
    }

    /// A child that its leader leaves behind does not wait for the end of everything: it may hold a port or a lock.
    @Test func whatADeadLeaderLeavesBehindIsEndedBeforeTheNextStart() async throws {
        let leader = """
            set -m
            sleep 600 &
            echo $! $$ >>leader.pids
            wait
            """
        try await withPrograms(["leader": leader]) { world in
            _ = try await world.process("leader", number: 1)
            let first = try world.numbers("leader")
            kill(first[1], SIGKILL)
            _ = try await world.process("leader", number: 2)
            #expect(!isAlive(first[0]))
        }
    }

    /// Killed in the same moment, two, three or all come back, each at once.
    @Test func stormsOfKills() async throws {
        let names = ["a", "b", "c", "d"]
        let rounds = ProcessInfo.processInfo.environment["REEL_TEST_LONG"] == nil ? 20 : 100
        var random = SeededRNG(seed: 12)
        let programs = Dictionary(uniqueKeysWithValues: names.map { ($0, "echo $$ >>\($0).pids; exec sleep 600") })
        try await withPrograms(programs) { world in
            var starts = Dictionary(uniqueKeysWithValues: names.map { ($0, 1) })
            for round in 0..<rounds {
                let chosen = names.shuffled(using: &random).prefix(2 + round % 3)
                var processes: [pid_t] = []
                for name in chosen { processes.append(try await world.process(name, number: starts[name] ?? 0)) }
                for process in processes { kill(process, SIGKILL) }
                for name in chosen { starts[name, default: 0] += 1 }
                for name in chosen { _ = try await world.process(name, number: starts[name] ?? 0) }
            }
            #expect(world.log.components(separatedBy: "ended by SIGKILL").count - 1 == starts.values.reduce(-4, +))
            #expect(!world.log.contains("again in 0.4 s"))
        }
    }

    @Test func escapeSequencesDoNotReachTheTerminal() async throws {
        let noisy = #"printf 'a\033[31mred\007\n'; echo $$ >>noisy.pids; exec sleep 600"#
        try await withPrograms(["noisy": noisy]) { world in
            try await eventually("the line") { world.log.contains("noisy  | a?[31mred?\n") }
        }
    }

    private static let steady = """
        echo $$ >>steady.pids
        printf 'a last line without an end'
        exec sleep 600
        """

    private func isAlive(_ process: pid_t) -> Bool {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return false }
        return text.split(separator: ")").last?.split(separator: " ").first != "Z"
    }

    /// - Parameter programs: shell scripts by their names, run in a folder of their own.
    private func withPrograms(
        _ programs: [String: String], readiness: Readiness? = nil, _ body: (ShellWorld) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            let world = ShellWorld(folder: folder)
            let file = open(world.logFile.path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
            defer { close(file) }
            let supervisor = Supervisor(
                programs.map { name, script in
                    let text = "cd '\(folder.path)'\n\(script)\n"
                    let command = ProgramCommand(
                        "/bin/bash", ["-c", text], environment: ["PATH": "/usr/bin:/bin"])
                    return SupervisedProgram(name, command, readiness: readiness)
                }, log: LogMultiplexer(output: file), patience: .seconds(1))
            let running = Task { await supervisor.run() }
            let result: Result<Void, any Error>
            do { result = .success(try await body(world)) } catch { result = .failure(error) }
            await supervisor.stop(running)
            try result.get()
        }
    }
}

private struct ShellWorld: Sendable {
    let folder: URL
    var logFile: URL { folder.appending(path: "log") }
    var log: String { (try? String(contentsOf: logFile, encoding: .utf8)) ?? "" }

    /// All numbers that a program has noted.
    func numbers(_ name: String) throws -> [pid_t] {
        let text = try String(contentsOf: folder.appending(path: "\(name).pids"), encoding: .utf8)
        return text.split(whereSeparator: \.isWhitespace).compactMap { pid_t($0) }
    }

    /// The last number in the line that a program wrote at its nth start.
    func process(_ name: String, number: Int) async throws -> pid_t {
        var lines: [Substring] = []
        try await eventually(within: .seconds(30), "start \(number) of \(name)") {
            let text = (try? String(contentsOf: folder.appending(path: "\(name).pids"), encoding: .utf8)) ?? ""
            lines = text.split(separator: "\n")
            return lines.count >= number && text.hasSuffix("\n")
        }
        return pid_t(lines[number - 1].split(separator: " ").last ?? "") ?? 0
    }
}
