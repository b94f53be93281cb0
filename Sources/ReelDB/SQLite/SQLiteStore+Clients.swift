import Foundation
import GRDB
import ReelCore
import ReelStore

/// The verbs of clients and watchers.
extension SQLiteStore {
    public func enqueue(_ request: JobRequest, options: EnqueueOptions) throws -> EnqueueOutcome {
        try write("creating a job") { db in
            if let key = options.idempotencyKey, let old = try JobQueries.find(db, key: key) {
                var sent = request
                let recording = sent.narration?.takeData()
                let isSame =
                    try old.job.request == sent && (old.options ?? options.job) == options.job
                    && (recording == nil || recording == RecordingQueries.find(db, of: old.job.id))
                return isSame ? .repeated(old.job) : .otherRequest(old.job)
            }
            let now = clock.now()
            if let full = try limitReached(db, options, now: now) { return full }
            let id = JobID()
            try JobQueries.insert(
                db, id: id, request: request, key: options.idempotencyKey, options: options.job,
                now: Timestamp.stored(now))
            return .accepted(try JobQueries.existing(db, id: id))
        }
    }

    private func limitReached(_ db: Database, _ options: EnqueueOptions, now: Date) throws -> EnqueueOutcome? {
        let isScheduled = options.job.runAt.map { $0 > now } ?? false
        let limit = isScheduled ? options.scheduledLimit : options.queueLimit
        return try self.waiting(db, isScheduled: isScheduled, reaching: limit, now: now).map { waiting in
            isScheduled ? .scheduleFull(waiting: waiting) : .queueFull(waiting: waiting)
        }
    }

    /// How many jobs wait, for their time or for a runner, if that is as many as may. Those whose time has come wait for a
    /// runner.
    private func waiting(_ db: Database, isScheduled: Bool, reaching limit: Int?, now: Date) throws -> Int? {
        guard let limit else { return nil }
        // Kept by a trigger, and no less than either part: nearly always this is all that has to be asked.
        let pending = try JobQueries.count(db, status: .pending)
        guard pending >= limit else { return nil }
        let scheduled = try JobQueries.scheduledCount(db, now: Timestamp.stored(now))
        let waiting = isScheduled ? scheduled : pending - scheduled
        return waiting >= limit ? waiting : nil
    }

    public func job(_ id: JobID) throws -> Job? {
        try readOne("reading a job") { try JobQueries.find($0, id: id) }
    }

    public func job(ofVideo id: VideoID) throws -> Job? {
        try readOne("looking for a video's job") { try JobQueries.find($0, ofVideo: id) }
    }

    public func jobs(status: JobStatus?, page: Page) throws -> Listing<Job> {
        try read("listing jobs") { db in
            Listing(
                items: try JobQueries.list(db, status: status, page: page),
                total: try JobQueries.count(db, status: status))
        }
    }

    public func completedJob(forURL url: String) throws -> Job? {
        try readOne("looking for a completed job") { try JobQueries.completed($0, forURL: url) }
    }

    /// See `JobQueue`.
    public func cancel(_ id: JobID) throws -> CancelOutcome {
        try write("cancelling a job") { db in
            guard let before = try JobQueries.find(db, id: id) else { return .notFound }
            guard !before.status.isFinal else { return .alreadyEnded(before) }
            let now = storedNow()
            try JobQueries.cancel(db, id: id, now: now)
            try AttemptHistoryQueries.end(db, of: id, .cancelled, now: now)
            return .cancelled(try Self.change(db, of: id, message: StatusMessage.cancelled, now: now))
        }
    }

    public func retry(_ id: JobID, queueLimit: Int?) throws -> RetryOutcome {
        try write("retrying a job") { db in
            guard let before = try JobQueries.find(db, id: id) else { return .notFound }
            switch before.status {
            case .completed: return .completed(before)
            case .processing: return .underWay(before)
            case .pending where before.runAt == nil: return .underWay(before)
            case .pending, .failed, .cancelled: break
            }
            let now = clock.now()
            // One that waits for its next try, or whose time has come, waits for a runner as it is.
            let isScheduled = before.attempt == 0 && before.runAt.map { $0 > now } ?? false
            if before.status != .pending || isScheduled,
                let waiting = try self.waiting(db, isScheduled: false, reaching: queueLimit, now: now)
            {
                return .queueFull(waiting: waiting)
            }
            try JobQueries.retry(db, id: id, message: StatusMessage.retried)
            return .retried(try Self.change(db, of: id, message: StatusMessage.retried, now: storedNow()))
        }
    }

    public func attempts(of id: JobID) throws -> [Attempt]? {
        try read("listing a job's attempts") { db in
            guard try JobQueries.find(db, id: id) != nil else { return nil }
            return try AttemptHistoryQueries.list(db, of: id)
        }
    }

    public func videos(page: Page) throws -> Listing<Video> {
        try read("listing videos") { db in
            Listing(items: try VideoQueries.list(db, page: page), total: try VideoQueries.count(db))
        }
    }

    /// See `VideoCatalog`.
    public func video(_ id: VideoID) throws -> Video? {
        try readOne("reading a video") { try VideoQueries.find($0, id: id) }
    }

    public func versions(of id: VideoID) throws -> [Video] {
        try read("listing a video's versions") { try VideoQueries.versions($0, of: id) }
    }

    public func deleteVideo(_ id: VideoID) throws -> Video? {
        try write("deleting a video") { db in
            guard let video = try VideoQueries.find(db, id: id) else { return nil }
            try VideoQueries.delete(db, id: id)
            return video
        }
    }

    public func counts() throws -> StoreCounts {
        try read("counting jobs and videos") { db in
            StoreCounts(
                jobs: Dictionary(
                    uniqueKeysWithValues: try JobStatus.allCases.map { ($0, try JobQueries.count(db, status: $0)) }),
                videos: try VideoQueries.count(db))
        }
    }

    public func videosToImport() throws -> [Video] {
        try readOne("listing the videos to import") { try VideoQueries.listToImport($0) }
    }

    public func setImported(_ id: VideoID, film: ImportedFilm?) throws {
        try write("importing a video") { try VideoQueries.setImported($0, id: id, film: film) }
    }

    public func videoPaths() throws -> Set<String> {
        try readOne("listing the videos' files") { try VideoQueries.paths($0) }
    }

    public func snapshot(of id: JobID) throws -> JobSnapshot? {
        try read("reading a job and its events") { db in
            guard let job = try JobQueries.find(db, id: id) else { return nil }
            return JobSnapshot(job: job, events: try EventQueries.list(db, of: id))
        }
    }

    public func eventSeqs(of ids: [JobID]) throws -> [JobID: Int64] {
        try readOne("asking which jobs have changed") { try JobQueries.eventSeqs($0, of: ids) }
    }

    public func checkHealth() throws {
        try readOne("checking the database") { try JobQueries.touch($0) }
    }

    /// Ends a verb that has changed a job's status: stores the event that tells of it.
    static func change(_ db: Database, of id: JobID, message: String, now: String) throws -> JobChange {
        let event = try EventQueries.add(db, to: id, kind: .status, message: message, now: now)
        return JobChange(job: try JobQueries.existing(db, id: id), events: [event])
    }
}
