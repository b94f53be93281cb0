import Foundation
import GRDB
import ReelCore
import ReelStore

/// What is asked about videos and done to them. Every function runs inside its caller's transaction.
enum VideoQueries {
    /// - Parameter request: of the job that made it, for what an edit will keep. An edit of a video that was deleted
    ///   meanwhile is the next version of that one's family all the same.
    static func insert(_ db: Database, _ video: NewVideo, of request: JobRequest, now: String) throws -> VideoID {
        let script = String(decoding: try WireCoding.encode(video.script), as: UTF8.self)
        let style = try request.style.map { String(decoding: try WireCoding.encode($0), as: UTF8.self) }
        var lineage: Int64?
        if let edited = request.editOf { lineage = try family(db, of: edited) ?? familyOfDeleted(db, edited) }
        let version = try lineage.map { try newestVersion(db, in: $0) + 1 } ?? 1
        let parent = try request.editOf.flatMap { try find(db, id: $0)?.id }
        try db.cachedStatement(
            sql: """
                INSERT INTO videos (title, source_url, file_path, duration, size_mb, script_json, created_at, quality,
                  style_json, version, family_id, edit_of, has_stream)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            video.title, video.sourceURL, video.filePath, video.duration, video.sizeMB, script, now,
            request.quality.rawValue, style, version, lineage, parent?.rawValue, video.hasStream,
        ])
        return VideoID(rawValue: db.lastInsertedRowID)
    }

    /// The number of the video that the family of one began with; `nil` if there is no such video.
    private static func family(_ db: Database, of id: VideoID) throws -> Int64? {
        try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT coalesce(family_id, id) FROM videos WHERE id = ?"),
            arguments: [id.rawValue])
    }

    /// `nil` also for a video that was deleted before this was kept.
    private static func familyOfDeleted(_ db: Database, _ id: VideoID) throws -> Int64? {
        try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT family_id FROM deleted_versions WHERE video_id = ?"),
            arguments: [id.rawValue])
    }

    /// The highest number that a version of the family has or had.
    private static func newestVersion(_ db: Database, in family: Int64) throws -> Int {
        try ["videos", "deleted_versions"].compactMap { table in
            try Int.fetchOne(
                db.cachedStatement(sql: "SELECT max(version) FROM \(table) WHERE family_id = ?"), arguments: [family])
        }.max() ?? 1
    }

    static let byIDSQL = "SELECT \(VideoRecord.columns) FROM videos WHERE id = ?"
    static let editsOfFamilySQL = "SELECT \(VideoRecord.columns) FROM videos WHERE family_id = ? ORDER BY version"

    static func versions(_ db: Database, of id: VideoID) throws -> [Video] {
        guard let family = try family(db, of: id) else { return [] }
        return try [byIDSQL, editsOfFamilySQL].flatMap { sql in
            try Video.fetchAll(db.cachedStatement(sql: sql), [family])
        }
    }

    static func find(_ db: Database, id: VideoID) throws -> Video? {
        try Video.fetchOne(db.cachedStatement(sql: byIDSQL), [id.rawValue])
    }

    static let listSQL = """
        SELECT \(VideoRecord.columns) FROM videos
        ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?
        """

    static func list(_ db: Database, page: Page) throws -> [Video] {
        try Video.fetchAll(db.cachedStatement(sql: listSQL), [page.limit, page.offset])
    }

    static let oldSQL = """
        SELECT \(VideoRecord.columns) FROM videos
        WHERE created_at < ? AND created_at >= ? AND (created_at, id) > (?, ?) ORDER BY created_at, id LIMIT ?
        """

    /// - Parameter after: where the page begins.
    static func list(_ db: Database, before date: String, after: Video?, limit: Int) throws -> [Video] {
        let start = after.map { Timestamp.stored($0.createdAt) } ?? ""
        return try Video.fetchAll(
            db.cachedStatement(sql: oldSQL), [date, start, start, after?.id.rawValue ?? 0, limit])
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

    /// The word stands in the statement, because only then its index is used.
    static func listToImport(_ db: Database) throws -> [Video] {
        try Video.fetchAll(
            db.cachedStatement(
                sql: "SELECT \(VideoRecord.columns) FROM videos WHERE origin = 'original' ORDER BY id"))
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
