import Foundation
import Glibc
import ReelCore
import ReelPipeline
import Synchronization

/// A bar on the terminal; where standard error is no terminal, a line for each milestone.
final class ProgressBar: Sendable {
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let shown = Mutex(0)

    func take(_ report: AttemptReport) {
        switch report {
        case .milestone(let milestone, let message): show(milestone.progress, message, isMilestone: true)
        case .progress(let progress, let message, _): show(progress, message, isMilestone: false)
        case .kept, .stage, .writing, .speaking, .live, .finished, .failed, .stopped: break
        }
    }

    /// Ends the bar; the message, if any, goes to standard output.
    func finish(_ message: String?) {
        if message != nil { show(100, "Done", isMilestone: true) }
        if isTerminal { write("\n") }
        if let message { print(message.asLines) }
    }

    private func show(_ progress: Int, _ message: String, isMilestone: Bool) {
        shown.withLock { last in
            guard progress >= last else { return }
            last = progress
            if isTerminal {
                let filled = progress * 30 / 100
                let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
                write("\r\u{1B}[2K\(bar) \(progress)% \(message.excerpt(60))")
            } else if isMilestone {
                write("\(progress)% \(message.asOneLine)\n")
            }
        }
    }

    private func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
