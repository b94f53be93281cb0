import Foundation
import GRDB
import ReelCore
import ReelStore

/// A row of `jobs` as a `Job`, and back.
enum JobRecord {
    /// What a `Job` is read from, in the order in which it is read.
    static let columns = """
        id, request_json, status, progress, progress_message, error_message, video_id, created_at, started_at, \
        completed_at, priority, attempt, max_attempts, event_seq, run_at, expected_end, \
        script_origin_json, live_path, speech_usage_json
        """

    /// The number of columns above: where those of a caller's own begin.
    static let columnCount = 19

    /// Reads what `requestJSON` wrote. Nearly all requests have an address and a quality only; these are read without a
    /// decoder, which would cost more than all the rest of the row.
    fileprivate static func request(_ json: String) -> JobRequest? {
        plain(json) ?? (try? WireCoding.decodeStored(JobRequest.self, from: json))
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
        String(decoding: try request.json, as: UTF8.self)
    }
}

extension Job: RowReadable {
    init(_ columns: Columns) throws {
        let idText: String = columns[0] ?? ""
        guard let id = JobID(rawValue: idText), let status = (columns[2] as String?).flatMap(JobStatus.init),
            let request = (columns[1] as String?).flatMap(JobRecord.request)
        else { throw RowError.unreadable(table: "jobs", key: idText) }
        func date(_ index: Int) throws -> Date? {
            try (columns[index] as String?).map { try RowError.date($0, in: "jobs", key: idText) }
        }
        func value<Value: StatementColumnConvertible>(_ index: Int) throws -> Value {
            try columns.value(index, in: "jobs")
        }
        self.init(
            id: id, request: request, status: status, progress: try value(3),
            progressMessage: StoredText.message(try value(4)),
            errorMessage: (columns[5] as String?).map(StoredText.message),
            videoID: (columns[6] as Int64?).map(VideoID.init(rawValue:)),
            createdAt: try RowError.date(value(7), in: "jobs", key: idText), startedAt: try date(8),
            completedAt: try date(9), priority: try value(10), runAt: try date(14), expectedEnd: try date(15),
            attempt: try value(11), maxAttempts: try value(12), eventSeq: try value(13),
            scriptOrigin: (columns[16] as String?).flatMap {
                try? WireCoding.decodeStored(ScriptOrigin.self, from: $0)
            },
            speechUsage: (columns[18] as String?).flatMap {
                try? WireCoding.decode(SpeechUsage.self, from: Data($0.utf8))
            },
            livePath: status == .processing ? columns[17] : nil)
    }
}

/// What is taken of texts that were stored by versions which counted grapheme clusters and let control characters pass, or by
/// the Python original. Bounds are in Unicode scalars.
enum StoredText {
    static func message(_ text: String) -> String { text.cut(to: 4_000).withoutControls }
    static func title(_ text: String) -> String { text.excerpt(500) }
    static func address(_ text: String) -> String { text.excerpt(2_048) }
}

/// Rows that cannot be read as what they should be.
enum RowError {
    static func unreadable(table: String, key: String) -> StoreError {
        StoreError(
            .unreadable, operation: "reading \(table)", cause: "the row \(key) holds what this version cannot read")
    }

    static func date(_ text: String, in table: String, key: String) throws -> Date {
        guard let date = Timestamp.date(stored: text) else { throw unreadable(table: table, key: key) }
        return date
    }
}
