import Foundation
import Logging
import ReelCache
import ReelCore
import ReelStore
import ReelTool

/// Writes the end of an attempt into the store and tells it.
struct AttemptFinalizer: Sendable {
    private let publisher: OutputPublisher
    private let events: EventPublisher
    private let logger: Logger
    private let retry = RetryPolicy()

    init(layout: HomeLayout, events: EventPublisher, logger: Logger) {
        publisher = OutputPublisher(layout: layout)
        self.events = events
        self.logger = logger
    }

    /// - Parameter folder: the attempt's work folder.
    /// - Returns: what is still to be done, because the store did not answer: to be handed in again later. A reel whose
    ///   files were published is never lost that way.
    func finalize(_ claim: Claim, _ ending: FinalizationStep, folder: URL, through store: AsyncStore) async
        -> FinalizationStep?
    {
        var logger = logger
        logger[metadataKey: "job"] = "\(claim.job.id)"
        var ending = ending
        do {
            if case .end(.finished(let reel)) = ending { ending = await publish(reel, from: folder, claim) }
            if case .end = ending { publisher.withdraw(filesOf: [claim.id]) }
            guard let change = try await write(ending, of: claim, through: store, logger) else {
                logger.info("the attempt ended after its job was taken from it")
                return nil
            }
            logger.info("the job is \(change.job.status.rawValue)")
            await events.publish(change)
            return nil
        } catch {
            logger.error("the end of the attempt could not be written", metadata: ["error": "\(error)"])
            return ending
        }
    }

    private func publish(_ reel: Reel, from folder: URL, _ claim: Claim) async -> FinalizationStep {
        let publisher = publisher
        do {
            return .published(try await blocking { try publisher.publish(reel, from: folder, claim: claim.id) })
        } catch {
            return .end(
                .failed(
                    JobFailure.diskFull(error, in: nil)
                        ?? JobFailure(
                            stage: nil, code: "publish_failed",
                            message: "The finished video could not be moved to the outputs. Check the space and the "
                                + "permissions under REEL_HOME.",
                            detail: "\(error)", isRetryable: true)))
        }
    }

    /// - Returns: `nil` when the claim is not current any more.
    private func write(
        _ ending: FinalizationStep, of claim: Claim, through store: AsyncStore, _ logger: Logger
    ) async throws -> JobChange? {
        switch ending {
        case .published(let video):
            if let change = try await store.perform({ try $0.complete(claim.id, with: video) }) { return change }
            // Cancelled, or taken over; or this is the second try, and the first one was heard after all.
            if try await store.perform({ try !$0.videoPaths().contains(video.filePath) }) {
                publisher.withdraw(video.filePath)
            }
            return nil
        case .end(.failed(let failure)):
            logger.error(
                "the attempt failed", metadata: ["code": "\(failure.code)", "detail": "\(failure.detail ?? "")"])
            let delay = retry.delay(after: failure, errors: claim.errorCount + 1)
            return try await store.perform { try $0.fail(claim.id, with: failure, retryAfter: delay) }
        case .end(.crashed(let detail)):
            logger.error("the attempt crashed", metadata: ["detail": "\(detail)"])
            return try await store.perform { try $0.recordCrash(claim.id) }
        case .end(.stopped), .end(.finished):
            return try await store.perform { try $0.release(claim.id) }
        }
    }
}
