import Foundation

/// One attempt, as `GET /api/jobs/{id}/attempts` gives it. Absent values are `null`, never left out.
public struct AttemptResponse: Hashable, Codable, Sendable {
    /// What one stage of the attempt took and found.
    public struct Stage: Hashable, Codable, Sendable {
        public var stage: StageName
        public var seconds: Double
        public var cpuSeconds: Double
        public var made: Int
        public var found: Int
        public var isDone: Bool

        init(_ run: StageRun) {
            stage = run.stage
            seconds = (run.seconds * 1000).rounded() / 1000
            cpuSeconds = (run.cpuSeconds * 1000).rounded() / 1000
            made = run.made
            found = run.found
            isDone = run.isDone
        }

        enum CodingKeys: String, CodingKey {
            case stage, seconds, made, found
            case cpuSeconds = "cpu_seconds"
            case isDone = "done"
        }
    }

    public var number: Int
    public var runner: String
    public var startedAt: String
    public var endedAt: String?
    /// `nil` while it runs.
    public var outcome: Attempt.Outcome?
    public var errorCode: String?
    public var errorStage: StageName?
    public var errorMessage: String?
    public var stages: [Stage]

    public init(_ attempt: Attempt) {
        number = attempt.number
        runner = attempt.runner.rawValue
        startedAt = Timestamp.wire(attempt.startedAt)
        endedAt = attempt.endedAt.map(Timestamp.wire)
        outcome = attempt.outcome
        errorCode = attempt.failure?.code
        errorStage = attempt.failure?.stage
        errorMessage = attempt.failure?.message
        stages = attempt.stages.map(Stage.init)
    }

    enum CodingKeys: String, CodingKey {
        case number, runner, outcome, stages
        case startedAt = "started_at"
        case endedAt = "ended_at"
        case errorCode = "error_code"
        case errorStage = "error_stage"
        case errorMessage = "error_message"
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(number, forKey: .number)
        try container.encode(runner, forKey: .runner)
        try container.encode(startedAt, forKey: .startedAt)
        try container.encode(endedAt, forKey: .endedAt)
        try container.encode(outcome, forKey: .outcome)
        try container.encode(errorCode, forKey: .errorCode)
        try container.encode(errorStage, forKey: .errorStage)
        try container.encode(errorMessage, forKey: .errorMessage)
        try container.encode(stages, forKey: .stages)
    }
}

/// `GET /api/jobs/{id}/attempts`.
public struct AttemptListResponse: Codable, Sendable {
    public var attempts: [AttemptResponse]
    public var count: Int

    public init(_ attempts: [Attempt]) {
        self.attempts = attempts.map(AttemptResponse.init)
        count = attempts.count
    }
}

/// `202` of `POST /api/jobs/{id}/retry`.
public struct JobRetriedResponse: Codable, Sendable {
    public var status: JobStatus
    public var message: String

    public init(jobID: JobID) {
        status = .pending
        message = "Job \(jobID) will be tried again"
    }
}
