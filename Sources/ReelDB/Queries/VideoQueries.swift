import Foundation
import GRDB
import ReelCore

/// What is asked about videos and done to them. Every function runs inside its caller's transaction.
enum VideoQueries {
    static func insert(_ db: Database, _ video: NewVideo, now: String) throws -> VideoID {
        let script = String(decoding: try WireCoding.encode(video.script), as: UTF8.self)
        try db.cachedStatement(
            sql: """
                INSERT INTO videos (title, source_url, file_path, duration, size_mb, script_json, created_at,
                  has_stream)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            video.title, video.sourceURL, video.filePath, video.duration, video.sizeMB, script, now,
            video.hasStream,
        ])
        return VideoID(rawValue: db.lastInsertedRowID)
    }

    static func find(_ db: Database, id: VideoID) throws -> Video? {
        try Row.fetchOne(
            db.cachedStatement(sql: "SELECT \(VideoRecord.columns) FROM videos WHERE id = ?"),
            arguments: [id.rawValue]
        ).map(VideoRecord.video)
    }

    static let listSQL = """
        SELECT \(VideoRecord.columns) FROM videos
        ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?
        """

    static func list(_ db: Database, page: Page) throws -> [Video] {
        try Row.fetchAll(db.cachedStatement(sql: listSQL), arguments: [page.limit, page.offset])
            .map(VideoRecord.video)
    }

    static func list(_ db: Database, before date: String, limit: Int) throws -> [Video] {
        try Row.fetchAll(
            db.cachedStatement(
                sql: "SELECT \(VideoRecord.columns) FROM videos WHERE created_at < ? ORDER BY created_at, id LIMIT ?"),
            arguments: [date, limit]
        ).map(VideoRecord.video)
    }

    static func count(_ db: Database) throws -> Int {
        try Int.fetchOne(db.cachedStatement(sql: "SELECT rows FROM row_counts WHERE name = 'videos'")) ?? 0
    }

    static func paths(_ db: Database) throws -> Set<String> {
        try String.fetchSet(db.cachedStatement(sql: "SELECT file_path FROM videos WHERE file_path IS NOT NULL"))
    }

    static func delete(_ db: Database, id: VideoID) throws {
        try db.cachedStatement(sql: "DELETE FROM videos WHERE id = ?").execute(arguments: [id.rawValue])
    }

    /// Few, if any: there is no index for it.
    static func list(_ db: Database, origin: VideoOrigin) throws -> [Video] {
        try Row.fetchAll(
            db, sql: "SELECT \(VideoRecord.columns) FROM videos WHERE origin = ? ORDER BY id",
            arguments: [origin.rawValue]
        ).map(VideoRecord.video)
    }

    static func setImported(_ db: Database, id: VideoID, film: ImportedFilm?) throws {
        if let film {
            try db.execute(
                sql: """
                    UPDATE videos SET origin = 'imported', file_path = ?, duration = ?, size_mb = ?
                    WHERE id = ? AND origin = 'original'
                    """,
                arguments: [film.filePath, film.duration, film.sizeMB, id.rawValue])
        } else {
            try db.execute(
                sql: "UPDATE videos SET origin = 'missing' WHERE id = ? AND origin = 'original'",
                arguments: [id.rawValue])
        }
    }
}
