import Foundation
import GRDB
import ReelCore
import ReelStore

/// The record of attempts: who tried, when, how it ended, what it cost. Every function runs inside its caller's
/// transaction.
enum AttemptHistoryQueries {
    static func begin(_ db: Database, of id: JobID, claim: ClaimID, runner: RunnerID, now: String) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO attempts (job_id, number, claim_id, runner, started_at)
                VALUES (?1, (SELECT coalesce(max(number), 0) + 1 FROM attempts WHERE job_id = ?1), ?2, ?3, ?4)
                """
        ).execute(arguments: [id.rawValue, claim.rawValue, runner.rawValue, now])
    }

    /// Ends the job's running attempt, if it has one.
    static func end(
        _ db: Database, of id: JobID, _ outcome: Attempt.Outcome, failure: JobFailure? = nil, now: String
    ) throws {
        let json = try failure.map { String(decoding: try WireCoding.encode($0), as: UTF8.self) }
        try db.cachedStatement(
            sql: """
                UPDATE attempts SET ended_at = max(started_at, ?), outcome = ?, failure_json = ?
                WHERE job_id = ? AND ended_at IS NULL
                """
        ).execute(arguments: [now, outcome.rawValue, json, id.rawValue])
    }

    /// Ends the attempt of a claim.
    static func end(
        _ db: Database, under claim: ClaimID, _ outcome: Attempt.Outcome, failure: JobFailure, now: String
    ) throws {
        try db.cachedStatement(
            sql: """
                UPDATE attempts SET ended_at = max(started_at, ?), outcome = ?, failure_json = ?
                WHERE claim_id = ? AND ended_at IS NULL
                """
        ).execute(arguments: [
            now, outcome.rawValue, String(decoding: try WireCoding.encode(failure), as: UTF8.self), claim.rawValue,
        ])
    }

    static func add(_ db: Database, _ run: StageRun, to claim: ClaimID, quality: Quality) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO attempt_stages
                  (job_id, number, stage, quality, seconds, cpu_seconds, made, found, reel_seconds, is_done)
                SELECT job_id, number, ?, ?, ?, ?, ?, ?, ?, ? FROM attempts WHERE claim_id = ?
                """
        ).execute(arguments: [
            run.stage.rawValue, quality.rawValue, max(run.seconds, 0), max(run.cpuSeconds, 0), max(run.made, 0),
            max(run.found, 0), run.reelSeconds.flatMap { $0 > 0 ? $0 : nil }, run.isDone, claim.rawValue,
        ])
    }

    static func list(_ db: Database, of id: JobID) throws -> [Attempt] {
        let stages = try Row.fetchAll(
            db.cachedStatement(
                sql: "SELECT \(AttemptRecord.stageColumns) FROM attempt_stages WHERE job_id = ? ORDER BY number, id"),
            arguments: [id.rawValue]
        ).compactMap(AttemptRecord.stage)
        let rows = try Row.fetchAll(
            db.cachedStatement(sql: "SELECT \(AttemptRecord.columns) FROM attempts WHERE job_id = ? ORDER BY number"),
            arguments: [id.rawValue])
        return try UnreadableRows.leavingOut(rows) { try AttemptRecord.attempt($0, of: id, stages: stages) }
    }

    static func samples(
        _ db: Database, of stage: StageName, _ quality: Quality, limit: Int
    ) throws -> [StageHistory.Sample] {
        try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT seconds, reel_seconds FROM attempt_stages
                    WHERE quality = ? AND stage = ? AND is_done = 1 AND found = 0 ORDER BY id DESC LIMIT ?
                    """),
            arguments: [quality.rawValue, stage.rawValue, limit]
        ).map { StageHistory.Sample(seconds: $0[0], reelSeconds: $0[1]) }
    }
}
