import Foundation
import ReelCore

/// What the house may ask of the place where jobs and videos are kept, in the house's words.
///
/// Every verb is one transaction, blocks its thread, and may be called from any thread. Writers of several processes are
/// kept apart by the store. A verb that carries a `ClaimID` changes nothing when that claim is no longer current: the job
/// was cancelled, or another runner has it.
///
/// - Throws: `StoreError` from every verb.
public protocol Store: Sendable {
    // MARK: Clients

    /// Accepts a job, unless the terms say otherwise. When this returns, the job survives a power cut.
    func accept(_ request: JobRequest, under terms: EnqueueOptions) throws -> Acceptance
    func job(_ id: JobID) throws -> Job?
    /// Newest first.
    func jobs(status: JobStatus?, page: Page) throws -> Listing<Job>
    /// The newest completed job for this address whose video still exists.
    func completedJob(forURL url: String) throws -> Job?
    func cancel(_ id: JobID) throws -> CancelOutcome
    /// Puts a job that failed or was cancelled back into the queue, with all its tries before it; one that waits for its
    /// next try is due at once.
    func retry(_ id: JobID) throws -> RetryOutcome
    /// The job's attempts in order, the running one too.
    ///
    /// - Returns: `nil` when there is no such job.
    func attempts(of id: JobID) throws -> [Attempt]?
    /// Newest first.
    func videos(page: Page) throws -> Listing<Video>
    func video(_ id: VideoID) throws -> Video?
    /// A video and those that it is an edit of or that are edits of it, in the order of their versions.
    ///
    /// - Returns: empty when there is no such video.
    func versions(of id: VideoID) throws -> [Video]
    /// Removes the video's row; the job that made it keeps its own, without a video. The files are the caller's to remove.
    ///
    /// - Returns: the video as it was; `nil` if there is none.
    func deleteVideo(_ id: VideoID) throws -> Video?
    /// How many rows there are.
    func counts() throws -> StoreCounts

    // MARK: Takeover

    /// The videos of the Python original whose files have not been imported yet.
    func videosToImport() throws -> [Video]
    /// Says what became of a video that was to be imported.
    ///
    /// - Parameter film: its file in `outputs` now; `nil` if it was not there any more.
    func setImported(_ id: VideoID, film: ImportedFilm?) throws

    // MARK: Watchers

    /// The job and its stored events (milestones and changes of status) as of one instant.
    func snapshot(of id: JobID) throws -> JobSnapshot?

    // MARK: Runners

    /// Takes jobs that are due, one for each name given as far as there are any: highest priority first, then oldest.
    /// Begins an attempt of each.
    ///
    /// - Parameters:
    ///   - ids: the claims' names, never used before. The caller knows them before the store does, so that a claim of
    ///     which it was never told can be given back.
    ///   - machineLimit: how many jobs may be claimed on this machine (by runners of the same boot) at once, all runners
    ///     together; `nil` is any number.
    func claimNext(_ ids: [ClaimID], by runner: RunnerID, lease: Duration, machineLimit: Int?) throws -> [Claim]
    /// Renews every lease of the runner.
    ///
    /// - Returns: the claims that are still current; an attempt whose claim is missing must end.
    func renewLeases(of runner: RunnerID, lease: Duration) throws -> Set<ClaimID>
    /// The claims of the runner that are current; `nil` is all runners. Only looks.
    func claims(of runner: RunnerID?) throws -> Set<ClaimID>
    /// Writes how far an attempt has come. Progress below the job's own is raised to it; a milestone that the job has
    /// passed before (in an earlier attempt) is not stored again.
    ///
    /// - Returns: the event to publish; `nil` when the claim is not current or nothing moved.
    func record(_ note: ProgressNote, under claim: ClaimID) throws -> JobEvent?
    /// Keeps what a stage of the attempt has cost.
    func record(_ run: StageRun, under claim: ClaimID) throws
    /// What the stages took in earlier attempts that had everything to make, at most 20 samples of each.
    func stageHistory(of quality: Quality) throws -> StageHistory
    /// Completes the job and writes its video's row, or does neither. A file that another video has is refused. The video
    /// of an edit becomes the next version of the one that was edited.
    ///
    /// - Returns: `nil` when the claim is not current: the caller deletes the files.
    func complete(_ claim: ClaimID, with video: NewVideo) throws -> JobChange?
    /// Ends the attempt with a failure. The job becomes `failed`, or `pending` again after `delay` when the failure may
    /// pass and attempts are left.
    ///
    /// - Parameter delay: how long to wait before another try; `nil` means that there shall be none.
    func fail(_ claim: ClaimID, with failure: JobFailure, retryAfter delay: Duration?) throws -> JobChange?
    /// Gives the job back as if it had not been claimed: a graceful stop.
    func release(_ claim: ClaimID) throws -> JobChange?
    /// An attempt's process ended without a word. The job goes back to the queue; after `crashLimit` crashes with
    /// nothing kept in between it is failed.
    func recordCrash(_ claim: ClaimID) throws -> JobChange?
    /// Who writes the job's script. Its `usage` is added to what the job has spent before.
    func recordScript(_ origin: ScriptOrigin, under claim: ClaimID) throws
    /// The video can be watched while it is made; this is the path that it is going to have.
    func recordLive(_ path: String, under claim: ClaimID) throws
    /// The attempt has kept something expensive: earlier crashes are forgotten.
    func resetCrashCount(_ claim: ClaimID) throws
    /// A runner is known to be dead: its jobs are handled as by `recordCrash`.
    func releaseJobs(heldBy runner: RunnerID) throws -> [JobChange]
    /// Jobs whose lease ran out are handled as by `recordCrash`.
    ///
    /// - Parameter runner: spared, because whoever asks is alive: a runner that was starved renews its own leases.
    func releaseExpired(sparing runner: RunnerID?) throws -> [JobChange]
    /// The earliest instant at which a pending job that is not due now becomes due.
    func nextDue() throws -> Date?
    /// The `filePath` of every video.
    func videoPaths() throws -> Set<String>

    // MARK: Upkeep

    /// Removes failed and cancelled jobs that ended before a date, with their events and attempts, at most `limit`.
    ///
    /// - Returns: how many.
    func removeEndedJobs(before date: Date, limit: Int) throws -> Int
    /// Videos that were made before a date, the oldest first, at most `limit`.
    func videos(before date: Date, limit: Int) throws -> [Video]
    /// Writes a whole copy as of one instant, while others read and write, in the form from which the engine restores.
    /// The file must not exist; the copy is complete and flushed when this returns.
    func backUp(to file: URL) throws
    /// Looks at everything that is stored.
    ///
    /// - Returns: what is wrong, in the engine's words; empty when all is well.
    func integrityProblems() throws -> [String]

    /// Reads something small.
    func checkHealth() throws
}

extension Store {
    /// Accepts a job, whatever waits already.
    public func createJob(_ request: JobRequest, options: JobOptions = JobOptions()) throws -> Job {
        switch try accept(request, under: EnqueueOptions(options: options)) {
        case .accepted(let job), .repeated(let job): return job
        case .otherRequest, .queueFull:
            throw StoreError(.failed, operation: "creating a job", cause: "it was refused by terms that nobody set")
        }
    }

    /// Takes one job.
    public func claimNext(by runner: RunnerID, lease: Duration) throws -> Claim? {
        try claimNext([ClaimID()], by: runner, lease: lease, machineLimit: nil).first
    }

    public func releaseExpired() throws -> [JobChange] {
        try releaseExpired(sparing: nil)
    }
}

/// What must hold for a job to be accepted.
public struct EnqueueOptions: Hashable, Sendable {
    /// The same key means the same job.
    public var idempotencyKey: String?
    /// How many jobs may wait; `nil` is any number.
    public var queueLimit: Int?
    public var options: JobOptions

    public init(idempotencyKey: String? = nil, queueLimit: Int? = nil, options: JobOptions = JobOptions()) {
        self.idempotencyKey = idempotencyKey
        self.queueLimit = queueLimit
        self.options = options
    }
}

/// What a client's wish for a job came to.
public enum Acceptance: Hashable, Sendable {
    case accepted(Job)
    /// There is a job of this key for the same request: nothing was added.
    case repeated(Job)
    /// There is a job of this key for another request.
    case otherRequest(Job)
    /// As many jobs wait as may.
    case queueFull(waiting: Int)
}

public struct StoreCounts: Hashable, Sendable {
    public var jobs: [JobStatus: Int]
    public var videos: Int

    public init(jobs: [JobStatus: Int], videos: Int) {
        self.jobs = jobs
        self.videos = videos
    }
}

/// A film of the Python original that lies in `outputs` now.
public struct ImportedFilm: Hashable, Sendable {
    /// Relative to `REEL_HOME`.
    public var filePath: String
    /// Seconds.
    public var duration: Double
    /// Units of 1,048,576 bytes.
    public var sizeMB: Double

    public init(filePath: String, duration: Double, sizeMB: Double) {
        self.filePath = filePath
        self.duration = duration
        self.sizeMB = sizeMB
    }
}

/// How many crashes in a row, with nothing kept in between, park a job as failed.
public let crashLimit = 3

/// A part of a list.
public struct Page: Hashable, Sendable {
    public let limit: Int
    public let offset: Int

    /// Numbers below zero mean zero.
    public init(limit: Int, offset: Int = 0) {
        self.limit = max(limit, 0)
        self.offset = max(offset, 0)
    }
}

public struct Listing<Item: Sendable>: Sendable {
    public var items: [Item]
    /// Rows in all pages.
    public var total: Int

    public init(items: [Item], total: Int) {
        self.items = items
        self.total = total
    }
}

/// What a client's wish to cancel came to.
public enum CancelOutcome: Sendable {
    case cancelled(JobChange)
    /// The job had ended before.
    case alreadyEnded(Job)
    case notFound
}

/// What a client's wish for another try came to.
public enum RetryOutcome: Sendable {
    case retried(JobChange)
    /// It is processing, or due anyway.
    case underWay(Job)
    /// It has its video.
    case completed(Job)
    case notFound
}

/// A job after a change of its status, and the events that tell of it.
public struct JobChange: Hashable, Sendable {
    public var job: Job
    /// To be published in this order. The last one is the change of status; a completed job's last milestone goes
    /// before it.
    public var events: [JobEvent]

    public init(job: Job, events: [JobEvent]) {
        self.job = job
        self.events = events
    }
}

public struct JobSnapshot: Hashable, Sendable {
    public var job: Job
    /// Stored events in order.
    public var events: [JobEvent]

    public init(job: Job, events: [JobEvent]) {
        self.job = job
        self.events = events
    }
}

/// A job that this runner may work on until the lease ends.
public struct Claim: Hashable, Sendable {
    public var id: ClaimID
    /// The job after the claim, `processing`.
    public var job: Job
    /// The change of status, to be published.
    public var event: JobEvent
    /// How many attempts of the job have ended in an error so far.
    public var errorCount: Int

    public init(id: ClaimID, job: Job, event: JobEvent, errorCount: Int = 0) {
        self.id = id
        self.job = job
        self.event = event
        self.errorCount = errorCount
    }
}

/// How far an attempt has come.
public struct ProgressNote: Hashable, Sendable {
    /// Percent, 0...99: only `complete` makes it 100.
    public var progress: Int
    public var message: String
    /// Whether this is one of the `Milestone`s.
    public var isMilestone: Bool
    /// Until the job is expected to end; `nil` leaves what was said before.
    public var secondsLeft: Double?

    public init(progress: Int, message: String, isMilestone: Bool, secondsLeft: Double? = nil) {
        self.progress = progress
        self.message = message
        self.isMilestone = isMilestone
        self.secondsLeft = secondsLeft
    }
}

/// A video's row before it has a number.
public struct NewVideo: Hashable, Sendable {
    public var title: String
    public var sourceURL: String
    /// Relative to `REEL_HOME`.
    public var filePath: String
    /// Seconds.
    public var duration: Double
    /// Units of 1,048,576 bytes.
    public var sizeMB: Double
    public var script: Script
    /// Whether a stream of it lies beside the file.
    public var hasStream: Bool

    public init(
        title: String, sourceURL: String, filePath: String, duration: Double, sizeMB: Double, script: Script,
        hasStream: Bool = false
    ) {
        self.title = title
        self.sourceURL = sourceURL
        self.filePath = filePath
        self.duration = duration
        self.sizeMB = sizeMB
        self.script = script
        self.hasStream = hasStream
    }
}
