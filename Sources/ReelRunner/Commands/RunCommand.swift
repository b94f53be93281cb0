import ArgumentParser
import Foundation
import Logging
import ReelDB
import ReelSettings
import ReelStore

/// The daemon.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Work off the queue until told to stop (SIGTERM or Ctrl-C).")

    @Option(help: ArgumentHelp("A program to run for each attempt in our own's place.", visibility: .hidden))
    var attemptProgram: String?

    func run() async throws {
        HomePermissions.restrict()
        let config = try await Settings.load()
        try LogSettings.bootstrap(config)
        let settings = try RunnerSettings(config)
        HomePermissions.narrow(settings.home)
        let store = try StoreEngines.open(settings.home.database)
        let process = AttemptProcess(executable: attemptProgram ?? OwnExecutable.path, settings: settings)
        try await Daemon(
            settings: settings, runAttempt: process.run, store: store, logger: Logger(label: "runner")
        ).run()
    }
}

/// This very program, to be started again as a child.
enum OwnExecutable {
    static var path: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    }
}
