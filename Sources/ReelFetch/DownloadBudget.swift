import ReelCore
import Synchronization

/// The time that all downloads of one stage of a job may take together, so that a server that answers each of them as
/// slowly as it may holds no place for long.
///
/// Only the time in which at least one of them runs is counted: those that run at once share it, and what is decoded
/// between them costs none of it.
public final class DownloadBudget: Sendable {
    private struct State {
        var spent = Duration.zero
        var running = 0
        /// When the first of those that run began.
        var since = ContinuousClock.now
        var leftOut = 0
    }

    public let total: Duration
    private let state = Mutex(State())

    /// The time in which downloads ran, those left out that run now.
    package var spent: Duration { state.withLock { $0.spent } }

    public init(_ total: Duration) {
        self.total = total
    }

    /// How many downloads were not begun, or were ended before they were whole, because the time was used up.
    public var leftOut: Int { state.withLock { $0.leftOut } }

    /// The same fetcher within the budget; beyond it `FetchError.outOfTime` is thrown.
    public func limiting(_ fetcher: Fetcher) -> Fetcher {
        Fetcher { [self] request in
            guard let deadline = begin() else { throw leaveOut() }
            defer { end() }
            return try await withThrowingTaskGroup(of: FetchedResource?.self) { group in
                defer { group.cancelAll() }
                group.addTask { try await fetcher.fetch(request) }
                group.addTask {
                    try await Task.sleep(until: deadline, clock: .continuous)
                    return nil
                }
                // There are two tasks, so one ends first.
                guard let resource = try await group.next()! else { throw leaveOut() }
                return resource
            }
        }
    }

    /// - Returns: when the budget ends if something runs until then; `nil` when it is used up.
    private func begin() -> ContinuousClock.Instant? {
        state.withLock { state in
            let now = ContinuousClock.now
            if state.running == 0 { state.since = now }
            let left = total - state.spent - (now - state.since)
            guard left > .zero else { return nil }
            state.running += 1
            return now + left
        }
    }

    private func end() {
        state.withLock { state in
            state.running -= 1
            if state.running == 0 { state.spent += ContinuousClock.now - state.since }
        }
    }

    private func leaveOut() -> FetchError {
        state.withLock { $0.leftOut += 1 }
        return .outOfTime(seconds: total / .seconds(1))
    }
}
