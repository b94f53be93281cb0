import Foundation
import GRDB
import ReelCore
import ReelStore

/// A row of `videos` as a `Video`.
enum VideoRecord {
    /// What a `Video` is read from, in the order in which it is read.
    static let columns = """
        id, title, source_url, file_path, duration, size_mb, script_json, created_at, origin, version, edit_of, quality, \
        style_json, has_stream
        """
}

extension Video: RowReadable {
    /// A script that cannot be read (another program wrote it) is left out: the video is still there to be watched.
    init(_ columns: Columns) throws {
        func value<Value: StatementColumnConvertible>(_ index: Int) throws -> Value {
            try columns.value(index, in: "videos")
        }
        let id: Int64 = try value(0)
        guard let origin = VideoOrigin(rawValue: try value(8)) else {
            throw RowError.unreadable(table: "videos", key: String(id))
        }
        self.init(
            id: VideoID(rawValue: id), title: StoredText.title(try value(1)),
            sourceURL: StoredText.address(try value(2)), filePath: columns[3],
            duration: columns[4], sizeMB: columns[5],
            script: (columns[6] as String?).flatMap {
                try? WireCoding.decodeStored(Script.self, from: $0).cleaned
            },
            createdAt: try RowError.date(value(7), in: "videos", key: String(id)), origin: origin,
            hasStream: try value(13), version: try value(9),
            editOf: (columns[10] as Int64?).map(VideoID.init(rawValue:)),
            quality: (columns[11] as String?).flatMap(Quality.init),
            style: (columns[12] as String?).flatMap { try? WireCoding.decodeStored(ReelStyle.self, from: $0) })
    }
}
