import Configuration
import Foundation
import Logging
import NIOCore
import NIOPosix
import ReelCore
import ReelDB
import ReelRunner
import ReelStore
import ReelTestKit
import ServiceLifecycleTestKit

/// A daemon on a real database, with a shell script in the place of the attempt: the script reads the order and writes
/// the report lines, so that a test says exactly what an attempt does.
struct DaemonWorld: Sendable {
    let folder: URL
    let layout: HomeLayout
    let store: any Store
    private let executable: String
    private let leaseSeconds: Int
    /// Further settings, by key.
    var settings: [AbsoluteConfigKey: ConfigValue] = [:]

    /// - Parameter leaseSeconds: long, so that a test process that is starved of time loses no claim; the heartbeat
    ///   comes four times in a lease.
    init(in folder: URL, script: String, leaseSeconds: Int = 3600) throws {
        self.folder = folder
        self.leaseSeconds = leaseSeconds
        layout = HomeLayout(root: folder)
        store = try StoreEngines.open(folder.appending(path: "reelcraft.db"))
        let file = folder.appending(path: "attempt.sh")
        // Called as `attempt --work-folder FOLDER`.
        try Data(("#!/bin/sh\nwork=$3\nread order\n" + script + "\n").utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
        executable = file.path
    }

    /// Puts the real program in the place of the script.
    ///
    /// - Parameter environment: of the attempts, as a shell writes it: `REEL_JOBS=1`.
    func useRealAttempts(_ environment: String = "") throws {
        let program = try BuiltProgram.url("ReelRunner").path
        try Data(
            "#!/bin/sh\nexec env REEL_HOME='\(folder.path)' \(environment) '\(program)' \"$@\"\n".utf8
        ).write(to: URL(fileURLWithPath: executable))
    }

    /// Runs the daemon while the body runs; then ends it at once.
    ///
    /// - Parameter other: the daemon's store, where it is not the world's own.
    func whileRunning<Result: Sendable>(
        on other: (any Store)? = nil, _ body: @Sendable () async throws -> Result
    ) async throws -> Result {
        let daemon = try daemon(on: other)
        let task = Task { try await daemon.run() }
        do {
            let result = try await body()
            task.cancel()
            _ = try? await task.value
            return result
        } catch {
            task.cancel()
            _ = try? await task.value
            throw error
        }
    }

    /// Runs the daemon until the body has ended, then stops it as SIGTERM would, and waits for its end.
    func untilStopped<Result: Sendable>(_ body: @Sendable () async throws -> Result) async throws -> Result {
        let daemon = try daemon()
        return try await testGracefulShutdown { trigger in
            async let running: Void = daemon.run()
            let result: Swift.Result<Result, any Error>
            do { result = .success(try await body()) } catch { result = .failure(error) }
            trigger.triggerGracefulShutdown()
            try await running
            return try result.get()
        }
    }

    private func daemon(on other: (any Store)? = nil) throws -> Daemon {
        let own: [AbsoluteConfigKey: ConfigValue] = [
            "home": .init(.string(folder.path), isSecret: false),
            "lease.seconds": .init(.int(leaseSeconds), isSecret: false),
            "database": .init(.string(folder.appending(path: "reelcraft.db").path), isSecret: false),
            "disk.reserve": .init(.int(1), isSecret: false),
        ]
        let config = ConfigReader(provider: InMemoryProvider(values: own.merging(settings) { $1 }))
        let settings = try RunnerSettings(config)
        return Daemon(
            settings: settings, runAttempt: AttemptProcess(executable: executable, settings: settings).run,
            store: other ?? store, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    func waitFor(_ status: JobStatus, _ id: JobID) async throws -> Job {
        try await eventually("\(id) to be \(status)") { try store.job(id)?.status == status }
        return try store.job(id)!
    }

    /// The one runner's socket.
    func runnerSocket() async throws -> String {
        var path: String?
        try await eventually("a runner's socket") {
            let names = try? FileManager.default.contentsOfDirectory(atPath: layout.runners.path)
            path = names?.first { $0.hasSuffix(".sock") }.map { layout.runners.appending(path: $0).path }
            return path != nil
        }
        return path!
    }

    /// Work folders of attempts, of whatever runner.
    func workFolders() -> [String] {
        let runners = (try? FileManager.default.contentsOfDirectory(atPath: layout.work.path)) ?? []
        return runners.flatMap { runner in
            (try? FileManager.default.contentsOfDirectory(atPath: layout.work.appending(path: runner).path)) ?? []
        }
    }

    func outputs() -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: layout.outputs.path)) ?? []).sorted()
    }

    /// Shell lines that make the files of a reel and say so. `folder` is what the attempt claims they lie in.
    static func finish(title: String = "A Title", folder: String = "$work") -> String {
        let files = ReelFile.allCases.map { "\\\"\($0)\\\":\\\"file://\(folder)/\($0.name("reel"))\\\"" }
        return """
            for ending in \(OutputNames.endings.joined(separator: " ")); do echo reel > "$work/reel.$ending"; done
            echo "{\\"finished\\":{\\"_0\\":{\\"title\\":\\"\(title)\\",\\"sourceURL\\":\\"https://example.com/a\\",\
            \\"voice\\":\\"flite/rms\\",\\"duration\\":31.5,\\"script\\":{\\"title\\":\\"\(title)\\",\\"scenes\\":[]},\
            \\"files\\":{\(files.joined(separator: ","))}}}}"
            """
    }

    /// A shell line that reports a milestone.
    static func milestone(_ milestone: Milestone) -> String {
        """
        echo '{"milestone":{"_0":\(milestone.rawValue),"message":"\(milestone.message(sceneCount: 9))"}}'
        """
    }

    /// A shell line that reports a failure.
    static func fail(code: String, isRetryable: Bool) -> String {
        """
        echo '{"failed":{"_0":{"code":"\(code)","message":"Do this.","isRetryable":\(isRetryable)}}}'
        """
    }
}

/// Processes whose command line names the folder, without those that have ended.
func processes(under folder: URL) -> [String] {
    let ids = (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.filter { Int($0) != nil } ?? []
    return ids.filter { id in
        let line = (try? String(contentsOfFile: "/proc/\(id)/cmdline", encoding: .utf8)) ?? ""
        return line.contains(folder.lastPathComponent)
    }
}

/// A connection to a runner's socket.
struct RunnerConnection {
    private let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>

    static func with<Result>(
        _ path: String,
        _ body: (AsyncThrowingStream<Data, any Error>, (RunnerCommand) async throws -> Void) async throws -> Result
    ) async throws -> Result {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(unixDomainSocketPath: path) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            let (lines, continuation) = AsyncThrowingStream<Data, any Error>.makeStream()
            let reading = Task {
                var splitter = LineSplitter()
                for try await buffer in inbound {
                    for line in splitter.append(buffer.readableBytesView) { continuation.yield(line) }
                }
                continuation.finish()
            }
            defer { reading.cancel() }
            return try await body(lines) { command in
                try await outbound.write(ByteBuffer(bytes: WireCoding.encodeLine(command)))
            }
        }
    }
}
