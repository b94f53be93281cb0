import Foundation
import GRDB
import ReelCore
import ReelStore

/// A row of `job_events` as a `JobEvent`.
enum EventRecord {
    static let columns = "seq, kind, progress, message, status, created_at"

    static func event(_ row: Row, of job: JobID) throws -> JobEvent {
        let kindText: String = row[1]
        let statusText: String = row[4]
        guard let kind = JobEvent.Kind(rawValue: kindText), let status = JobStatus(rawValue: statusText)
        else { throw RowError.unreadable(table: "job_events", key: job.rawValue) }
        return JobEvent(
            jobID: job, seq: row[0], kind: kind, progress: row[2], message: row[3], status: status,
            at: try RowError.date(row[5], in: "job_events", key: job.rawValue))
    }
}
