import Synchronization

/// Adds up the frames of all encoders and says how far the whole is, once for each percent.
final class ComposeProgress: Sendable {
    private struct State {
        var frames = 0
        var percent = -1
    }

    private let state = Mutex(State())
    private let total: Int
    private let report: @Sendable (Double, String?) -> Void

    init(total: Int, report: @escaping @Sendable (_ fraction: Double, _ message: String?) -> Void) {
        self.total = max(total, 1)
        self.report = report
    }

    func add(_ frames: Int, _ message: String) {
        // Within the lock, so that a later number is never overtaken by an earlier one.
        state.withLock { state in
            state.frames += frames
            // The last percent is for joining.
            let percent = min(99, 99 * state.frames / total)
            guard percent > state.percent else { return }
            state.percent = percent
            report(Double(percent) / 100, message)
        }
    }
}
