import Foundation
import ReelCore

/// Retention, and the end.
public protocol StoreMaintenance: Sendable {
    /// Removes failed and cancelled jobs that ended before a date, with their events and attempts, at most `limit`.
    ///
    /// - Returns: how many.
    func removeEndedJobs(before date: Date, limit: Int) throws -> Int
    /// Removes what is kept of jobs that were completed before a date, at most `limit` jobs: their events, their attempts
    /// and their idempotency keys. The job itself goes too when its video does not exist any more; as long as it does,
    /// the job is how clients find it.
    ///
    /// - Returns: of how many jobs something was removed.
    func removeCompletedJobs(before date: Date, limit: Int) throws -> Int
    /// Videos that were made before a date, the oldest first, at most `limit`.
    ///
    /// - Parameters:
    ///   - date: videos made before it.
    ///   - after: the last video of the page before, whether it still exists or not.
    ///   - limit: the most to be listed.
    func videos(before date: Date, after: Video?, limit: Int) throws -> [Video]
    /// Lets go of everything that the engine holds. Verbs throw from now on.
    func close() throws
}

extension StoreMaintenance {
    /// The oldest videos that were made before a date.
    public func videos(before date: Date, limit: Int) throws -> [Video] {
        try videos(before: date, after: nil, limit: limit)
    }
}
