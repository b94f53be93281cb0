import Foundation
import ReelCore
import ReelStore
import Testing

/// What a correct store is, whatever its engine: every implementation's tests run all of `StoreExercise.all`.
///
///     @Test(arguments: StoreExercise.all)
///     func behaves(_ exercise: StoreExercise) async throws {
///         try await withTemporaryFolder { folder in
///             try exercise.run { try SQLiteStore(path: folder.appending(path: "reelcraft.db"), clock: $0.storeClock) }
///         }
///     }
public struct StoreExercise: Sendable, CustomTestStringConvertible {
    /// Opens the store under test; called again, it opens the same data as another process would.
    public typealias Open = @Sendable (ManualClock) throws -> any Store

    /// The sentence that holds.
    public let name: String
    private let body: @Sendable (StoreBench) throws -> Void

    init(_ name: String, _ body: @escaping @Sendable (StoreBench) throws -> Void) {
        self.name = name
        self.body = body
    }

    public var testDescription: String { name }

    public func run(_ open: @escaping Open) throws {
        try body(StoreBench(open))
    }

    public static let all = [
        jobs, videos, shares, claims, queue, schedule, progress, endings, crashes, retries, attempts, runners,
        retention,
        upkeep, recordings,
    ].flatMap(\.self)
}

/// A store, the clock it runs on, and shorthands for what nearly every exercise does.
struct StoreBench {
    let clock = ManualClock()
    let open: StoreExercise.Open
    let store: any Store
    let runner = RunnerID()
    let lease = Duration.seconds(20)

    init(_ open: @escaping StoreExercise.Open) throws {
        self.open = open
        store = try open(clock)
    }

    /// Creates a job a second after the one before.
    @discardableResult
    func create(_ url: String = "https://example.org/article") throws -> Job {
        clock.advance(by: .seconds(1))
        return try store.createJob(JobRequest(url: url))
    }

    func claim(by other: RunnerID? = nil) throws -> Claim {
        clock.advance(by: .seconds(1))
        return try #require(try store.claimNext(by: other ?? runner, lease: lease))
    }

    /// Creates a job and claims it; no other is pending.
    func begin() throws -> Claim {
        let job = try create()
        let claim = try claim()
        #expect(claim.job.id == job.id)
        return claim
    }

    /// Claims up to `count` jobs at once.
    func claim(_ count: Int, hostLimit: Int? = nil, by other: RunnerID? = nil) throws -> [Claim] {
        try store.claimNext(
            (0..<count).map { _ in ClaimID() }, by: other ?? runner, lease: lease, hostLimit: hostLimit)
    }

    /// A job that has failed for good.
    func failed() throws -> Job {
        try #require(try store.fail(try begin().id, with: error, retryAfter: nil)).job
    }

    func job(_ id: JobID) throws -> Job {
        try #require(try store.job(id))
    }

    func events(_ id: JobID) throws -> [JobEvent] {
        try #require(try store.snapshot(of: id)).events
    }

    func record(_ milestone: Milestone, _ claim: Claim) throws -> JobEvent? {
        try store.record(
            ProgressNote(progress: milestone.progress, message: milestone.message(sceneCount: 9), isMilestone: true),
            under: claim.id)
    }

    func record(_ progress: Int, _ message: String, _ claim: Claim) throws -> JobEvent? {
        try store.record(ProgressNote(progress: progress, message: message, isMilestone: false), under: claim.id)
    }

    /// The video of a job that asks for one, or for another version of one.
    func makeVersion(
        _ name: String, editing video: VideoID? = nil, quality: Quality = .standard, style: ReelStyle? = nil
    ) throws -> Video {
        clock.advance(by: .seconds(1))
        _ = try store.createJob(
            JobRequest(url: "https://example.org/article", quality: quality, style: style, editOf: video))
        let job = try #require(try store.complete(try claim().id, with: newVideo(name))).job
        let id = try #require(job.videoID)
        return try #require(try store.video(id))
    }

    func newVideo(_ name: String = "reel", url: String = "https://example.org/article") -> NewVideo {
        NewVideo(
            title: "Coral gardens", sourceURL: url, filePath: "outputs/\(name).mp4", duration: 41.25, sizeMB: 7.5,
            script: Script(
                title: "Coral gardens",
                scenes: [Scene(sceneNumber: 1, script: "Corals are animals.", assetKeywords: ["coral"])]))
    }

    let error = JobFailure(
        stage: .extract, code: "fetch_timed_out", message: "The page took too long. Try again later.",
        detail: "curl 28", isRetryable: true)
}
