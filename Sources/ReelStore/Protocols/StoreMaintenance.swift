import Foundation
import ReelCore

/// Retention, backup and checks.
public protocol StoreMaintenance: Sendable {
    /// Removes failed and cancelled jobs that ended before a date, with their events and attempts, at most `limit`.
    ///
    /// - Returns: how many.
    func removeEndedJobs(before date: Date, limit: Int) throws -> Int
    /// Videos that were made before a date, the oldest first, at most `limit`.
    func videos(before date: Date, limit: Int) throws -> [Video]
    /// Writes a whole copy as of one instant, while others read and write, in the form from which the engine restores.
    /// The file must not exist; the copy is complete and flushed when this returns.
    func backUp(to file: URL) throws
    /// Looks at everything that is stored.
    ///
    /// - Returns: what is wrong, in the engine's words; empty when all is well.
    func integrityProblems() throws -> [String]
    /// Lets go of everything that the engine holds. Verbs throw from now on.
    func close() throws
}
