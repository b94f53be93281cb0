import ArgumentParser
import Glibc

/// Makes reels: as a daemon that works off the queue, or one by hand.
@main
struct ReelRunner: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ReelRunner",
        abstract: "Turns articles into finished vertical videos.",
        subcommands: [
            RunCommand.self, UpCommand.self, MakeCommand.self, CheckCommand.self, ExtractCommand.self,
            ScriptCommand.self,
            DoctorCommand.self, VoicesCommand.self, BackupCommand.self, BenchTextCommand.self, BenchComposeCommand.self,
            AttemptCommand.self,
        ])

    /// Nothing was asked for: the help, and an exit code that a supervisor takes for a failure. Starting the daemon here
    /// would be a surprise beside one that runs.
    func run() async throws {
        print(Self.helpMessage())
        throw ExitCode.validationFailure
    }
}
