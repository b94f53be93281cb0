import ReelCore

/// What an attempt reports while it runs.
public protocol AttemptLog: Sendable {
    /// Writes how far an attempt has come. Progress below the job's own is raised to it; a milestone that the job has
    /// passed before (in an earlier attempt) is not stored again.
    ///
    /// - Returns: the event to publish; `nil` when the claim is not current or nothing moved.
    func record(_ note: ProgressNote, under claim: ClaimID) throws -> JobEvent?
    /// Keeps what a stage of the attempt has cost.
    func record(_ run: StageRun, under claim: ClaimID) throws
    /// Who writes the job's script. Its `usage` is added to what the job has spent before.
    func recordScript(_ origin: ScriptOrigin, under claim: ClaimID) throws
    /// What was spent on a speech service; it is added to what the job has spent before.
    func recordSpeech(_ usage: SpeechUsage, under claim: ClaimID) throws
    /// The video can be watched while it is made; this is the path that it is going to have.
    func recordLive(_ path: String, under claim: ClaimID) throws
    /// What the stages took in earlier attempts that had everything to make, at most 20 samples of each.
    func stageHistory(of quality: Quality) throws -> StageHistory
}
