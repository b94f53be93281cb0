import Foundation
import Glibc
import ReelCore
import Synchronization

/// How far a reel is, on standard output: one line that is drawn over itself; without a terminal, a line for each new
/// message.
final class ProgressLine: Sendable {
    private static let width = 30

    private let isTerminal = isatty(STDOUT_FILENO) == 1
    private let last = LastLine()

    func show(_ progress: Int, _ message: String) {
        guard isTerminal else {
            if last.isNew(message) { write("\(Self.percent(progress)) \(message.asOneLine)\n") }
            return
        }
        let filled = min(max(progress, 0), 100) * Self.width / 100
        let bar = String(repeating: "━", count: filled)
        let rest = String(repeating: "━", count: Self.width - filled)
        write(
            "\r\u{1B}[K\(Self.percent(progress)) \u{1B}[1m\(bar)\u{1B}[0m\u{1B}[2m\(rest)\u{1B}[0m \(message.excerpt(60))"
        )
    }

    /// Goes to the next line, so that what is said next does not stand behind the bar.
    func end() {
        if isTerminal { write("\n") }
    }

    /// ` 37 %`
    static func percent(_ progress: Int) -> String {
        let digits = String(progress)
        return String(repeating: " ", count: max(0, 3 - digits.count)) + digits + " %"
    }

    private func write(_ text: String) {
        FileHandle.standardOutput.write(Data(text.utf8))
    }
}

/// Tells whether a line differs from the one before.
final class LastLine: Sendable {
    private let text = Mutex("")

    func isNew(_ line: String) -> Bool {
        text.withLock { last in
            defer { last = line }
            return last != line
        }
    }
}
