import Foundation
import GRDB
import ReelCore
import ReelStore

/// Claiming jobs, holding them and giving them back. Every function runs inside its caller's transaction.
enum ClaimQueries {
    static let dueSQL = """
        SELECT rowid FROM jobs WHERE status = 'pending' AND run_at IS NULL
        ORDER BY priority DESC, created_at, rowid LIMIT 1
        """

    static let promoteSQL = "UPDATE jobs SET run_at = NULL WHERE run_at <= ?"

    static let claimSQL = """
        UPDATE jobs SET status = 'processing', claim_id = ?, claimed_by = ?, lease_expires_at = ?, lease_boot_id = ?,
          attempt = attempt + 1, started_at = coalesce(started_at, ?), live_path = NULL
        WHERE rowid = (\(dueSQL))
        """

    /// Whether a claim could find a job.
    static func isAnyDue(_ db: Database, now: String) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(sql: "SELECT EXISTS (\(dueSQL)) OR EXISTS (SELECT 1 FROM jobs WHERE run_at <= ?)"),
            arguments: [now]) ?? false
    }

    /// Jobs whose retry or start has come are due from now on.
    static func promote(_ db: Database, now: String) throws {
        try db.cachedStatement(sql: promoteSQL).execute(arguments: [now])
    }

    static let claimedOnHostSQL = """
        SELECT count(*) FROM jobs WHERE claim_id > '' AND NOT EXISTS (
          SELECT 1 FROM runners AS holder WHERE holder.id = jobs.claimed_by
            AND holder.host <> (SELECT host FROM runners WHERE id = ?))
        """

    /// All claims but those of runners that are known to be elsewhere.
    static func claimedCount(_ db: Database, onHostOf runner: RunnerID) throws -> Int {
        try Int.fetchOne(db.cachedStatement(sql: claimedOnHostSQL), arguments: [runner.rawValue]) ?? 0
    }

    /// Takes the next job that is due.
    ///
    /// - Returns: whether there was one.
    static func claim(
        _ db: Database, id: ClaimID, runner: RunnerID, leaseEnd: Int64, bootID: String, now: String
    ) throws -> Bool {
        try db.cachedStatement(sql: claimSQL)
            .execute(arguments: [id.rawValue, runner.rawValue, leaseEnd, bootID, now])
        return db.changesCount > 0
    }

    static let renewSQL = """
        UPDATE jobs SET lease_expires_at = ?, lease_boot_id = ? WHERE claimed_by = ? RETURNING claim_id
        """

    static func renew(_ db: Database, runner: RunnerID, leaseEnd: Int64, bootID: String) throws -> Set<ClaimID> {
        Set(
            try String.fetchAll(
                db.cachedStatement(sql: renewSQL), arguments: [leaseEnd, bootID, runner.rawValue]
            ).map(ClaimID.init(rawValue:)))
    }

    /// A claimed job and the counts that decide where it goes when its attempt ends.
    struct Held: RowReadable {
        var job: Job
        var errorCount: Int
        var crashCount: Int
        var runnerLosses: Int

        init(_ columns: Columns) throws {
            job = try Job(columns)
            errorCount = try columns.value(JobRecord.columnCount, in: "jobs")
            crashCount = try columns.value(JobRecord.columnCount + 1, in: "jobs")
            runnerLosses = try columns.value(JobRecord.columnCount + 2, in: "jobs")
        }
    }

    /// The job of a claim that is current.
    static func held(_ db: Database, by claim: ClaimID) throws -> Held? {
        try Held.fetchOne(
            db.cachedStatement(
                sql: "SELECT \(JobRecord.columns), error_count, crash_count, runner_losses FROM jobs WHERE claim_id = ?"
            ),
            [claim.rawValue])
    }

    static let byRunnerSQL = "SELECT claim_id FROM jobs WHERE claimed_by = ?"

    static func claims(_ db: Database, of runner: RunnerID) throws -> [ClaimID] {
        try String.fetchAll(db.cachedStatement(sql: byRunnerSQL), arguments: [runner.rawValue])
            .map(ClaimID.init(rawValue:))
    }

    /// Every name is greater than the empty one; said so, the index of claims is used.
    static let allSQL = "SELECT claim_id FROM jobs WHERE claim_id > ''"

    static func allClaims(_ db: Database) throws -> [ClaimID] {
        try String.fetchAll(db.cachedStatement(sql: allSQL)).map(ClaimID.init(rawValue:))
    }

    /// A lease of another boot has expired. `<` and `>` instead of `<>` let each part use the index.
    static let expiredSQL = """
        SELECT claim_id, claimed_by FROM jobs
        WHERE lease_boot_id < :boot OR lease_boot_id > :boot OR (lease_boot_id = :boot AND lease_expires_at <= :now)
        """

    static func expiredClaims(
        _ db: Database, uptime: Int64, bootID: String, sparing runner: RunnerID?
    ) throws -> [ClaimID] {
        try Row.fetchAll(db.cachedStatement(sql: expiredSQL), arguments: ["boot": bootID, "now": uptime])
            .filter { $0[1] as String != runner?.rawValue }
            .map { ClaimID(rawValue: $0[0]) }
    }

    static let nextDueSQL = "SELECT run_at FROM jobs WHERE run_at > ? ORDER BY run_at LIMIT 1"

    static func nextDue(_ db: Database, after now: String) throws -> Date? {
        try String.fetchOne(db.cachedStatement(sql: nextDueSQL), arguments: [now])
            .map { try RowError.date($0, in: "jobs", key: "next due") }
    }
}
