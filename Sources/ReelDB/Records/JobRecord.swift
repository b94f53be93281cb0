import Foundation
import GRDB
import ReelCore

/// A row of `jobs` as a `Job`, and back.
enum JobRecord {
    /// What `job(_:)` reads, in the order in which it reads it.
    static let columns = """
        id, request_json, status, progress, progress_message, error_message, video_id, created_at, started_at, \
        completed_at, priority, attempt, max_attempts, event_seq, run_at, expected_end, \
        script_origin_json, live_path
        """

    /// - Throws: `StoreError` when the row holds what this program never writes.
    static func job(_ row: Row) throws -> Job {
        let idText: String = row[0]
        let requestJSON: String = row[1]
        let statusText: String = row[2]
        guard let id = JobID(rawValue: idText), let status = JobStatus(rawValue: statusText),
            let request = request(requestJSON)
        else { throw RowError.unreadable(table: "jobs", key: idText) }
        func date(_ text: String?) throws -> Date? { try text.map { try RowError.date($0, in: "jobs", key: idText) } }
        return Job(
            id: id, request: request, status: status, progress: row[3], progressMessage: row[4], errorMessage: row[5],
            videoID: (row[6] as Int64?).map(VideoID.init(rawValue:)),
            createdAt: try RowError.date(row[7], in: "jobs", key: idText),
            startedAt: try date(row[8]), completedAt: try date(row[9]), priority: row[10],
            runAt: try date(row[14]), expectedEnd: try date(row[15]), attempt: row[11], maxAttempts: row[12],
            eventSeq: row[13],
            scriptOrigin: (row[16] as String?).flatMap {
                try? WireCoding.decode(ScriptOrigin.self, from: Data($0.utf8))
            },
            livePath: status == .processing ? row[17] : nil)
    }

    /// The number of columns above: where those of a caller's own begin.
    static let columnCount = 18

    /// Reads what `requestJSON` wrote. Nearly all requests have an address and a quality only; these are read without a
    /// decoder, which would cost more than all the rest of the row.
    private static func request(_ json: String) -> JobRequest? {
        plain(json) ?? (try? WireCoding.decode(JobRequest.self, from: Data(json.utf8)))
    }

    /// `{"quality":"standard","url":"https://…"}` with nothing escaped; `nil` for anything else.
    private static func plain(_ json: String) -> JobRequest? {
        let quote = UInt8(ascii: "\"")
        var rest = json.utf8[...]
        func take(_ word: StaticString) -> Bool {
            let bytes = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
            guard rest.starts(with: bytes) else { return false }
            rest = rest.dropFirst(bytes.count)
            return true
        }
        func takeValue() -> Substring {
            let value = rest.prefix { $0 != quote && $0 != UInt8(ascii: "\\") }
            rest = rest[value.endIndex...]
            return Substring(value)
        }
        guard take("{\"quality\":\"") else { return nil }
        guard let quality = Quality(rawValue: String(takeValue())), take("\",\"url\":\"") else { return nil }
        let url = takeValue()
        return take("\"}") && rest.isEmpty ? JobRequest(url: String(url), quality: quality) : nil
    }

    static func requestJSON(_ request: JobRequest) throws -> String {
        String(decoding: try WireCoding.encode(request), as: UTF8.self)
    }
}

/// Rows that cannot be read as what they should be.
enum RowError {
    static func unreadable(table: String, key: String) -> StoreError {
        StoreError(.corrupt, operation: "reading \(table)", cause: "the row \(key) holds something unreadable")
    }

    static func date(_ text: String, in table: String, key: String) throws -> Date {
        guard let date = Timestamp.date(stored: text) else { throw unreadable(table: table, key: key) }
        return date
    }
}
