import Foundation
import GRDB
import ReelCore
import ReelStore

/// The registry of runners. Every function runs inside its caller's transaction.
enum RunnerQueries {
    static func register(
        _ db: Database, _ runner: RunnerInfo, leaseEnd: Int64, bootID: String, now: String
    ) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO runners (id, host, host_name, version, slots, started_at, seen_at, lease_expires_at,
                  lease_boot_id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET slots = excluded.slots, seen_at = excluded.seen_at,
                  lease_expires_at = excluded.lease_expires_at, lease_boot_id = excluded.lease_boot_id
                """
        ).execute(arguments: [
            runner.id.rawValue, runner.host.rawValue, runner.hostName, runner.version, max(runner.slots, 0),
            Timestamp.stored(runner.startedAt), now, leaseEnd, bootID,
        ])
    }

    static func remove(_ db: Database, _ runner: RunnerID) throws {
        try db.cachedStatement(sql: "DELETE FROM runners WHERE id = ?").execute(arguments: [runner.rawValue])
    }

    /// Few rows: one for each runner that lives.
    static func list(_ db: Database) throws -> [RegisteredRunner] {
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: "SELECT id, host, host_name, version, slots, started_at, seen_at FROM runners"))
        return try UnreadableRows.leavingOut(rows) { row in
            let id: String = row[0]
            return RegisteredRunner(
                info: RunnerInfo(
                    id: RunnerID(rawValue: id), host: HostID(rawValue: row[1]), hostName: row[2], version: row[3],
                    slots: row[4], startedAt: try RowError.date(row[5], in: "runners", key: id)),
                seenAt: try RowError.date(row[6], in: "runners", key: id))
        }
        .sorted { $0.info.startedAt < $1.info.startedAt }
    }

    private static let expiredSQL =
        "lease_boot_id <> :boot OR (lease_boot_id = :boot AND lease_expires_at <= :now)"

    static func isAnyExpired(_ db: Database, uptime: Int64, bootID: String, sparing runner: RunnerID?) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(
                sql: "SELECT EXISTS (SELECT 1 FROM runners WHERE (\(expiredSQL)) AND id <> :spared)"),
            arguments: ["boot": bootID, "now": uptime, "spared": runner?.rawValue ?? ""]) ?? false
    }

    static func removeExpired(_ db: Database, uptime: Int64, bootID: String, sparing runner: RunnerID?) throws {
        try db.cachedStatement(sql: "DELETE FROM runners WHERE (\(expiredSQL)) AND id <> :spared")
            .execute(arguments: ["boot": bootID, "now": uptime, "spared": runner?.rawValue ?? ""])
    }
}
