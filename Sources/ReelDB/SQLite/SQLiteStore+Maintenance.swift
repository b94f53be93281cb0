import Foundation
import GRDB
import ReelCore
import ReelStore

/// Retention, backup and checks.
extension SQLiteStore {
    public func removeEndedJobs(before date: Date, limit: Int) throws -> Int {
        try write("removing old jobs") { db in
            let date = Timestamp.stored(date)
            var removed = 0
            for status in [JobStatus.failed, .cancelled] {
                removed += try JobQueries.removeEnded(db, status, before: date, limit: limit - removed)
            }
            return removed
        }
    }

    public func removeCompletedJobs(before date: Date, limit: Int) throws -> Int {
        try write("removing records of old completed jobs") { db in
            let date = Timestamp.stored(date)
            let removed = try JobQueries.removeCompletedWithoutVideo(db, before: date, limit: limit)
            return try removed + JobQueries.removeHistory(db, completedBefore: date, limit: limit - removed)
        }
    }

    public func videos(before date: Date, after: Video?, limit: Int) throws -> [Video] {
        try readOne("listing old videos") {
            try VideoQueries.list($0, before: Timestamp.stored(date), after: after, limit: max(limit, 0))
        }
    }

    private var inspector: SQLiteInspector { SQLiteInspector(path: path, busyTimeout: busyTimeout) }

    public func backUp(to file: URL) throws {
        try inspector.backUp(to: file)
    }

    public func integrityProblems() throws -> [String] {
        try inspector.integrityProblems()
    }

    public func condition() throws -> StoreCondition {
        try inspector.condition()
    }
}
