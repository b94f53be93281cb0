import Foundation
import ReelCore

/// How runners take jobs, hold them and give them back. How a lease is timed is the engine's business; a change of the wall
/// clock neither ends nor extends one.
public protocol ClaimStore: Sendable {
    /// Takes jobs that are due, one for each id given as far as there are any: highest priority first, then oldest.
    /// Begins an attempt of each.
    ///
    /// - Parameters:
    ///   - ids: of the new claims, never used before. The caller knows them before the store does, so that a claim of
    ///     which it was never told can be given back.
    ///   - runner: who claims.
    ///   - lease: how long the claims last without being renewed.
    ///   - hostLimit: how many jobs may be claimed on this runner's host at once, all its runners together; `nil` is any
    ///     number. Every claim counts but those of runners that are registered on another host.
    func claimNext(_ ids: [ClaimID], by runner: RunnerID, lease: Duration, hostLimit: Int?) throws -> [Claim]
    /// Renews every lease of the runner.
    ///
    /// - Returns: the claims that are still current; an attempt whose claim is missing must end.
    func renewLeases(of runner: RunnerID, lease: Duration) throws -> Set<ClaimID>
    /// The claims of the runner that are current; `nil` is all runners. Only looks.
    func claims(of runner: RunnerID?) throws -> Set<ClaimID>
    /// Completes the job and writes its video's row, or does neither. A file that another video has is refused. The video
    /// of an edit becomes the next version of the one that was edited.
    ///
    /// - Returns: `nil` when the claim is not current: the caller deletes the files.
    func complete(_ claim: ClaimID, with video: NewVideo) throws -> JobChange?
    /// Ends the attempt with a failure. The job becomes `failed`, or `pending` again after `delay` when the failure may
    /// pass and attempts are left.
    ///
    /// - Parameters:
    ///   - claim: the attempt's.
    ///   - failure: what went wrong.
    ///   - delay: how long to wait before another try; `nil` means that there shall be none.
    func fail(_ claim: ClaimID, with failure: JobFailure, retryAfter delay: Duration?) throws -> JobChange?
    /// Gives the job back as if it had not been claimed: a graceful stop.
    func release(_ claim: ClaimID) throws -> JobChange?
    /// An attempt's process ended without reporting an outcome. The job goes back to the queue; after `crashLimit` crashes
    /// with nothing kept in between it is failed.
    func recordCrash(_ claim: ClaimID) throws -> JobChange?
    /// The attempt has kept something durable: earlier crashes and lost runners no longer count.
    func resetCrashCount(_ claim: ClaimID) throws
    /// A runner is known to be dead. Its jobs go back to the queue, each for a while by `RunnerLoss`, and are failed only
    /// after `RunnerLoss.limit` lost runners in a row. Its entry in the registry is removed.
    func releaseJobs(heldBy runner: RunnerID) throws -> [JobChange]
    /// Jobs whose lease ran out are handled as by `releaseJobs`, and so are entries of the registry.
    ///
    /// - Parameter runner: spared, because whoever asks is alive: a runner that was starved renews its own leases.
    func releaseExpired(sparing runner: RunnerID?) throws -> [JobChange]
    /// The earliest instant at which a pending job that is not due now becomes due.
    func nextDue() throws -> Date?
}

/// How many crashes in a row, with nothing kept in between, fail a job.
public let crashLimit = 3

extension ClaimStore {
    /// Takes one job.
    public func claimNext(by runner: RunnerID, lease: Duration) throws -> Claim? {
        try claimNext([ClaimID()], by: runner, lease: lease, hostLimit: nil).first
    }

    /// Frees the jobs of every runner whose lease ran out.
    public func releaseExpired() throws -> [JobChange] {
        try releaseExpired(sparing: nil)
    }
}
