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
