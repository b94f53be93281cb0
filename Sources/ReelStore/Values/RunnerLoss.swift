/// What it means for a job that the runner of its attempt died: not the job's fault, most likely, so that it waits a little
/// longer each time instead of being failed.
public enum RunnerLoss {
    /// How many in a row, with nothing kept in between, fail a job: it may well be what kills them.
    public static let limit = 20

    /// How long the job waits for its next claim: 0, 0.5, 1, 2, 4, then 5 seconds.
    ///
    /// - Parameter losses: in a row, from 1.
    public static func delay(after losses: Int) -> Duration {
        losses <= 1 ? .zero : .milliseconds(min(500 << min(losses - 2, 10), 5_000))
    }
}
