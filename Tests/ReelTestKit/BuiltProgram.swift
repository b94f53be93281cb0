import Foundation
import Synchronization

/// One of this package's programs as it was built, run as a process of its own.
///
///     let program = try BuiltProgram("ReelFCGI", environment: ["REEL_HOME": folder.path], log: folder.appending(path: "log"))
///     program.send(SIGTERM)
///     #expect(await program.exit() == 0)
public final class BuiltProgram: Sendable {
    /// Foundation's `Process` is not `Sendable`; here it is touched under the lock only.
    private let process: Mutex<Process>
    private let log: URL
    private let end: Task<Int32, Never>
    public let processID: Int32

    /// Where the build put a program: beside the one that runs the tests.
    public static func url(_ name: String) throws -> URL {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(fileURLWithPath: tests).deletingLastPathComponent().appending(path: name)
    }

    /// Starts the program with this environment and no other.
    ///
    /// - Parameters:
    ///   - shell: a shell line that ends in `exec "$0" "$@"`, to prepare what only a shell can.
    ///   - log: the file that takes what it prints, standard output and standard error.
    public init(
        _ name: String, arguments: [String] = [], environment: [String: String] = [:], shell: String? = nil,
        standardInput: FileHandle? = nil, log: URL
    ) throws {
        let program = try Self.url(name)
        let process = Process()
        if let shell {
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.arguments = ["-c", shell, program.path] + arguments
        } else {
            process.executableURL = program
            process.arguments = arguments
        }
        process.environment = environment.merging(["PATH": "/usr/bin:/bin"]) { own, _ in own }
        process.standardInput = standardInput ?? FileHandle.nullDevice
        _ = FileManager.default.createFile(atPath: log.path, contents: nil)
        let output = try FileHandle(forWritingTo: log)
        process.standardOutput = output
        process.standardError = output
        let (status, ending) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { process in
            ending.yield(process.terminationStatus)
            ending.finish()
        }
        end = Task { await status.first { _ in true } ?? -1 }
        try process.run()
        processID = process.processIdentifier
        self.log = log
        self.process = Mutex(process)
    }

    deinit {
        process.withLock { if $0.isRunning { kill($0.processIdentifier, SIGKILL) } }
    }

    public var isRunning: Bool { process.withLock(\.isRunning) }

    public func send(_ signal: Int32) {
        kill(processID, signal)
    }

    /// Waits until the process has ended.
    ///
    /// - Returns: its exit code, or the number of the signal that ended it.
    public func exit() async -> Int32 {
        await end.value
    }

    /// All that it has printed so far.
    public var output: String {
        (try? String(contentsOf: log, encoding: .utf8)) ?? ""
    }
}
