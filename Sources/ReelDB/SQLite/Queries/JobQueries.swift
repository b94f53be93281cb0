import Foundation
import GRDB
import ReelCore
import ReelStore

/// What clients ask about jobs and do to them. Every function runs inside its caller's transaction.
enum JobQueries {
    /// A recording that is sent along is kept apart; an edit without one of its own has that of the video it edits.
    static func insert(
        _ db: Database, id: JobID, request: JobRequest, key: String?, options: JobOptions, now: String
    ) throws {
        var request = request
        var recording = try request.narration?.takeData().map { try RecordingQueries.insert(db, $0) }
        if recording == nil, request.narration != nil, let edited = request.editOf {
            recording = try RecordingQueries.row(db, of: edited)
        }
        let runAt = options.runAt.map(Timestamp.stored)
        // Only a key asks what the options were: `run_at` goes when its time has come.
        let asked = try key.map { _ in String(decoding: try WireCoding.encode(options), as: UTF8.self) }
        try db.cachedStatement(
            sql: """
                INSERT INTO jobs (id, progress_message, created_at, request_json, source_url, idempotency_key,
                  priority, run_at, max_attempts, options_json, recording_id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            id.rawValue, Job.createdMessage, now, JobRecord.requestJSON(request), request.url, key, options.priority,
            runAt.flatMap { $0 > now ? $0 : nil }, max(options.maxAttempts, 1), asked,
            recording,
        ])
    }

    private static let byIDSQL = "SELECT \(JobRecord.columns) FROM jobs WHERE id = ?"

    static func find(_ db: Database, id: JobID) throws -> Job? {
        try Job.fetchOne(db.cachedStatement(sql: byIDSQL), [id.rawValue])
    }

    static let ofVideoSQL = "SELECT \(JobRecord.columns) FROM jobs WHERE video_id = ?"

    static func find(_ db: Database, ofVideo id: VideoID) throws -> Job? {
        try Job.fetchOne(db.cachedStatement(sql: ofVideoSQL), [id.rawValue])
    }

    /// A job that a key is of.
    struct Keyed: RowReadable {
        var job: Job
        /// What was asked for with the key; `nil` for a job that is older than this column.
        var options: JobOptions?

        init(_ columns: Columns) throws {
            job = try Job(columns)
            options = (columns[JobRecord.columnCount] as String?).flatMap {
                try? WireCoding.decodeStored(JobOptions.self, from: $0)
            }
        }
    }

    static let byKeySQL = "SELECT \(JobRecord.columns), options_json FROM jobs WHERE idempotency_key = ?"

    static func find(_ db: Database, key: String) throws -> Keyed? {
        try Keyed.fetchOne(db.cachedStatement(sql: byKeySQL), [key])
    }

    /// A job that a statement of the same transaction has just touched.
    static func existing(_ db: Database, id: JobID) throws -> Job {
        guard let job = try find(db, id: id) else { throw RowError.unreadable(table: "jobs", key: id.rawValue) }
        return job
    }

    static let listSQL = """
        SELECT \(JobRecord.columns) FROM jobs
        ORDER BY created_at DESC, rowid DESC LIMIT ? OFFSET ?
        """

    static let listByStatusSQL = """
        SELECT \(JobRecord.columns) FROM jobs WHERE status = ?
        ORDER BY created_at DESC, rowid DESC LIMIT ? OFFSET ?
        """

    static func list(_ db: Database, status: JobStatus?, page: Page) throws -> [Job] {
        if let status {
            return try Job.fetchAll(
                db.cachedStatement(sql: listByStatusSQL), [status.rawValue, page.limit, page.offset])
        }
        return try Job.fetchAll(db.cachedStatement(sql: listSQL), [page.limit, page.offset])
    }

    static func count(_ db: Database, status: JobStatus?) throws -> Int {
        if let status {
            return try Int.fetchOne(
                db.cachedStatement(sql: "SELECT rows FROM row_counts WHERE name = ?"),
                arguments: ["jobs \(status.rawValue)"]) ?? 0
        }
        return try Int.fetchOne(
            db.cachedStatement(sql: "SELECT sum(rows) FROM row_counts WHERE name GLOB 'jobs *'")) ?? 0
    }

    static let scheduledSQL = "SELECT count(*) FROM jobs WHERE run_at > ? AND attempt = 0"

    /// Jobs that wait for their time and were never begun.
    static func scheduledCount(_ db: Database, now: String) throws -> Int {
        try Int.fetchOne(db.cachedStatement(sql: scheduledSQL), arguments: [now]) ?? 0
    }

    static let completedForURLSQL = """
        SELECT \(JobRecord.columns) FROM jobs WHERE source_url = ? AND video_id IS NOT NULL
        ORDER BY created_at DESC, rowid DESC LIMIT 3
        """

    static func completed(_ db: Database, forURL url: String) throws -> Job? {
        // Only a completed job has a video: the table checks it.
        // The newest that can be read.
        try Job.fetchAll(db.cachedStatement(sql: completedForURLSQL), [url]).first
    }

    static let eventSeqsSQL = "SELECT id, event_seq FROM jobs WHERE id IN (SELECT value FROM json_each(?))"

    static func eventSeqs(_ db: Database, of ids: [JobID]) throws -> [JobID: Int64] {
        // The ids hold nothing that JSON would escape.
        let list = "[" + ids.map { "\"\($0.rawValue)\"" }.joined(separator: ",") + "]"
        let rows = try Row.fetchAll(db.cachedStatement(sql: eventSeqsSQL), arguments: [list])
        return Dictionary(rows.compactMap { row in JobID(rawValue: row[0]).map { ($0, row[1]) } }) { first, _ in first }
    }

    /// Reads something small.
    static func touch(_ db: Database) throws {
        _ = try Int.fetchOne(db.cachedStatement(sql: "SELECT rows FROM row_counts WHERE name = 'videos'"))
    }

    /// Back into the queue, due at once, with nothing held against it.
    static func retry(_ db: Database, id: JobID, message: String) throws {
        try db.cachedStatement(
            sql: """
                UPDATE jobs SET status = 'pending', progress_message = ?, error_message = NULL, completed_at = NULL,
                  run_at = NULL, error_count = 0, crash_count = 0, runner_losses = 0
                WHERE id = ? AND status IN ('failed', 'cancelled', 'pending')
                """
        ).execute(arguments: [message, id.rawValue])
    }

    /// The status stands in the statement itself, so that the index of ended jobs alone is used.
    static func removeEnded(_ db: Database, _ status: JobStatus, before date: String, limit: Int) throws -> Int {
        try db.cachedStatement(
            sql: """
                DELETE FROM jobs WHERE rowid IN (
                  SELECT rowid FROM jobs WHERE status = '\(status.rawValue)' AND completed_at < ? LIMIT ?)
                """
        ).execute(arguments: [date, max(limit, 0)])
        return db.changesCount
    }

    static func removeCompletedWithoutVideo(_ db: Database, before date: String, limit: Int) throws -> Int {
        try db.cachedStatement(
            sql: """
                DELETE FROM jobs WHERE rowid IN (
                  SELECT rowid FROM jobs
                  WHERE status = 'completed' AND video_id IS NULL AND completed_at < ? LIMIT ?)
                """
        ).execute(arguments: [date, max(limit, 0)])
        return db.changesCount
    }

    /// - Returns: of how many jobs events, attempts and the idempotency key were removed.
    static func removeHistory(_ db: Database, completedBefore date: String, limit: Int) throws -> Int {
        let rows = try Int64.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT rowid FROM jobs
                    WHERE status = 'completed' AND has_history = 1 AND completed_at < ? LIMIT ?
                    """), arguments: [date, max(limit, 0)])
        for row in rows {
            for table in ["job_events", "attempts"] {
                try db.cachedStatement(
                    sql: "DELETE FROM \(table) WHERE job_id = (SELECT id FROM jobs WHERE rowid = ?)"
                ).execute(arguments: [row])
            }
            try db.cachedStatement(
                sql: "UPDATE jobs SET has_history = 0, idempotency_key = NULL, options_json = NULL WHERE rowid = ?"
            )
            .execute(arguments: [row])
        }
        return rows.count
    }

    /// Ends a job that has not ended.
    static func cancel(_ db: Database, id: JobID, now: String) throws {
        try db.cachedStatement(
            sql: """
                UPDATE jobs SET status = 'cancelled', completed_at = ?, run_at = NULL, expected_end = NULL,
                  claim_id = NULL, claimed_by = NULL, lease_expires_at = NULL, lease_boot_id = NULL
                WHERE id = ? AND status IN ('pending', 'processing')
                """
        ).execute(arguments: [now, id.rawValue])
    }
}
