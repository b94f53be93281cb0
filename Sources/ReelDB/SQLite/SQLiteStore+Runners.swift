import Foundation
import GRDB
import ReelCore
import ReelStore

/// The verbs of runners.
extension SQLiteStore {
    public func claimNext(
        _ ids: [ClaimID], by runner: RunnerID, lease: Duration, hostLimit: Int?
    ) throws -> [Claim] {
        // An idle runner asks often; looking first keeps it away from the writeLock.
        guard try readOne("looking for a job", { try ClaimQueries.isAnyDue($0, now: storedNow()) }) else { return [] }
        return try write("claiming jobs") { db in
            let now = storedNow()
            try ClaimQueries.promote(db, now: now)
            var room = ids.count
            if let hostLimit {
                room = min(room, hostLimit - (try ClaimQueries.claimedCount(db, bootID: clock.bootID)))
            }
            var claims: [Claim] = []
            for id in ids.prefix(max(room, 0)) {
                guard let claim = try claim(db, as: id, by: runner, lease: lease, now: now) else { break }
                claims.append(claim)
            }
            return claims
        }
    }

    private func claim(
        _ db: Database, as claim: ClaimID, by runner: RunnerID, lease: Duration, now: String
    ) throws -> Claim? {
        guard
            let id = try ClaimQueries.claim(
                db, id: claim, runner: runner, leaseEnd: leaseEnd(lease), bootID: clock.bootID, now: now)
        else { return nil }
        try AttemptHistoryQueries.begin(db, of: id, claim: claim, runner: runner, now: now)
        let isFirst = try JobQueries.existing(db, id: id).attempt == 1
        let message = isFirst ? StatusMessage.started : StatusMessage.resumed
        try AttemptQueries.setMessage(db, of: id, to: message)
        let change = try Self.change(db, of: id, message: message, now: now)
        let errors = try ClaimQueries.held(db, by: claim)?.errorCount ?? 0
        return Claim(id: claim, job: change.job, event: change.events[0], errorCount: errors)
    }

    public func renewLeases(of runner: RunnerID, lease: Duration) throws -> Set<ClaimID> {
        try write("renewing leases") { db in
            try ClaimQueries.renew(db, runner: runner, leaseEnd: leaseEnd(lease), bootID: clock.bootID)
        }
    }

    public func claims(of runner: RunnerID?) throws -> Set<ClaimID> {
        try readOne("looking at claims") { db in
            Set(try runner.map { try ClaimQueries.claims(db, of: $0) } ?? ClaimQueries.allClaims(db))
        }
    }

    public func record(_ note: ProgressNote, under claim: ClaimID) throws -> JobEvent? {
        try write("recording progress") { db in
            guard let job = try ClaimQueries.held(db, by: claim)?.job else { return nil }
            let progress = max(job.progress, min(note.progress, 99))
            let isNew =
                try note.isMilestone && note.progress < 100
                && !EventQueries.hasMilestone(db, of: job.id, atOrAbove: note.progress)
            let now = clock.now()
            let end = note.secondsLeft.map { now + $0 } ?? job.expectedEnd
            guard
                isNew || progress != job.progress || note.message != job.progressMessage
                    || Self.differ(end, job.expectedEnd)
            else { return nil }
            try AttemptQueries.setProgress(
                db, of: job.id, to: progress, message: note.message, expectedEnd: end.map(Timestamp.stored))
            var event = try EventQueries.add(
                db, to: job.id, kind: isNew ? .milestone : .progress, message: note.message,
                now: Timestamp.stored(now))
            event.expectedEnd = note.secondsLeft == nil ? nil : end
            return event
        }
    }

    /// By a second or more: less is no news.
    private static func differ(_ end: Date?, _ other: Date?) -> Bool {
        guard let end, let other else { return (end == nil) != (other == nil) }
        return abs(end.timeIntervalSince(other)) >= 1
    }

    public func record(_ run: StageRun, under claim: ClaimID) throws {
        try write("recording a stage") { db in
            guard let job = try ClaimQueries.held(db, by: claim)?.job else { return }
            try AttemptHistoryQueries.add(db, run, to: claim, quality: job.request.quality)
        }
    }

    public func stageHistory(of quality: Quality) throws -> StageHistory {
        try read("reading what stages take") { db in
            var history = StageHistory()
            for stage in StageName.allCases {
                let samples = try AttemptHistoryQueries.samples(db, of: stage, quality, limit: 20)
                if !samples.isEmpty { history.samples[stage] = samples }
            }
            return history
        }
    }

    public func complete(_ claim: ClaimID, with video: NewVideo) throws -> JobChange? {
        try write("completing a job") { db in
            guard let job = try ClaimQueries.held(db, by: claim)?.job else { return nil }
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
            guard let held = try ClaimQueries.held(db, by: claim) else { return nil }
            let id = held.job.id
            let errors = held.errorCount + 1
            try AttemptQueries.setErrorCount(db, of: id, to: errors)
            try AttemptHistoryQueries.end(db, of: id, .failed, failure: failure, now: storedNow())
            guard let delay, failure.isRetryable, errors < held.job.maxAttempts else {
                return try failJob(db, id, failure)
            }
            try AttemptQueries.setFailure(db, of: id, to: failure)
            // This attempt ended in words: the crashes before it were not in a row.
            try AttemptQueries.setCrashCount(db, of: id, to: 0)
            let runAt = Timestamp.stored(clock.now() + Double(delay.milliseconds) / 1000)
            return try requeue(
                db, id, message: StatusMessage.retrying(after: failure), runAt: delay > .zero ? runAt : nil)
        }
    }

    public func release(_ claim: ClaimID) throws -> JobChange? {
        try write("giving a job back") { db in
            guard let id = try ClaimQueries.held(db, by: claim)?.job.id else { return nil }
            try AttemptHistoryQueries.end(db, of: id, .released, now: storedNow())
            return try requeue(db, id, message: StatusMessage.released, attemptCounts: false)
        }
    }

    public func recordCrash(_ claim: ClaimID) throws -> JobChange? {
        try write("recording a crash") { try recordCrash($0, claim) }
    }

    public func recordScript(_ origin: ScriptOrigin, under claim: ClaimID) throws {
        try write("recording who wrote the script") { db in
            guard let job = try ClaimQueries.held(db, by: claim)?.job else { return }
            var origin = origin
            if let before = job.scriptOrigin?.usage { origin.usage = origin.usage.map { before + $0 } ?? before }
            try AttemptQueries.setScriptOrigin(
                db, of: job.id, to: String(decoding: try WireCoding.encode(origin), as: UTF8.self))
        }
    }

    public func recordLive(_ path: String, under claim: ClaimID) throws {
        try write("recording where a video in the making lies") { db in
            try AttemptQueries.setLivePath(db, under: claim, to: path)
        }
    }

    public func resetCrashCount(_ claim: ClaimID) throws {
        try write("forgetting crashes") { db in
            guard let held = try ClaimQueries.held(db, by: claim), held.crashCount > 0 else { return }
            try AttemptQueries.setCrashCount(db, of: held.job.id, to: 0)
        }
    }

    public func releaseJobs(heldBy runner: RunnerID) throws -> [JobChange] {
        try write("freeing a dead runner's jobs") { db in
            try ClaimQueries.claims(db, of: runner).compactMap { try recordCrash(db, $0) }
        }
    }

    public func releaseExpired(sparing runner: RunnerID?) throws -> [JobChange] {
        let find = { [clock] db in
            try ClaimQueries.expiredClaims(db, uptime: clock.uptime(), bootID: clock.bootID, sparing: runner)
        }
        guard try !readOne("looking for expired leases", find).isEmpty else { return [] }
        return try write("freeing jobs whose lease ran out") { db in
            try find(db).compactMap { try recordCrash(db, $0) }
        }
    }

    public func nextDue() throws -> Date? {
        try readOne("looking for the next job") { try ClaimQueries.nextDue($0, after: storedNow()) }
    }

    private func recordCrash(_ db: Database, _ claim: ClaimID) throws -> JobChange? {
        guard let held = try ClaimQueries.held(db, by: claim) else { return nil }
        let crashes = held.crashCount + 1
        try AttemptQueries.setCrashCount(db, of: held.job.id, to: crashes)
        try AttemptHistoryQueries.end(db, of: held.job.id, .crashed, now: storedNow())
        guard crashes < crashLimit else {
            return try failJob(db, held.job.id, StatusMessage.crashedForGood(times: crashes))
        }
        return try requeue(db, held.job.id, message: StatusMessage.crashed)
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

    private func leaseEnd(_ lease: Duration) -> Int64 {
        clock.uptime() + lease.milliseconds
    }
}
