import Foundation
import ReelCore

/// When a failed job is tried again.
package struct RetryPolicy: Sendable {
    /// The longest wait before the second try.
    package var base: Duration = .seconds(6)
    /// No wait is longer.
    package var cap: Duration = .seconds(600)

    package init() {}

    /// Exponential back-off with "equal jitter": between a half and the whole of `base · 3^(errors - 1)`, so that jobs
    /// that failed together, because a site was down, do not come back together.
    ///
    /// Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
    ///
    /// - Parameters:
    ///   - errors: how many attempts have ended in an error, from 1. Crashes and stops do not count.
    ///   - random: 0..<1.
    /// - Returns: `nil` when another try cannot help.
    package func delay(after failure: JobFailure, errors: Int, random: Double = .random(in: 0..<1)) -> Duration? {
        guard failure.isRetryable else { return nil }
        // Beyond 3^30 the cap has long been reached.
        let whole = min(base * pow(3, Double(min(max(1, errors), 30) - 1)), cap)
        return whole * (0.5 + random / 2)
    }
}
