import ArgumentParser
import Foundation
import Glibc
import ReelCore
import ReelSettings

/// All of the service in the foreground of one terminal.
struct UpCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up", abstract: "Start nginx, responder, runner and bridge, and keep them running until Ctrl-C.",
        discussion: """
            Without an address a first reel is made of the sample page. With one, that article's reel is made, with a bar, \
            and everything ends; a service that runs already with this REEL_HOME is used. REEL_PORT, REEL_LISTEN, \
            REEL_CACHE_SCOPE and REEL_QUALITY are read beside the settings of the processes.
            """)

    @Argument(help: "An http(s) address: makes that article's reel and ends.")
    var url: String?

    @Flag(inversion: .prefixedNo, help: "Make a first reel of the sample page.")
    var sample = true

    @Option(help: "The folder that has nginx/ and web/.")
    var root = "."

    @Option(help: "The folder of the programs; that of this one unless given.")
    var bin: String?

    func validate() throws {
        if let url, !["http://", "https://"].contains(where: url.hasPrefix) {
            throw ValidationError("\"\(url)\" is not an address that begins with http:// or https://.")
        }
    }

    func run() async throws {
        HomePermissions.restrict()
        signal(SIGPIPE, SIG_IGN)
        ChildProcess.keepInheritedDescriptors()
        let environment = ProcessInfo.processInfo.environment
        let programs = bin ?? URL(fileURLWithPath: OwnExecutable.path).deletingLastPathComponent().path
        let config = try await Settings.load(environment: environment)
        // The processes cannot say it: they are given what they know.
        for warning in Settings.warnings(config) { complain(warning) }
        let settings = try UpSettings(
            config, environment: environment,
            root: URL(fileURLWithPath: root).standardizedFileURL,
            programs: URL(fileURLWithPath: programs).standardizedFileURL)
        // Trapped from here on: Ctrl-C at any time leaves nothing behind.
        let signals = await TerminationSignals()
        let service = try LocalService(settings)
        let status: Int32
        if let url {
            status = try await service.makeReel(of: url, signals)
        } else {
            status = try await service.serve(withSample: sample, signals)
        }
        if status != 0 { throw ExitCode(status) }
    }
}
