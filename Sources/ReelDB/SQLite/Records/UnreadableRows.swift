import GRDB
import Logging
import ReelCore
import ReelStore
import Synchronization

/// Rows that hold what this program never writes: edited by hand, or by a version that is to come. They are left out of
/// lists, and each is logged once.
enum UnreadableRows {
    private static let logged = Mutex<Set<String>>([])
    private static let logger = Logger(label: "store")
    /// A whole table that cannot be read must not fill the memory too.
    private static let mostLogged = 1_000

    static func leavingOut<Stored, Value>(_ rows: [Stored], _ read: (Stored) throws -> Value) throws -> [Value] {
        var values: [Value] = []
        for row in rows { try leavingOut { values.append(try read(row)) } }
        return values
    }

    /// Reads one row, or logs that it cannot be read.
    static func leavingOut(_ read: () throws -> Void) throws {
        do {
            try read()
        } catch let error as StoreError where error.code == .unreadable {
            log(error)
        }
    }

    static func log(_ error: StoreError) {
        let isNew = logged.withLock { $0.count < mostLogged && $0.insert(error.cause).inserted }
        if isNew { logger.error("\(error.operation): \(error.cause); ReelRunner doctor names all such rows") }
    }

    /// - Returns: a line for each, at most `limit`.
    static func all(_ db: Database, limit: Int) throws -> [String] {
        var causes: [String] = []
        func note<Value>(_ read: () throws -> Value) throws {
            do {
                _ = try read()
            } catch let error as StoreError where error.code == .unreadable {
                causes.append("\(error.operation): \(error.cause)")
            }
        }
        try Job.forEach(try db.makeStatement(sql: "SELECT \(JobRecord.columns) FROM jobs")) { job in
            try note { try job.get() }
            return causes.count < limit
        }
        try Video.forEach(try db.makeStatement(sql: "SELECT \(VideoRecord.columns) FROM videos")) { video in
            try note { try video.get() }
            return causes.count < limit
        }
        let events = try Row.fetchCursor(db, sql: "SELECT \(EventRecord.columns), job_id FROM job_events")
        while causes.count < limit, let row = try events.next() {
            let job: String = row[6]
            // An event of a job whose id is none is reported as the job.
            guard let id = JobID(rawValue: job) else { continue }
            try note { try EventRecord.event(row, of: id) }
        }
        return causes
    }
}
