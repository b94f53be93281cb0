import Synchronization
import UnixSignals

/// SIGINT, SIGTERM and SIGHUP, none of which ends this process by itself from now on. The first one is waited for; those that
/// come later go to a handler.
final class TerminationSignals: Sendable {
    private let statuses: AsyncStream<Int32>
    private let handler = Mutex<(@Sendable () -> Void)?>(nil)

    init() async {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup)
        let (statuses, continuation) = AsyncStream.makeStream(of: Int32.self)
        self.statuses = statuses
        Task { [self] in
            for await signal in signals {
                if let handler = handler.withLock({ $0 }) {
                    handler()
                } else {
                    // What a shell gives as the status of a program that the signal ended. SIGHUP counts as SIGTERM.
                    continuation.yield(signal == .sigint ? 130 : 143)
                }
            }
        }
    }

    /// Waits for the first signal; ends early in a task that is cancelled. To be asked once.
    ///
    /// - Returns: the exit status that it means.
    func first() async -> Int32 {
        for await status in statuses { return status }
        return 143
    }

    /// From now on each signal calls `handler`.
    func handle(_ handler: @escaping @Sendable () -> Void) {
        self.handler.withLock { $0 = handler }
    }
}
