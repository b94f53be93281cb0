import ArgumentParser

/// Makes reels: as a daemon that works off the queue, or one by hand.
@main
struct ReelRunner: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ReelRunner",
        abstract: "Turns articles into finished vertical videos.",
        subcommands: [
            RunCommand.self, UpCommand.self, MakeCommand.self, CheckCommand.self, ExtractCommand.self,
            ScriptCommand.self,
            DoctorCommand.self, BackupCommand.self, BenchTextCommand.self, BenchComposeCommand.self,
            AttemptCommand.self,
        ],
        defaultSubcommand: RunCommand.self)
}
