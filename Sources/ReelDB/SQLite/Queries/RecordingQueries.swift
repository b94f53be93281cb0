import Foundation
import GRDB
import ReelCore

/// The recordings that came with requests. Every function runs inside its caller's transaction.
enum RecordingQueries {
    /// - Returns: the number of its row.
    static func insert(_ db: Database, _ data: Data) throws -> Int64 {
        try db.cachedStatement(sql: "INSERT INTO recordings (data) VALUES (?)").execute(arguments: [data])
        return db.lastInsertedRowID
    }

    /// The recording of the job.
    static func find(_ db: Database, of id: JobID) throws -> Data? {
        try Data.fetchOne(
            db.cachedStatement(
                sql: "SELECT data FROM recordings WHERE id = (SELECT recording_id FROM jobs WHERE id = ?)"),
            arguments: [id.rawValue])
    }

    static let ofVideoSQL = "SELECT recording_id FROM jobs WHERE video_id = ?"

    /// The row of the recording that is heard in a video.
    static func row(_ db: Database, of video: VideoID) throws -> Int64? {
        try Int64.fetchOne(db.cachedStatement(sql: ofVideoSQL), arguments: [video.rawValue])
    }
}
