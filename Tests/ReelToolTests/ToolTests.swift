import Foundation
import ReelTestKit
import ReelTool
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(4))) struct ToolTests {
    @Test func collectsOutputAndFeedsInput() async throws {
        let result = try await Tool.run(ToolCommand("cat", []), input: { try await $0.write(Data("hello".utf8)) })
        #expect(result.standardOutput == Data("hello".utf8))
    }

    @Test func handsOutLines() async throws {
        let lines = Mutex<[String]>([])
        try await Tool.run(
            ToolCommand("printf", ["one\\ntwo\\nthree"]),
            output: .lines { line in lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) } })
        #expect(lines.withLock { $0 } == ["one", "two", "three"])
    }

    @Test func environmentIsOursAndWhatTheCommandAdds() async throws {
        let command = ToolCommand(
            "sh", ["-c", "echo $HOME $ADDED $MALLOC_MMAP_THRESHOLD_"], environment: ["ADDED": "more"])
        let said = String(decoding: try await Tool.run(command).standardOutput, as: UTF8.self)
        let home = ProcessInfo.processInfo.environment["HOME"] ?? ""
        #expect(said == "\(home) more 33554432\n".trimmingPrefix(" "))
    }

    @Test func failureCarriesTheLastWords() async {
        await #expect(throws: ToolError.failed(executable: "sh", status: "exit 3", errorTail: "no more")) {
            try await Tool.run(ToolCommand("sh", ["-c", "echo no more >&2; exit 3"]))
        }
    }

    @Test func missingProgramIsNamed() async {
        await #expect(throws: ToolError.notFound(executable: "no-such-program")) {
            try await Tool.run(ToolCommand("no-such-program", []))
        }
    }

    /// Much more input than a pipe holds, to a child that reads none of it: an error or an end, but no SIGPIPE for us.
    @Test func childThatDoesNotReadIsNoDisaster() async throws {
        let megabyte = [UInt8](repeating: 1, count: 1 << 20)
        let result = try await Tool.run(ToolCommand("true", []), input: { try await $0.write(megabyte) })
        #expect(result.standardOutput.isEmpty)
    }

    @Test func errorOfTheFeederEndsTheChild() async {
        struct Nope: Error {}
        await #expect(throws: Nope.self) {
            try await Tool.run(ToolCommand("sleep", ["1000"]), input: { _ in throw Nope() })
        }
    }

    @Test func errorOfTheListenerEndsTheChild() async {
        struct Nope: Error {}
        await #expect(throws: Nope.self) {
            try await Tool.run(
                ToolCommand("sh", ["-c", "echo one; exec sleep 1000"]), output: .lines { _ in throw Nope() })
        }
    }

    @Test func cancelEndsTheWholeGroup() async throws {
        let pids = Mutex<[Int32]>([])
        let (started, didStart) = AsyncStream<Void>.makeStream()
        // The grandchild ignores SIGTERM, as a hanging encoder might.
        let script = "trap '' TERM; sh -c 'trap \"\" TERM; echo $$; exec sleep 1000' & echo $$; wait"
        let task = Task {
            try await Tool.run(
                ToolCommand("sh", ["-c", script], ownsProcessGroup: true, grace: .milliseconds(100)),
                output: .lines { line in
                    pids.withLock { $0.append(Int32(String(decoding: line, as: UTF8.self)) ?? 0) }
                    if pids.withLock({ $0.count }) == 2 { didStart.yield() }
                })
        }
        for await _ in started { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        for pid in pids.withLock({ $0 }) {
            try await eventually { kill(pid, 0) != 0 || isZombie(pid) }
        }
    }

    @Test func timeLimitIsKept() async {
        await #expect(throws: ToolError.timedOut(executable: "sleep", after: .milliseconds(100))) {
            try await Tool.run(ToolCommand("sleep", ["1000"], timeout: .milliseconds(100)))
        }
    }

    @Test func kernelKeepsTheFileSizeLimit() async throws {
        try await withTemporaryFolder { folder in
            let limits = ToolLimits(fileSize: 1000)
            await #expect(throws: ToolError.self) {
                try await Tool.run(
                    ToolCommand(
                        "head", ["-c", "100000", "/dev/zero"], limits: limits), output: .collected(limit: 10))
            }
            await #expect(throws: ToolError.self) {
                try await Tool.run(
                    ToolCommand("cp", ["/usr/bin/ffmpeg", folder.appending(path: "copy").path], limits: limits))
            }
        }
    }

    private func isZombie(_ pid: Int32) -> Bool {
        let status = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)
        return status?.split(separator: ")").last?.hasPrefix(" Z") ?? true
    }
}
