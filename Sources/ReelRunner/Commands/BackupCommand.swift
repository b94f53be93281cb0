import ArgumentParser
import Foundation
import ReelDB
import ReelSettings
import ReelStore

/// A copy of the database while the service runs.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy the database to a file, as of one instant, while the service runs.",
        discussion: """
            The database is only read, so one of an older version can be copied before an upgrade. The copy is checked
            before the command ends. To restore: stop the service, put the copy in the place of the
            database (and remove the files -wal and -shm beside it), start the service. Videos are files in outputs/;
            copy that folder too.
            """)

    @Argument(help: "The copy. It must not exist yet.")
    var file: String

    func run() async throws {
        HomePermissions.restrict()
        let config = try await Settings.load()
        let database = try HomeSettings(config).database
        let copy = URL(fileURLWithPath: file).standardizedFileURL
        try StoreEngines.inspector(of: database).backUp(to: copy)
        let problems = try StoreEngines.inspector(of: copy).integrityProblems()
        guard problems.isEmpty else {
            throw StoreError(.corrupt, operation: "checking the copy", cause: problems.joined(separator: "; "))
        }
        print("\(copy.path): a whole copy of \(database.path)")
    }
}
