import Foundation
import Glibc
import ReelCore
import Synchronization

/// Ends a process whose stage uses more CPU than its budget. A loop that never ends cannot be asked to stop, and leaves
/// no thread of Swift's pool to ask it, so a thread of its own looks at the process's clock and does not return.
public final class CPUWatchdog: Sendable {
    private struct Watched {
        var stage: StageName
        /// Of the process's clock, when the stage began.
        var began: Double
    }

    private let budgets: StageBudgets
    private let end: @Sendable (JobFailure) -> Never
    private let watched = Mutex<Watched?>(nil)

    /// How often the clock is looked at. Costs a thousandth of a core at most.
    private static let interval = 0.1

    /// Begins to watch; the thread lasts as long as the process.
    ///
    /// - Parameters:
    ///   - budgets: of each stage.
    ///   - end: tells of the failure and ends the process.
    public init(_ budgets: StageBudgets, end: @escaping @Sendable (JobFailure) -> Never) {
        self.budgets = budgets
        self.end = end
        let thread = Thread { [self] in
            while true {
                Thread.sleep(forTimeInterval: Self.interval)
                check()
            }
        }
        thread.name = "cpu-watchdog"
        thread.start()
    }

    /// A stage begins. Stages run one after the other.
    func begin(_ stage: StageName) {
        watched.withLock { $0 = Watched(stage: stage, began: Self.processSeconds()) }
    }

    /// The stage has ended; one that was over its budget between two looks is ended all the same.
    func finish() {
        check()
        watched.withLock { $0 = nil }
    }

    private func check() {
        guard let now = watched.withLock({ $0 }), Self.processSeconds() - now.began > budgets[now.stage] else { return }
        end(budgets.failure(in: now.stage))
    }

    /// CPU time of all threads of this process, without its children.
    private static func processSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
