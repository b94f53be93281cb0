import Foundation
import GRDB
import ReelCore

/// A row of `videos` as a `Video`.
enum VideoRecord {
    static let columns = """
        id, title, source_url, file_path, duration, size_mb, script_json, created_at, origin, version, edit_of, quality, \
        style_json, has_stream
        """

    /// A script that cannot be read (another program wrote it) is left out: the video is still there to be watched.
    static func video(_ row: Row) throws -> Video {
        let id: Int64 = row[0]
        let script = (row[6] as String?).flatMap { try? WireCoding.decode(Script.self, from: Data($0.utf8)) }
        guard let origin = VideoOrigin(rawValue: row[8]) else {
            throw RowError.unreadable(table: "videos", key: String(id))
        }
        return Video(
            id: VideoID(rawValue: id), title: row[1], sourceURL: row[2], filePath: row[3], duration: row[4],
            sizeMB: row[5], script: script, createdAt: try RowError.date(row[7], in: "videos", key: String(id)),
            origin: origin, hasStream: row[13], version: row[9],
            editOf: (row[10] as Int64?).map(VideoID.init(rawValue:)),
            quality: (row[11] as String?).flatMap(Quality.init),
            style: (row[12] as String?).flatMap { try? WireCoding.decode(ReelStyle.self, from: Data($0.utf8)) })
    }
}
