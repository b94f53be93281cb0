import Foundation
import GRDB

/// A database of the Python ReelCraft: how it is recognised, kept aside, and what its rows become.
///
/// Its tables have the columns of ours that clients see, upper-case statuses, times with six digits after the point, and
/// no list of migrations. It did not keep the address of a job that had not ended, so such a job cannot go on.
enum PythonOriginal {
    private static let columns: [String: Set<String>] = [
        "jobs": [
            "id", "status", "progress", "progress_message", "error_message", "created_at", "started_at",
            "completed_at", "video_id",
        ],
        "videos": ["id", "title", "source_url", "file_path", "duration", "size_mb", "script_json", "created_at"],
    ]

    static func isIn(_ db: Database) throws -> Bool {
        for (table, names) in columns {
            guard try db.tableExists(table), try names.isSubset(of: db.columns(in: table).map(\.name)) else {
                return false
            }
        }
        // Every version of ours has had this table from the first.
        return try !db.tableExists("job_events")
    }

    /// Copies the whole database to `PATH.python-original`. Runs inside the write writeLock, before anything is changed.
    static func copyAside(_ writer: DatabaseQueue, path: String) throws {
        let copy = path + ".python-original"
        guard !FileManager.default.fileExists(atPath: copy) else { return }
        let half = copy + ".part"
        try? FileManager.default.removeItem(atPath: half)
        try writer.vacuum(into: half)
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: half))
        try file.synchronize()
        try file.close()
        try FileManager.default.moveItem(atPath: half, toPath: copy)
    }

    /// The first half of the takeover: makes way for our tables.
    static func setAside(_ db: Database) throws {
        try db.execute(sql: "ALTER TABLE jobs RENAME TO original_jobs; ALTER TABLE videos RENAME TO original_videos;")
        for index in try String.fetchAll(
            db,
            sql: """
                SELECT name FROM sqlite_schema
                WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ('original_jobs', 'original_videos')
                """)
        {
            try db.execute(sql: "DROP INDEX \(index.quotedDatabaseIdentifier)")
        }
    }

    /// The second half: every row, in our tables.
    static func moveIn(_ db: Database) throws {
        let hasStorage = try db.columns(in: "original_videos").contains { $0.name == "storage_location" }
        try db.execute(sql: videosSQL(storage: hasStorage ? "storage_location" : "'LOCAL'"))
        try db.execute(sql: jobsSQL)
        try db.execute(sql: "DROP TABLE original_jobs; DROP TABLE original_videos;")
    }

    /// Two rows of one file were two jobs of one title: the newer overwrote the older one's film.
    private static func videosSQL(storage: String) -> String {
        """
        INSERT INTO videos (id, title, source_url, file_path, duration, size_mb, script_json, created_at, origin,
          storage_location)
        SELECT id, CAST(title AS TEXT), CAST(source_url AS TEXT),
          CASE WHEN row_number() OVER (PARTITION BY file_path ORDER BY id DESC) = 1
            THEN nullif(CAST(file_path AS TEXT), '') END,
          CASE WHEN typeof(duration) IN ('integer', 'real') AND duration >= 0 THEN duration END,
          CASE WHEN typeof(size_mb) IN ('integer', 'real') AND size_mb >= 0 THEN size_mb END,
          CASE WHEN json_valid(script_json) THEN CAST(script_json AS TEXT) END,
          coalesce(\(time("created_at")), \(time("'now'"))),
          iif(upper(\(storage)) = 'CLOUD', 'cloud', 'original'), iif(upper(\(storage)) = 'CLOUD', 'cloud', 'local')
        FROM original_videos
        """
    }

    private static let jobsSQL = """
        INSERT INTO jobs (id, status, progress, progress_message, error_message, created_at, started_at, completed_at,
          video_id, request_json, source_url)
        SELECT lower(j.id), e.status,
          CASE e.status WHEN 'completed' THEN 100 ELSE max(0, min(99, CAST(ifnull(j.progress, 0) AS INTEGER))) END,
          coalesce(nullif(CAST(j.progress_message AS TEXT), ''), 'Job created'),
          CASE WHEN e.status <> 'failed' THEN NULL
            WHEN e.has_ended THEN
              coalesce(nullif(CAST(j.error_message AS TEXT), ''), 'The Python ReelCraft did not say why it failed.')
            ELSE 'This job was under way when the database of the Python ReelCraft was taken over, which does not '
              || 'hold the article''s address. Submit the article again.'
            END,
          coalesce(\(time("j.created_at")), \(time("'now'"))),
          \(time("j.started_at")),
          coalesce(\(time("j.completed_at")), \(time("j.started_at")), \(time("j.created_at")), \(time("'now'"))),
          CASE e.status WHEN 'completed' THEN v.id END,
          json_object('url', ifnull(v.source_url, ''), 'quality', 'standard'),
          ifnull(v.source_url, '')
        FROM original_jobs j
        JOIN (
          SELECT id, upper(status) IN ('COMPLETED', 'FAILED', 'CANCELLED') AS has_ended,
            CASE WHEN upper(status) IN ('COMPLETED', 'CANCELLED') THEN lower(status) ELSE 'failed' END AS status
          FROM original_jobs
        ) e ON e.id = j.id
        LEFT JOIN videos v ON v.id = j.video_id
        WHERE length(j.id) = 36
        """

    private static func time(_ expression: String) -> String {
        "strftime('%Y-%m-%d %H:%M:%f', \(expression))"
    }
}
