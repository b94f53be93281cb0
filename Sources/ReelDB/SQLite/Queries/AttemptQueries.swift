import Foundation
import GRDB
import ReelCore
import ReelStore

/// What an attempt does to its job's row. The caller has seen in the same transaction that the claim is current.
enum AttemptQueries {
    static func setProgress(
        _ db: Database, of id: JobID, to progress: Int, message: String, expectedEnd: String?
    ) throws {
        try db.cachedStatement(
            sql: "UPDATE jobs SET progress = ?, progress_message = ?, expected_end = ? WHERE id = ?"
        ).execute(arguments: [progress, message, expectedEnd, id.rawValue])
    }

    static func setMessage(_ db: Database, of id: JobID, to message: String) throws {
        try db.cachedStatement(sql: "UPDATE jobs SET progress_message = ? WHERE id = ?")
            .execute(arguments: [message, id.rawValue])
    }

    static func setScriptOrigin(_ db: Database, of id: JobID, to json: String) throws {
        try db.cachedStatement(sql: "UPDATE jobs SET script_origin_json = ? WHERE id = ?")
            .execute(arguments: [json, id.rawValue])
    }

    static func setSpeechUsage(_ db: Database, of id: JobID, to json: String) throws {
        try db.cachedStatement(sql: "UPDATE jobs SET speech_usage_json = ? WHERE id = ?")
            .execute(arguments: [json, id.rawValue])
    }

    static func setLivePath(_ db: Database, under claim: ClaimID, to path: String) throws {
        try db.cachedStatement(sql: "UPDATE jobs SET live_path = ? WHERE claim_id = ?")
            .execute(arguments: [path, claim.rawValue])
    }

    /// Everything is done but the change of status, which is `complete`.
    static func complete(_ db: Database, _ id: JobID, video: VideoID, message: String, now: String) throws {
        try db.cachedStatement(
            sql: """
                UPDATE jobs SET status = 'completed', progress = 100, progress_message = ?, video_id = ?,
                  completed_at = ?, crash_count = 0, runner_losses = 0, expected_end = NULL,
                  claim_id = NULL, claimed_by = NULL, lease_expires_at = NULL, lease_boot_id = NULL
                WHERE id = ?
                """
        ).execute(arguments: [message, video.rawValue, now, id.rawValue])
    }

    static func setFailure(_ db: Database, of id: JobID, to failure: JobFailure) throws {
        try db.cachedStatement(
            sql: "UPDATE jobs SET failure_stage = ?, failure_code = ?, failure_detail = ? WHERE id = ?"
        ).execute(arguments: [failure.stage?.rawValue, failure.code, failure.detail, id.rawValue])
    }

    /// The last progress message stays: it says where the job stood when it failed.
    static func fail(_ db: Database, _ id: JobID, errorMessage: String, now: String) throws {
        try db.cachedStatement(
            sql: """
                UPDATE jobs SET status = 'failed', error_message = ?, completed_at = ?, expected_end = NULL,
                  claim_id = NULL, claimed_by = NULL, lease_expires_at = NULL, lease_boot_id = NULL
                WHERE id = ?
                """
        ).execute(arguments: [errorMessage, now, id.rawValue])
    }

    /// Back into the queue.
    ///
    /// - Parameters:
    ///   - runAt: when it is due; `nil` is now.
    ///   - counts: whether the attempt counts as one that had begun.
    static func requeue(_ db: Database, _ id: JobID, message: String, runAt: String?, attemptCounts counts: Bool) throws
    {
        try db.cachedStatement(
            sql: """
                UPDATE jobs SET status = 'pending', progress_message = ?, run_at = ?, attempt = attempt - ?,
                  expected_end = NULL,
                  claim_id = NULL, claimed_by = NULL, lease_expires_at = NULL, lease_boot_id = NULL
                WHERE id = ?
                """
        ).execute(arguments: [message, runAt, counts ? 0 : 1, id.rawValue])
    }

    static func setErrorCount(_ db: Database, of id: JobID, to count: Int) throws {
        try db.cachedStatement(sql: "UPDATE jobs SET error_count = ? WHERE id = ?")
            .execute(arguments: [count, id.rawValue])
    }

    static func setLossCounts(_ db: Database, of id: JobID, crashes: Int, runnerLosses: Int) throws {
        try db.cachedStatement(sql: "UPDATE jobs SET crash_count = ?, runner_losses = ? WHERE id = ?")
            .execute(arguments: [crashes, runnerLosses, id.rawValue])
    }

    /// Fails a job whose record cannot be read. Nobody is told: an event would need what cannot be read.
    static func fail(_ db: Database, under claim: ClaimID, _ failure: JobFailure, now: String) throws {
        try db.cachedStatement(
            sql: """
                UPDATE jobs SET status = 'failed', error_message = ?, failure_code = ?, completed_at = ?,
                  expected_end = NULL, run_at = NULL,
                  claim_id = NULL, claimed_by = NULL, lease_expires_at = NULL, lease_boot_id = NULL
                WHERE claim_id = ?
                """
        ).execute(arguments: [failure.message, failure.code, now, claim.rawValue])
    }
}
