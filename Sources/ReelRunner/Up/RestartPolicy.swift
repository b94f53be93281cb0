/// When a process that ended is started again: at once, unless it keeps dying before it is ready.
///
///     starting ──ready──► ready ──end──► (0.2 s) starting
///        └──────end──► (0.2, 0.4, 0.8 … 15 s) starting
///
/// A process that had come up is started again at once however often it is killed: whoever kills it is not stopped by a
/// wait, and everybody else only waits along. One that dies before it is ready has a fault that another start will not
/// mend at once (a setting, a full disk, a port that is taken), so that each start comes later.
package struct RestartPolicy: Sendable {
    package static let shortest: Duration = .milliseconds(200)
    package static let longest: Duration = .seconds(15)

    private var isReady = false
    private var failedStarts = 0

    package init() {}

    package mutating func started() { isReady = false }

    package mutating func becameReady() {
        isReady = true
        failedStarts = 0
    }

    /// - Returns: how long to wait before the next start.
    package mutating func ended() -> Duration {
        guard !isReady else { return Self.shortest }
        failedStarts += 1
        // Beyond seven doublings the limit holds anyway.
        return min(Self.longest, Self.shortest * (1 << min(failedStarts - 1, 7)))
    }
}
