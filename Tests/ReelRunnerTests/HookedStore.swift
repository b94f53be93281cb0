import Foundation
import ReelCore
import ReelStore
import Synchronization

/// A store with somebody in its way, at the instants that a test wants to meet.
final class HookedStore: Store {
    struct Hooks: Sendable {
        /// The claims stand in the store; the runner has not been told.
        var afterClaim: @Sendable ([Claim]) throws -> Void = { _ in }
        /// The files stand in the outputs; the row is not written.
        var beforeComplete: @Sendable (ClaimID) throws -> Void = { _ in }
        /// The job is completed; the runner has not been told.
        var afterComplete: @Sendable (ClaimID) throws -> Void = { _ in }
        /// A heartbeat has renewed the leases.
        var afterRenewal: @Sendable () -> Void = {}
    }

    private let store: any Store
    private let hooks: Hooks

    init(_ store: any Store, _ hooks: Hooks) {
        self.store = store
        self.hooks = hooks
    }

    func claimNext(_ ids: [ClaimID], by runner: RunnerID, lease: Duration, hostLimit: Int?) throws -> [Claim] {
        let claims = try store.claimNext(ids, by: runner, lease: lease, hostLimit: hostLimit)
        if !claims.isEmpty { try hooks.afterClaim(claims) }
        return claims
    }

    func complete(_ claim: ClaimID, with video: NewVideo) throws -> JobChange? {
        try hooks.beforeComplete(claim)
        let change = try store.complete(claim, with: video)
        try hooks.afterComplete(claim)
        return change
    }

    func renewLeases(of runner: RunnerID, lease: Duration) throws -> Set<ClaimID> {
        let claims = try store.renewLeases(of: runner, lease: lease)
        hooks.afterRenewal()
        return claims
    }

    // Everything else as it is.

    func enqueue(_ request: JobRequest, options: EnqueueOptions) throws -> EnqueueOutcome {
        try store.enqueue(request, options: options)
    }
    func job(_ id: JobID) throws -> Job? { try store.job(id) }
    func job(ofVideo id: VideoID) throws -> Job? { try store.job(ofVideo: id) }
    func jobs(status: JobStatus?, page: Page) throws -> Listing<Job> { try store.jobs(status: status, page: page) }
    func completedJob(forURL url: String) throws -> Job? { try store.completedJob(forURL: url) }
    func cancel(_ id: JobID) throws -> CancelOutcome { try store.cancel(id) }
    func retry(_ id: JobID, queueLimit: Int?) throws -> RetryOutcome {
        try store.retry(id, queueLimit: queueLimit)
    }
    func attempts(of id: JobID) throws -> [Attempt]? { try store.attempts(of: id) }
    func videos(page: Page) throws -> Listing<Video> { try store.videos(page: page) }
    func video(_ id: VideoID) throws -> Video? { try store.video(id) }
    func versions(of id: VideoID) throws -> [Video] { try store.versions(of: id) }
    func deleteVideo(_ id: VideoID) throws -> Video? { try store.deleteVideo(id) }
    func videosChangedAt() throws -> Date { try store.videosChangedAt() }
    func createShare(
        of video: VideoID, tokenHash: String, isIndexable: Bool, limit: Int
    ) throws -> ShareOutcome {
        try store.createShare(of: video, tokenHash: tokenHash, isIndexable: isIndexable, limit: limit)
    }
    func shares(of video: VideoID) throws -> [Share]? { try store.shares(of: video) }
    func deleteShare(_ id: ShareID, of video: VideoID) throws -> Bool { try store.deleteShare(id, of: video) }
    func share(tokenHash: String) throws -> (share: Share, video: Video)? { try store.share(tokenHash: tokenHash) }
    func counts() throws -> StoreCounts { try store.counts() }
    func videosToImport() throws -> [Video] { try store.videosToImport() }
    func setImported(_ id: VideoID, film: ImportedFilm?) throws { try store.setImported(id, film: film) }
    func snapshot(of id: JobID) throws -> JobSnapshot? { try store.snapshot(of: id) }
    func eventSeqs(of ids: [JobID]) throws -> [JobID: Int64] { try store.eventSeqs(of: ids) }
    func claims(of runner: RunnerID?) throws -> Set<ClaimID> { try store.claims(of: runner) }
    func record(_ note: ProgressNote, under claim: ClaimID) throws -> JobEvent? { try store.record(note, under: claim) }
    func record(_ run: StageRun, under claim: ClaimID) throws { try store.record(run, under: claim) }
    func stageHistory(of quality: Quality) throws -> StageHistory { try store.stageHistory(of: quality) }
    func fail(_ claim: ClaimID, with failure: JobFailure, retryAfter delay: Duration?) throws -> JobChange? {
        try store.fail(claim, with: failure, retryAfter: delay)
    }
    func release(_ claim: ClaimID) throws -> JobChange? { try store.release(claim) }
    func recordCrash(_ claim: ClaimID) throws -> JobChange? { try store.recordCrash(claim) }
    func recordScript(_ origin: ScriptOrigin, under claim: ClaimID) throws {
        try store.recordScript(origin, under: claim)
    }
    func recordSpeech(_ usage: SpeechUsage, under claim: ClaimID) throws {
        try store.recordSpeech(usage, under: claim)
    }
    func recordLive(_ path: String, under claim: ClaimID) throws { try store.recordLive(path, under: claim) }
    func resetCrashCount(_ claim: ClaimID) throws { try store.resetCrashCount(claim) }
    func releaseJobs(heldBy runner: RunnerID) throws -> [JobChange] { try store.releaseJobs(heldBy: runner) }
    func releaseExpired(sparing runner: RunnerID?) throws -> [JobChange] { try store.releaseExpired(sparing: runner) }
    func nextDue() throws -> Date? { try store.nextDue() }
    func videoPaths() throws -> Set<String> { try store.videoPaths() }
    func removeEndedJobs(before date: Date, limit: Int) throws -> Int {
        try store.removeEndedJobs(before: date, limit: limit)
    }
    func removeCompletedJobs(before date: Date, limit: Int) throws -> Int {
        try store.removeCompletedJobs(before: date, limit: limit)
    }
    func videos(before date: Date, after: Video?, limit: Int) throws -> [Video] {
        try store.videos(before: date, after: after, limit: limit)
    }
    func register(_ runner: RunnerInfo, lease: Duration) throws { try store.register(runner, lease: lease) }
    func deregister(_ runner: RunnerID) throws { try store.deregister(runner) }
    func runners() throws -> [RegisteredRunner] { try store.runners() }
    func condition() throws -> StoreCondition { try store.condition() }
    func backUp(to file: URL) throws { try store.backUp(to: file) }
    func close() throws { try store.close() }
    func integrityProblems() throws -> [String] { try store.integrityProblems() }
    func checkHealth() throws { try store.checkHealth() }
}
