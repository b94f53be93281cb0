import Foundation
import GRDB
import ReelCore
import ReelStore

/// Events and their numbers. Every function runs inside its caller's transaction.
enum EventQueries {
    /// Gives the job its next event, with the job's status and progress as they are now. Milestones and changes of
    /// status are stored; plain progress only takes a number.
    static func add(
        _ db: Database, to id: JobID, kind: JobEvent.Kind, message: String, now: String
    ) throws -> JobEvent {
        try db.cachedStatement(sql: "UPDATE jobs SET event_seq = event_seq + 1 WHERE id = ?")
            .execute(arguments: [id.rawValue])
        let job = try JobQueries.existing(db, id: id)
        if kind != .progress {
            try db.cachedStatement(
                sql: """
                    INSERT INTO job_events (job_id, seq, kind, progress, message, status, created_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """
            ).execute(arguments: [
                id.rawValue, job.eventSeq, kind.rawValue, job.progress, message, job.status.rawValue, now,
            ])
        }
        return JobEvent(
            jobID: id, seq: job.eventSeq, kind: kind, progress: job.progress, message: message, status: job.status,
            at: try RowError.date(now, in: "job_events", key: id.rawValue))
    }

    static let listSQL = "SELECT \(EventRecord.columns) FROM job_events WHERE job_id = ? ORDER BY seq"

    static func list(_ db: Database, of id: JobID) throws -> [JobEvent] {
        let rows = try Row.fetchAll(db.cachedStatement(sql: listSQL), arguments: [id.rawValue])
        return try UnreadableRows.leavingOut(rows) { try EventRecord.event($0, of: id) }
    }

    /// Whether the job has come as far as this milestone before, in this attempt or an earlier one.
    static func hasMilestone(_ db: Database, of id: JobID, atOrAbove progress: Int) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT EXISTS (SELECT 1 FROM job_events WHERE job_id = ? AND kind = 'milestone' AND progress >= ?)
                    """),
            arguments: [id.rawValue, progress]) ?? false
    }
}
