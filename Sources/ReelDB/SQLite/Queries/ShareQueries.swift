import GRDB
import ReelCore
import ReelStore

/// What is asked about links to videos and done to them. Every function runs inside its caller's transaction.
enum ShareQueries {
    private static let columns = "id, video_id, is_indexable, created_at"

    static func insert(
        _ db: Database, of video: VideoID, tokenHash: String, isIndexable: Bool, now: String
    ) throws -> Share? {
        try db.cachedStatement(
            sql: "INSERT INTO shares (video_id, token_hash, is_indexable, created_at) VALUES (?, ?, ?, ?)"
        ).execute(arguments: [video.rawValue, tokenHash, isIndexable, now])
        return try Share.fetchOne(
            db.cachedStatement(sql: "SELECT \(columns) FROM shares WHERE id = ?"), [db.lastInsertedRowID])
    }

    /// Newest first.
    static func list(_ db: Database, of video: VideoID) throws -> [Share] {
        try Share.fetchAll(
            db.cachedStatement(sql: "SELECT \(columns) FROM shares WHERE video_id = ? ORDER BY id DESC"),
            [video.rawValue])
    }

    static func count(_ db: Database, of video: VideoID) throws -> Int {
        try Int.fetchOne(
            db.cachedStatement(sql: "SELECT count(*) FROM shares WHERE video_id = ?"), arguments: [video.rawValue]) ?? 0
    }

    static func find(_ db: Database, tokenHash: String) throws -> Share? {
        try Share.fetchOne(
            db.cachedStatement(sql: "SELECT \(columns) FROM shares WHERE token_hash = ?"), [tokenHash])
    }

    /// - Returns: whether there was one.
    static func delete(_ db: Database, id: ShareID, of video: VideoID) throws -> Bool {
        try db.cachedStatement(sql: "DELETE FROM shares WHERE id = ? AND video_id = ?")
            .execute(arguments: [id.rawValue, video.rawValue])
        return db.changesCount > 0
    }
}

extension Share: RowReadable {
    init(_ columns: Columns) throws {
        let id: Int64 = try columns.value(0, in: "shares")
        self.init(
            id: ShareID(rawValue: id), videoID: VideoID(rawValue: try columns.value(1, in: "shares")),
            isIndexable: try columns.value(2, in: "shares"),
            createdAt: try RowError.date(columns.value(3, in: "shares"), in: "shares", key: String(id)))
    }
}
