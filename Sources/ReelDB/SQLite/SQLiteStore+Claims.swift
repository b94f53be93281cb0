import Foundation
import GRDB
import ReelCore
import ReelStore

/// How runners take jobs, hold them and lose them.
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
                room = min(room, hostLimit - (try ClaimQueries.claimedCount(db, onHostOf: runner)))
            }
            var claims: [Claim] = []
            for id in ids.prefix(max(room, 0)) {
                guard let claim = try claim(db, as: id, by: runner, lease: lease, now: now) else { break }
                claims.append(claim)
            }
            return claims
        }
    }

    /// - Returns: `nil` when nothing is due any more.
    private func claim(
        _ db: Database, as claim: ClaimID, by runner: RunnerID, lease: Duration, now: String
    ) throws -> Claim? {
        while try ClaimQueries.claim(
            db, id: claim, runner: runner, leaseEnd: leaseEnd(lease), bootID: clock.bootID, now: now)
        {
            // A job whose record cannot be read is failed, and must not keep the others from being claimed.
            guard let held = try held(db, by: claim) else { continue }
            let id = held.job.id
            try AttemptHistoryQueries.begin(db, of: id, claim: claim, runner: runner, now: now)
            let message = held.job.attempt == 1 ? StatusMessage.started : StatusMessage.resumed
            try AttemptQueries.setMessage(db, of: id, to: message)
            let change = try Self.change(db, of: id, message: message, now: now)
            var job = change.job
            if job.request.narration != nil { job.request.narration?.data = try RecordingQueries.find(db, of: id) }
            return Claim(id: claim, job: job, event: change.events[0], errorCount: held.errorCount)
        }
        return nil
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

    public func releaseJobs(heldBy runner: RunnerID) throws -> [JobChange] {
        try write("freeing a dead runner's jobs") { db in
            try RunnerQueries.remove(db, runner)
            return try ClaimQueries.claims(db, of: runner).compactMap { try recordLoss(db, $0) }
        }
    }

    public func releaseExpired(sparing runner: RunnerID?) throws -> [JobChange] {
        let find = { [clock] db in
            try ClaimQueries.expiredClaims(db, uptime: clock.uptime(), bootID: clock.bootID, sparing: runner)
        }
        let isAnyExpired = try read("looking for expired leases") { db in
            try !find(db).isEmpty
                || RunnerQueries.isAnyExpired(db, uptime: clock.uptime(), bootID: clock.bootID, sparing: runner)
        }
        guard isAnyExpired else { return [] }
        return try write("freeing jobs whose lease ran out") { db in
            try RunnerQueries.removeExpired(db, uptime: clock.uptime(), bootID: clock.bootID, sparing: runner)
            return try find(db).compactMap { try recordLoss(db, $0) }
        }
    }

    public func nextDue() throws -> Date? {
        try readOne("looking for the next job") { try ClaimQueries.nextDue($0, after: storedNow()) }
    }

    func leaseEnd(_ lease: Duration) -> Int64 {
        clock.uptime() + lease.milliseconds
    }
}
