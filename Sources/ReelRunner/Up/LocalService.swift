import Foundation
import Glibc
import ReelCore
import ReelSettings

/// The whole service on this machine, as a child of ours or as somebody else's.
struct LocalService: Sendable {
    private let settings: UpSettings
    private var layout: HomeLayout { settings.home.layout }

    /// Makes the folders.
    ///
    /// - Throws: `UpError`.
    init(_ settings: UpSettings) throws {
        self.settings = settings
        let home = settings.home
        let folders = [home.layout.runners, home.layout.outputs, home.database.deletingLastPathComponent()]
        for folder in folders where folder.isFileURL {
            do {
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            } catch {
                throw UpError(
                    "\(folder.path) cannot be made: \(error.localizedDescription)",
                    "REEL_HOME and REEL_DATABASE name its place; choose another: REEL_HOME=/some/folder scripts/run")
            }
        }
    }

    /// Serves until a signal ends it.
    ///
    /// - Returns: the exit status.
    /// - Throws: `UpError` when the service cannot be started.
    func serve(withSample: Bool, _ signals: TerminationSignals) async throws -> Int32 {
        guard let lock = try HomeLock.take(layout) else {
            throw UpError(
                "ReelCraft runs already with this REEL_HOME: \(HomeLock.address(layout) ?? settings.listen.url)",
                "End it with Ctrl-C in its terminal, or start another beside it:",
                "    REEL_PORT=8001 REEL_HOME=/some/folder REEL_DATABASE=/some/folder/reelcraft.db scripts/run")
        }
        HomePermissions.narrow(settings.home)
        let log = LogMultiplexer(output: STDOUT_FILENO)
        let welcome = Welcome(settings: settings, sample: withSample ? settings.sample : nil, log: log)
        return try await withPrograms(lock, log, signals) {
            let task = Task { await welcome.run() }
            let status = await signals.first()
            log.write("up", "ending; jobs are given back within \(settings.patience), at once with another Ctrl-C")
            task.cancel()
            await task.value
            return status
        }
    }

    /// Makes one reel and ends, by a service that runs already or by one that is started for it.
    ///
    /// - Returns: the exit status.
    /// - Throws: `UpError` when the service cannot be started.
    func makeReel(of url: String, _ signals: TerminationSignals) async throws -> Int32 {
        guard let lock = try HomeLock.take(layout) else {
            return await OneReel(settings, address: HomeLock.address(layout) ?? settings.listen.url)
                .make(url, until: signals)
        }
        let path = layout.run.appending(path: "up.log").path
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw UpError("\(path): \(String(cString: strerror(errno)))") }
        let status = try await withPrograms(lock, LogMultiplexer(output: file), signals) {
            await OneReel(settings, address: settings.listen.url).make(url, until: signals)
        }
        if status == 1 { complain("What the processes said is in \(path)") }
        return status
    }

    /// Runs the programs while `body` runs. A signal that comes after it kills those that have not ended yet.
    private func withPrograms(
        _ lock: HomeLock, _ log: LogMultiplexer, _ signals: TerminationSignals, _ body: () async -> Int32
    ) async throws -> Int32 {
        try settings.listen.checkThatItIsFree()
        let supervisor = Supervisor(
            try await programs(), log: log, patience: settings.patience)
        try lock.publish(settings.listen.url)
        let running = Task { await supervisor.run() }
        let status = await body()
        signals.handle { supervisor.insist() }
        lock.withdraw()
        await supervisor.stop(running)
        return status
    }

    private func programs() async throws -> [SupervisedProgram] {
        let site = NginxConfiguration(
            root: settings.root, home: layout, listen: settings.listen, hosts: settings.hosts,
            cacheScope: settings.cacheScope)
        let nginx = try await site.prepare()
        // Sockets that an earlier run left when the machine lost its power; nobody else can be behind them, as the lock is ours.
        for socket in [layout.responderSocket, layout.bridgeSocket] { try? FileManager.default.removeItem(at: socket) }
        func command(
            _ program: String, _ arguments: [String] = [], scope: SettingsScope
        ) throws -> ProgramCommand {
            let path = settings.programs.appending(path: program).path
            guard FileManager.default.isExecutableFile(atPath: path) else {
                throw UpError("There is no program \(path).", "Build it: swift build -c release")
            }
            return ProgramCommand(path, arguments, environment: settings.environment(for: scope))
        }
        return [
            SupervisedProgram(
                "nginx", ProgramCommand(nginx, site.arguments, environment: settings.environment(for: nil)),
                readiness: .port(settings.listen)),
            SupervisedProgram(
                "fcgi", try command("ReelFCGI", scope: .responder), readiness: .socket(layout.responderSocket.path)),
            SupervisedProgram(
                "runner", try command("ReelRunner", ["run"], scope: .runner), readiness: .lock(in: layout.runners)),
            SupervisedProgram(
                "bridge", try command("ReelBridge", scope: .bridge), readiness: .socket(layout.bridgeSocket.path)),
        ]
    }
}
