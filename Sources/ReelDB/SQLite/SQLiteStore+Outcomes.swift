import Foundation
import GRDB
import ReelCore
import ReelStore

/// How attempts end.
extension SQLiteStore {
    public func complete(_ claim: ClaimID, with video: NewVideo) throws -> JobChange? {
        try write("completing a job") { db in
            guard let job = try held(db, by: claim)?.job else { return nil }
            let id = job.id
            let now = storedNow()
            let message = StatusMessage.completed
            let videoID = try VideoQueries.insert(db, video, of: job.request, now: now)
            try AttemptQueries.complete(db, id, video: videoID, message: message, now: now)
            try AttemptHistoryQueries.end(db, of: id, .completed, now: now)
            let milestone = try EventQueries.add(db, to: id, kind: .milestone, message: message, now: now)
            var change = try Self.change(db, of: id, message: message, now: now)
            change.events.insert(milestone, at: 0)
            return change
        }
    }

    public func fail(_ claim: ClaimID, with failure: JobFailure, retryAfter delay: Duration?) throws -> JobChange? {
        try write("recording a failure") { db in
            guard let held = try held(db, by: claim) else { return nil }
            let id = held.job.id
            let errors = held.errorCount + 1
            try AttemptQueries.setErrorCount(db, of: id, to: errors)
            try AttemptHistoryQueries.end(db, of: id, .failed, failure: failure, now: storedNow())
            guard let delay, failure.isRetryable, errors < held.job.maxAttempts else {
                return try failJob(db, id, failure)
            }
            try AttemptQueries.setFailure(db, of: id, to: failure)
            // This attempt reported its end: the crashes and losses before it were not in a row.
            try AttemptQueries.setLossCounts(db, of: id, crashes: 0, runnerLosses: 0)
            return try requeue(
                db, id, message: StatusMessage.retrying(after: failure), runAt: storedTime(after: delay))
        }
    }

    public func release(_ claim: ClaimID) throws -> JobChange? {
        try write("giving a job back") { db in
            guard let id = try held(db, by: claim)?.job.id else { return nil }
            try AttemptHistoryQueries.end(db, of: id, .released, now: storedNow())
            return try requeue(db, id, message: StatusMessage.released, attemptCounts: false)
        }
    }

    public func recordCrash(_ claim: ClaimID) throws -> JobChange? {
        try write("recording a crash") { db in
            guard let held = try held(db, by: claim) else { return nil }
            let crashes = held.crashCount + 1
            try AttemptQueries.setLossCounts(
                db, of: held.job.id, crashes: crashes, runnerLosses: held.runnerLosses)
            try AttemptHistoryQueries.end(db, of: held.job.id, .crashed, now: storedNow())
            guard crashes < crashLimit else {
                return try failJob(db, held.job.id, StatusMessage.crashedForGood(times: crashes))
            }
            return try requeue(db, held.job.id, message: StatusMessage.crashed)
        }
    }

    /// The attempt's runner died or hangs: no word about the attempt itself.
    func recordLoss(_ db: Database, _ claim: ClaimID) throws -> JobChange? {
        guard let held = try held(db, by: claim) else { return nil }
        let losses = held.runnerLosses + 1
        try AttemptQueries.setLossCounts(db, of: held.job.id, crashes: held.crashCount, runnerLosses: losses)
        try AttemptHistoryQueries.end(db, of: held.job.id, .crashed, now: storedNow())
        guard losses < RunnerLoss.limit else {
            return try failJob(db, held.job.id, StatusMessage.runnerLostForGood(times: losses))
        }
        return try requeue(
            db, held.job.id, message: StatusMessage.crashed, runAt: storedTime(after: RunnerLoss.delay(after: losses)))
    }

    public func resetCrashCount(_ claim: ClaimID) throws {
        try write("resetting a job's crash counts") { db in
            guard let held = try held(db, by: claim), held.crashCount + held.runnerLosses > 0 else { return }
            try AttemptQueries.setLossCounts(db, of: held.job.id, crashes: 0, runnerLosses: 0)
        }
    }

    /// The job of a claim that is current. One whose record cannot be read is failed, and the claim is gone with it.
    func held(_ db: Database, by claim: ClaimID) throws -> ClaimQueries.Held? {
        do {
            return try ClaimQueries.held(db, by: claim)
        } catch let error as StoreError where error.code == .unreadable {
            UnreadableRows.log(error)
            let now = storedNow()
            try AttemptHistoryQueries.end(db, under: claim, .failed, failure: StatusMessage.unreadable, now: now)
            try AttemptQueries.fail(db, under: claim, StatusMessage.unreadable, now: now)
            return nil
        }
    }

    /// Ends a job as failed.
    private func failJob(_ db: Database, _ id: JobID, _ failure: JobFailure) throws -> JobChange {
        let now = storedNow()
        try AttemptQueries.setFailure(db, of: id, to: failure)
        try AttemptQueries.fail(db, id, errorMessage: failure.message, now: now)
        return try Self.change(db, of: id, message: failure.message, now: now)
    }

    private func requeue(
        _ db: Database, _ id: JobID, message: String, runAt: String? = nil, attemptCounts: Bool = true
    ) throws -> JobChange {
        try AttemptQueries.requeue(db, id, message: message, runAt: runAt, attemptCounts: attemptCounts)
        return try Self.change(db, of: id, message: message, now: storedNow())
    }

    /// - Returns: `nil` for no delay: due at once.
    private func storedTime(after delay: Duration) -> String? {
        delay > .zero ? Timestamp.stored(clock.now() + Double(delay.milliseconds) / 1000) : nil
    }
}
