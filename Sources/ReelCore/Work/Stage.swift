import Foundation
import Logging

/// The stages of one job, in order, by the names that are stored and logged.
public enum StageName: String, Codable, CodingKeyRepresentable, CaseIterable, Sendable {
    case extract, script, narrate, gather, sound, compose, finish
}

/// One step from the article to the reel: a function from what the step before made to what the next one needs.
///
/// A stage finds what it made before in the cache and makes only the rest, so running it again is cheap.
public protocol Stage<Input, Output>: Sendable {
    associatedtype Input: Sendable
    associatedtype Output: Sendable

    /// - Throws: an error that is `JobFailureConvertible`, or `CancellationError`.
    func run(_ input: Input, in context: StageContext) async throws -> Output
}

/// What every stage is given beside its input.
public struct StageContext: Sendable {
    /// A folder of this job's own; what is left in it is deleted when the job ends.
    public let workFolder: URL
    /// Carries the job's id.
    public let logger: Logger
    /// Takes the share of this stage that is done, 0...1, and words for people ("Scene 3 of 9"). May be called from any thread.
    public let report: @Sendable (_ fraction: Double, _ message: String?) -> Void
    /// Once it is asked, nothing long is begun any more; what is begun is finished and kept.
    public let stop: StopRequest

    public init(
        workFolder: URL, logger: Logger, stop: StopRequest = StopRequest(),
        report: @escaping @Sendable (_ fraction: Double, _ message: String?) -> Void = { _, _ in }
    ) {
        self.workFolder = workFolder
        self.logger = logger
        self.report = report
        self.stop = stop
    }
}
