import Foundation
import Glibc
import Synchronization

/// The process group of a child that leads it. Signals go by the group's number, which the kernel gives to somebody else
/// once the leader was waited for and the group is empty; so the group is signalled only before.
package final class ProcessGroup: Sendable {
    private let leader: pid_t
    private let isHeld = Mutex(true)

    /// - Parameter leader: a child of this process that was not waited for, and leads a group of its own.
    package init(leader: pid_t) {
        self.leader = leader
    }

    /// Signals all processes of the group.
    ///
    /// - Returns: whether they were signalled; `false` when the leader was waited for, or `release()` was called.
    @discardableResult
    package func send(_ signal: Int32) -> Bool {
        isHeld.withLock { isHeld in
            guard isHeld, Self.isUnreaped(leader) else { return false }
            return kill(-leader, signal) == 0
        }
    }

    /// Waits until the leader has ended, without waiting for it as `waitpid` does: its number stays its own. Cannot be
    /// cancelled; the leader must be ended by somebody else.
    package func leaderEnded() async {
        let leader = leader
        await Task {
            var pause = Duration.milliseconds(1)
            while Self.isUnreaped(leader), !Self.hasEnded(leader) {
                // This task is nobody's to cancel.
                try? await Task.sleep(for: pause)
                pause = min(pause * 2, .milliseconds(20))
            }
        }.value
    }

    /// To be called before the leader is waited for: from here on nobody is signalled.
    package func release() {
        isHeld.withLock { $0 = false }
    }

    /// Whether it is a child of ours that was not waited for, alive or not.
    private static func isUnreaped(_ child: pid_t) -> Bool {
        peek(child) != nil
    }

    private static func hasEnded(_ child: pid_t) -> Bool {
        peek(child) == true
    }

    /// - Returns: whether the child has ended; `nil` when it is no child of ours (any more).
    private static func peek(_ child: pid_t) -> Bool? {
        var info = siginfo_t()
        while waitid(P_PID, id_t(child), &info, WEXITED | WNOHANG | WNOWAIT) != 0 {
            guard errno == EINTR else { return nil }
        }
        // Zero when there is nothing to tell (waitid(2)).
        return info.si_signo != 0
    }
}
