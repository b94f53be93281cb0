import Foundation
import Logging
import ReelCache
import ReelCore
import ReelOutputs
import ReelSignals
import ReelStore
import ReelTool

/// Writes the outcome of an attempt into the store and announces it. A finished reel is published, completed in the store,
/// announced; whatever ends in another way is withdrawn from the outputs.
struct AttemptFinalizer: Sendable {
    private let outputs: any OutputStore
    private let events: any EventPublisher
    private let logger: Logger
    private let retry = RetryPolicy()

    init(outputs: any OutputStore, events: any EventPublisher, logger: Logger) {
        self.outputs = outputs
        self.events = events
        self.logger = logger
    }

    /// - Parameter folder: the attempt's work folder.
    /// - Returns: what is still to be done, because the store did not answer: to be handed in again later. A reel whose
    ///   files were published is never lost that way.
    func finalize(_ claim: Claim, _ step: FinalizationStep, folder: URL, through store: AsyncStore) async
        -> FinalizationStep?
    {
        var logger = logger
        logger[metadataKey: "job"] = "\(claim.job.id)"
        var step = step
        do {
            if case .end(.finished(let reel), let stream) = step {
                step = await publish(reel, stream, from: folder, claim)
            }
            let change: JobChange?
            switch step {
            case .published(let video):
                change = try await complete(claim.id, with: video, in: store)
            case .end(let outcome, let stream):
                await withdraw(stream, logger)
                change = try await record(outcome, of: claim, in: store, logger)
            }
            guard let change else {
                logger.info("the attempt ended after its job was taken from it")
                return nil
            }
            logger.info("the job is \(change.job.status.rawValue)")
            events.publish(change)
            return nil
        } catch {
            logger.error("the end of the attempt could not be written", metadata: ["error": "\(error)"])
            return step
        }
    }

    /// - Parameter stream: the name of the stream; it is the reel's, unless the attempt gave two titles.
    private func publish(
        _ reel: Reel, _ stream: OutputName?, from folder: URL, _ claim: Claim
    ) async -> FinalizationStep {
        do {
            let video = try await blocking { [outputs] in try outputs.publish(reel, from: folder, claim: claim.id) }
            if let stream, stream.filePath != video.filePath { await withdraw(stream, logger) }
            return .published(video)
        } catch {
            let failure =
                JobFailure.diskFull(error, in: nil) ?? (error as? any JobFailureConvertible)?.failure
                ?? JobFailure(
                    stage: nil, code: "publish_failed",
                    message:
                        "The finished video could not be moved to the outputs. Check the space and the permissions "
                        + "under REEL_HOME.",
                    detail: "\(error)", isRetryable: true)
            return .end(.failed(failure), stream: stream)
        }
    }

    /// - Returns: `nil` when the claim is not current any more: the files are withdrawn.
    private func complete(_ claim: ClaimID, with video: NewVideo, in store: AsyncStore) async throws -> JobChange? {
        if let change = try await store.perform({ try $0.complete(claim, with: video) }) { return change }
        // Cancelled, or taken over; or this is the second try, and the first one was heard after all.
        if try await store.perform({ try !$0.videoPaths().contains(video.filePath) }) {
            await withdraw(OutputName(filePath: video.filePath), logger)
        }
        return nil
    }

    /// - Returns: `nil` when the claim is not current any more.
    private func record(
        _ outcome: AttemptOutcome, of claim: Claim, in store: AsyncStore, _ logger: Logger
    ) async throws -> JobChange? {
        switch outcome {
        case .failed(let failure):
            logger.error(
                "the attempt failed", metadata: ["code": "\(failure.code)", "detail": "\(failure.detail ?? "")"])
            let delay = retry.delay(after: failure, errors: claim.errorCount + 1)
            return try await store.perform { try $0.fail(claim.id, with: failure, retryAfter: delay) }
        case .crashed(let detail):
            logger.error("the attempt crashed", metadata: ["detail": "\(detail)"])
            return try await store.perform { try $0.recordCrash(claim.id) }
        case .stopped, .finished:
            return try await store.perform { try $0.release(claim.id) }
        }
    }

    private func withdraw(_ name: OutputName?, _ logger: Logger) async {
        guard let name else { return }
        let deletion = try? await blocking { [outputs] in outputs.delete(name) }
        for (path, error) in deletion?.failures ?? [] {
            // The hourly sweep tries again.
            logger.warning("a file could not be deleted", metadata: ["path": "\(path)", "error": "\(error)"])
        }
    }
}
