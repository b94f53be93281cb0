import Foundation

/// One try at a job by one runner, kept for as long as the job is.
public struct Attempt: Hashable, Sendable {
    /// How an attempt ended.
    public enum Outcome: String, Codable, CaseIterable, Sendable {
        /// The job has its video.
        case completed
        /// It ended in words: `failure`.
        case failed
        /// Its process ended without a word, or its runner died or hung.
        case crashed
        /// Its runner was stopped in good order; it does not count.
        case released
        /// The job was cancelled meanwhile.
        case cancelled
    }

    /// From 1, by the order of the claims of one job.
    public var number: Int
    public var runner: RunnerID
    public var startedAt: Date
    public var endedAt: Date?
    /// `nil` while it runs.
    public var outcome: Outcome?
    public var failure: JobFailure?
    /// Those that ended, in order.
    public var stages: [StageRun]

    public init(
        number: Int, runner: RunnerID, startedAt: Date, endedAt: Date? = nil, outcome: Outcome? = nil,
        failure: JobFailure? = nil, stages: [StageRun] = []
    ) {
        self.number = number
        self.runner = runner
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.outcome = outcome
        self.failure = failure
        self.stages = stages
    }
}

/// What one stage cost in one attempt.
public struct StageRun: Hashable, Codable, Sendable {
    public var stage: StageName
    /// By the clock on the wall.
    public var seconds: Double
    /// Of the attempt's process and its children, user and system.
    public var cpuSeconds: Double
    /// Things that were made and kept.
    public var made: Int
    /// Things that an earlier attempt or job had made.
    public var found: Int
    /// Seconds of the reel that this was for; `nil` before there was a script.
    public var reelSeconds: Double?
    /// Whether the stage did what it was there for.
    public var isDone: Bool

    public init(
        stage: StageName, seconds: Double, cpuSeconds: Double, made: Int = 0, found: Int = 0,
        reelSeconds: Double? = nil, isDone: Bool = true
    ) {
        self.stage = stage
        self.seconds = seconds
        self.cpuSeconds = cpuSeconds
        self.made = made
        self.found = found
        self.reelSeconds = reelSeconds
        self.isDone = isDone
    }
}

/// What the stages of earlier jobs of one quality took when they had everything to make: what a new job will take.
public struct StageHistory: Hashable, Codable, Sendable {
    /// One run of a stage from nothing.
    public struct Sample: Hashable, Codable, Sendable {
        public var seconds: Double
        /// Seconds of the reel that it was for, `nil` for the stages before the script.
        public var reelSeconds: Double?

        public init(seconds: Double, reelSeconds: Double? = nil) {
            self.seconds = seconds
            self.reelSeconds = reelSeconds
        }
    }

    /// The newest first.
    public var samples: [StageName: [Sample]]

    public init(samples: [StageName: [Sample]] = [:]) {
        self.samples = samples
    }
}
