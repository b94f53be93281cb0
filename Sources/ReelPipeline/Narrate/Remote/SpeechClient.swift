import Foundation
import Logging
import ReelCore
import ReelFetch

/// Asks one speech service, and asks again what may succeed later.
struct SpeechClient: Sendable {
    let settings: RemoteSpeechSettings
    let fetcher: Fetcher
    let logger: Logger
    /// Told of every answer with a status of 2xx, whether it can be used or not: it was paid for.
    let onUsage: @Sendable (SpeechUsage) -> Void

    /// How often an answer that cannot be used is asked for anew, at most: each was paid for.
    private static let triesAfterSlips = 2

    /// Has a text spoken.
    ///
    /// - Parameters:
    ///   - text: of `settings.charactersPerRequest` characters at most.
    ///   - speed: how many times faster than the voice's own pace.
    ///   - use: makes something of an answer, or throws a `RemoteSpeechError` that says why it cannot be used.
    /// - Throws: `RemoteSpeechError`, what else `use` throws, `CancellationError`.
    func speak<Value: Sendable>(
        _ text: String, speed: Double, use: (SpeechAnswer) async throws -> Value
    ) async throws -> Value {
        var tries = 0
        while true {
            tries += 1
            do {
                return try await use(try await ask(text, speed: speed))
            } catch let error as RemoteSpeechError where error.isSlip {
                guard tries < min(settings.tries, Self.triesAfterSlips) else { throw error }
                warn(error)
            } catch let failure as AskFailure {
                guard failure.error.isTransient, tries < settings.tries else { throw failure.error }
                let wait = failure.retryAfter ?? .seconds(1 << (tries - 1))
                guard wait <= settings.longestWait else { throw failure.error }
                warn(failure.error)
                try await Task.sleep(for: wait)
            }
        }
    }

    private struct AskFailure: Error {
        var error: RemoteSpeechError
        var retryAfter: Duration?
    }

    private func warn(_ error: RemoteSpeechError) {
        logger.warning("the speech service is asked again", metadata: ["reason": "\(error.reason)"])
    }

    private func ask(_ text: String, speed: Double) async throws -> SpeechAnswer {
        let answer: FetchedResource
        do {
            answer = try await fetcher.fetch(try settings.request(for: text, speed: speed))
        } catch let error as FetchError {
            switch error {
            case .timeout(_, let seconds): throw AskFailure(error: .timedOut(seconds: seconds))
            case .tooLarge: throw RemoteSpeechError.tooLarge
            default: throw AskFailure(error: .unreachable(error.message))
            }
        }
        guard 200...299 ~= answer.status else { throw failure(answer) }
        onUsage(SpeechUsage(requests: 1, characters: text.unicodeScalars.count, price: settings.price))
        guard !answer.body.isEmpty else { throw RemoteSpeechError.empty }
        return try SpeechAnswer(answer.body, of: settings.kind)
    }

    private func failure(_ answer: FetchedResource) -> AskFailure {
        // Services quote the key that they were sent.
        let words = String(decoding: Redaction.bytes(answer.body.prefix(4_000)), as: UTF8.self).excerpt(600)
        let hasNoCredit = words.contains("insufficient_quota") || words.contains("quota_exceeded")
        let error: RemoteSpeechError
        switch answer.status {
        // A redirect is not followed: key and text are for this address.
        case 300...399: error = .notFound("it redirects to another address")
        case 401, 403: error = hasNoCredit ? .noCredit : .unauthorized(status: answer.status)
        case 402: error = .noCredit
        case 404: error = .notFound(words)
        case 429: error = hasNoCredit ? .noCredit : .rateLimited
        default: error = .status(answer.status, words)
        }
        return AskFailure(
            error: error, retryAfter: answer.headers["retry-after"].flatMap { RetryAfter.wait($0, now: Date()) })
    }
}

extension RemoteSpeechSettings {
    /// Reaches the service and nothing else.
    func fetcher() -> Fetcher {
        var policy = FetchPolicy(service: url, timeout: timeout)
        policy.minimumSpeed = 0  // speech may take its time and then come at once
        return .live(policy)
    }
}
