import Foundation

/// What the daemon writes to an attempt's standard input: all that the attempt will ever know of the job.
public struct AttemptOrder: Codable, Sendable {
    public var jobID: JobID
    /// From 1.
    public var attempt: Int
    public var request: JobRequest
    /// When the job was accepted: the date that its files bear.
    public var orderedAt: Date
    /// What the stages took before, for saying how much time is left.
    public var history: StageHistory

    public init(
        jobID: JobID, attempt: Int, request: JobRequest, orderedAt: Date, history: StageHistory = StageHistory()
    ) {
        self.jobID = jobID
        self.attempt = attempt
        self.request = request
        self.orderedAt = orderedAt
        self.history = history
    }
}

/// What a pipeline reports while it makes a reel, and a line that an attempt writes to its standard output, JSON and a
/// newline. The last three end it: the attempt's command adds them, the pipeline returns or throws instead.
public enum AttemptReport: Codable, Sendable {
    case milestone(Milestone, message: String)
    /// Percent, words for people, and `secondsLeft` until the end of the job, where it can be told.
    case progress(Int, message: String, secondsLeft: Double?)
    /// A stage has ended, well or not.
    case stage(StageRun)
    /// Who writes the script; its `usage` is what was spent since the last such line, whatever becomes of the attempt.
    case writing(ScriptOrigin)
    /// What was spent on a speech service since the last such line, whatever becomes of the attempt.
    case speaking(SpeechUsage)
    /// More of the reel can be watched: its files lie in the work folder.
    case live(HLSReport)
    /// Something expensive was made and kept: an attempt that crashes after this was not in vain.
    case kept
    /// The last line of an attempt that made its reel; the files lie in the work folder.
    case finished(Reel)
    /// The last line of an attempt that did not.
    case failed(JobFailure)
    /// The last line of an attempt that was asked to stop and has: what was made is kept.
    case stopped
}
