import Foundation
import ReelCore
import Subprocess
import SystemPackage

/// Runs external programs. They die with us, stay within their limits, and end when the calling task is cancelled.
///
/// Each child is started through `setpriv` and `prlimit` of util-linux, because between fork and exec nothing of ours may
/// run: the first asks the kernel to kill the child when the thread that started it ends (swift-subprocess starts
/// children from one thread that lives as long as the process), the second sets the limits. Both replace themselves by
/// the next program, so the process id stays the child's own.
public enum Tool {
    /// Where a child's standard output goes.
    public enum Output: Sendable {
        /// Into the result, up to this many bytes.
        case collected(limit: Int = 16 << 20)
        /// To a handler, line by line; the child waits while the handler works.
        case lines(@Sendable (Data) async throws -> Void)
        /// To a handler, as the bytes come; the child waits while the handler works.
        case chunks(@Sendable (Data) async throws -> Void)
    }

    /// Writes into a child's standard input.
    public struct InputWriter: Sendable {
        let writer: StandardInputWriter

        /// Waits until the child has taken all but what fits into the pipe.
        public func write(_ bytes: borrowing RawSpan) async throws {
            do {
                _ = try await writer.write(bytes)
            } catch {
                throw ChildStoppedReading()
            }
        }

        /// Writes to the program's standard input; waits while the pipe is full.
        public func write(_ data: Data) async throws {
            try await write([UInt8](data))
        }

        /// Writes to the program's standard input; waits while the pipe is full.
        public func write(_ bytes: [UInt8]) async throws {
            try await write(bytes.span.bytes)
        }
    }

    /// Runs a program to its end.
    ///
    /// - Parameters:
    ///   - command: what is run.
    ///   - input: writes the child's standard input, which is closed when this returns; `nil` for an empty one.
    ///   - output: what becomes of the standard output.
    ///   - onErrorLine: takes each line of standard error as well, which is otherwise only kept for error messages.
    ///   - nudges: each element sends SIGUSR1 to the child, and to none of the children that it has itself.
    /// - Throws: `ToolError`; `CancellationError` when the task was cancelled, after the child has ended; what the
    ///   handlers throw.
    @discardableResult
    public static func run(
        _ command: ToolCommand, input: (@Sendable (InputWriter) async throws -> Void)? = nil,
        output: Output = .collected(), onErrorLine: (@Sendable (Data) -> Void)? = nil, nudges: AsyncStream<Void>? = nil
    ) async throws -> ToolResult {
        let run: @Sendable () async throws -> ToolResult = {
            try await runUnhurried(command, input: input, output: output, onErrorLine: onErrorLine, nudges: nudges)
        }
        guard let timeout = command.timeout else { return try await run() }
        return try await withThrowingTaskGroup(of: ToolResult?.self) { group in
            group.addTask { try await run() }
            group.addTask {
                try await Task.sleep(for: timeout)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let result = first else {
                throw ToolError.timedOut(executable: command.executable, after: timeout)
            }
            return result
        }
    }

    /// The absolute path of a program, or `nil` when it is not installed.
    public static func find(_ executable: String) -> String? {
        if executable.contains("/") {
            return FileManager.default.isExecutableFile(atPath: executable) ? executable : nil
        }
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return path.split(separator: ":").lazy.map { "\($0)/\(executable)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// glibc gives what is as large as a frame back to the kernel at once, which clears it anew for the next frame: 5 % of what
    /// encoding costs. Up to 32 MiB, the largest that it allows, it shall keep it (mallopt(3)).
    private static func environment(of command: ToolCommand) -> [Environment.Key: String] {
        let all = ChildEnvironment.inherited().merging(["MALLOC_MMAP_THRESHOLD_": "33554432"]) { $1 }
            .merging(command.environment) { $1 }
        return Dictionary(uniqueKeysWithValues: all.map { (Environment.Key(stringLiteral: $0), $1) })
    }

    private static func runUnhurried(
        _ command: ToolCommand, input: (@Sendable (InputWriter) async throws -> Void)?, output: Output,
        onErrorLine: (@Sendable (Data) -> Void)?, nudges: AsyncStream<Void>?
    ) async throws -> ToolResult {
        _ = brokenPipesAreErrors
        try Task.checkCancellation()
        guard let path = find(command.executable) else { throw ToolError.notFound(executable: command.executable) }
        // The child alone, by its descriptor: the library may signal as late as after it has waited for the child, when
        // the number of a group may be somebody else's. The group is ended below.
        let teardown: [TeardownStep] = [.gracefulShutDown(allowedDurationToNextStep: command.grace)]
        var options = PlatformOptions()
        if command.ownsProcessGroup { options.processGroupID = 0 }
        options.teardownSequence = teardown
        let outcome = try await Subprocess.run(
            .name("setpriv"), arguments: Arguments(launchArguments(path, command)),
            environment: .custom(environment(of: command)),
            platformOptions: options, input: .inputWriter, output: .sequence, error: .sequence
        ) { execution in
            // The child is not waited for before this closure ends, so its number is nobody else's yet.
            let nudging = nudges.map { nudges in
                // One that has ended needs no signal.
                Task { for await _ in nudges { try? execution.send(signal: .userDefinedOne) } }
            }
            defer { nudging?.cancel() }
            let group = command.ownsProcessGroup ? ProcessGroup(leader: execution.processIdentifier.value) : nil
            return try await ending(group) {
                try await converse(
                    with: execution, input: input, output: output, onErrorLine: onErrorLine, command: command
                ) {
                    group?.send(SIGTERM)
                    await execution.teardown(using: teardown)
                }
            }
        }
        try Task.checkCancellation()
        guard outcome.terminationStatus.isSuccess else {
            throw ToolError.failed(
                executable: command.executable, status: describe(outcome.terminationStatus),
                errorTail: outcome.closureResult.errorTail)
        }
        return outcome.closureResult
    }

    /// Ends the group with its leader: asked to when the task is cancelled, and whoever is still in it when the leader has
    /// ended is killed, because nobody waits for it any more.
    private static func ending<Result: Sendable>(
        _ group: ProcessGroup?, _ body: () async throws -> Result
    ) async throws -> Result {
        guard let group else { return try await body() }
        let result: Swift.Result<Result, any Error>
        do {
            result = .success(
                try await withTaskCancellationHandler {
                    try await body()
                } onCancel: {
                    group.send(SIGTERM)
                })
        } catch {
            result = .failure(error)
        }
        await withTaskCancellationHandler {
            await group.leaderEnded()
        } onCancel: {
            group.send(SIGTERM)
        }
        group.send(SIGKILL)
        group.release()
        return try result.get()
    }

    private static func launchArguments(_ path: String, _ command: ToolCommand) -> [String] {
        let limits = command.limits
        return [
            "--pdeathsig", "KILL", "--", "prlimit", "--core=0", "--as=\(limits.memory)", "--cpu=\(limits.cpuSeconds)",
            "--fsize=\(limits.fileSize)", "--", path,
        ] + command.arguments
    }

    /// Feeds and listens at once. An error on either side ends the child first, because the other side only ends with it.
    private static func converse(
        with execution: Execution<CustomWriteInput, SequenceOutput, SequenceOutput>,
        input: (@Sendable (InputWriter) async throws -> Void)?, output: Output,
        onErrorLine: (@Sendable (Data) -> Void)?, command: ToolCommand, endChild: @escaping @Sendable () async -> Void
    ) async throws -> ToolResult {
        @Sendable func orEndChild<Value: Sendable>(_ body: @Sendable () async throws -> Value) async throws -> Value {
            do {
                return try await body()
            } catch {
                await endChild()
                throw error
            }
        }
        async let errorTail = orEndChild { try await readErrors(execution.standardError, onErrorLine) }
        if input != nil { InputPipe.widen(of: execution.processIdentifier.value) }
        async let fed: Void = orEndChild { try await feed(execution.standardInputWriter, input) }
        let collected = try await orEndChild { try await read(execution.standardOutput, output, command) }
        try await fed
        return ToolResult(standardOutput: collected, errorTail: try await errorTail)
    }

    private static func feed(
        _ writer: StandardInputWriter, _ input: (@Sendable (InputWriter) async throws -> Void)?
    ) async throws {
        do {
            try await input?(InputWriter(writer: writer))
        } catch is ChildStoppedReading {
            // The exit status and the error output say why; a child may also have had enough.
        }
        // Closing what the child has closed is no error.
        try? await writer.finish()
    }

    private static func read(
        _ sequence: SubprocessOutputSequence, _ output: Output, _ command: ToolCommand
    ) async throws -> Data {
        switch output {
        case .collected(let limit):
            var data = Data()
            for try await buffer in sequence {
                data.append(buffer.withUnsafeBytes { Data($0) })
                guard data.count <= limit else { throw ToolError.tooMuchOutput(executable: command.executable) }
            }
            return data
        case .lines(let handle):
            var splitter = LineSplitter()
            for try await buffer in sequence {
                for line in splitter.append(buffer.withUnsafeBytes { Data($0) }) { try await handle(line) }
            }
            if let last = splitter.finish() { try await handle(last) }
            return Data()
        case .chunks(let handle):
            for try await buffer in sequence { try await handle(buffer.withUnsafeBytes { Data($0) }) }
            return Data()
        }
    }

    private static func readErrors(
        _ sequence: SubprocessOutputSequence, _ onLine: (@Sendable (Data) -> Void)?
    ) async throws -> String {
        var splitter = LineSplitter(limit: 16 << 10)
        var tail: [String] = []
        func take(_ line: Data) {
            onLine?(line)
            tail.append(String(decoding: line, as: UTF8.self))
            if tail.count > 20 { tail.removeFirst() }
        }
        for try await buffer in sequence {
            splitter.append(buffer.withUnsafeBytes { Data($0) }).forEach(take)
        }
        if let last = splitter.finish() { take(last) }
        return tail.joined(separator: "\n")
    }

    private static func describe(_ status: TerminationStatus) -> String {
        switch status {
        case .exited(let code): "exit \(code)"
        case .signaled(let signal): "signal \(signal)"
        }
    }

    /// Writing to a child that has ended must be an error, not the end of this process.
    private static let brokenPipesAreErrors: Void = {
        _ = signal(SIGPIPE, SIG_IGN)
    }()
}

/// The child closed its standard input, or ended.
private struct ChildStoppedReading: Error {}
