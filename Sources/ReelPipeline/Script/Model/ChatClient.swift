import Foundation
import Logging
import ReelCore
import ReelFetch

/// Asks one chat endpoint, and asks again what may succeed later.
struct ChatClient: Sendable {
    let settings: ModelSettings
    let fetcher: Fetcher
    let logger: Logger
    /// Told of every answer, whether it can be used or not: it was paid for.
    let onUsage: @Sendable (ModelUsage) -> Void

    /// What the endpoint turned out to understand.
    private(set) var format = ResponseFormat.schema
    private var limitName = "max_tokens"

    init(
        settings: ModelSettings, fetcher: Fetcher, logger: Logger,
        onUsage: @escaping @Sendable (ModelUsage) -> Void = { _ in }
    ) {
        self.settings = settings
        self.fetcher = fetcher
        self.logger = logger
        self.onUsage = onUsage
    }

    /// Tokens that an answer may have: a script of a minute has 1,200 with its keywords and quotations.
    static let answerTokens = 3_000

    /// The text of the model's answer.
    ///
    /// - Throws: `ModelError` or `CancellationError`.
    mutating func answer(to messages: [ChatMessage], schema: JSONValue) async throws -> String {
        var tries = 0
        while true {
            tries += 1
            do {
                return try await ask(messages, schema: schema)
            } catch let failure as AskFailure {
                if adapt(to: failure) {
                    tries -= 1
                    continue
                }
                guard failure.error.isTransient, tries < settings.tries else { throw failure.error }
                let wait = failure.retryAfter ?? .seconds(1 << (tries - 1))
                guard wait <= settings.longestWait else { throw failure.error }
                logger.warning("the model is asked again", metadata: ["reason": "\(failure.error.reason)"])
                try await Task.sleep(for: wait)
            }
        }
    }

    private struct AskFailure: Error {
        var error: ModelError
        var retryAfter: Duration?
        var words = ""

        init(_ error: ModelError, retryAfter: Duration? = nil, words: String = "") {
            self.error = error
            self.retryAfter = retryAfter
            self.words = words
        }
    }

    /// Takes back what an endpoint does not understand.
    private mutating func adapt(to failure: AskFailure) -> Bool {
        guard case .status(let status, _) = failure.error, status == 400 || status == 422 else { return false }
        if limitName == "max_tokens", failure.words.contains("max_completion_tokens") {
            limitName = "max_completion_tokens"
            return true
        }
        guard failure.words.contains("response_format") || failure.words.contains("json"), let simpler = format.simpler
        else { return false }
        format = simpler
        return true
    }

    private func ask(_ messages: [ChatMessage], schema: JSONValue) async throws -> String {
        var answer: FetchedResource
        do {
            answer = try await fetcher.fetch(try request(messages, schema: schema))
            // Endpoints quote the key that they were sent.
            answer.body = Redaction.bytes(answer.body)
        } catch let error as FetchError {
            if case .timeout(_, let seconds) = error { throw AskFailure(.timedOut(seconds: seconds)) }
            throw AskFailure(.unreachable(error.message))
        }
        guard 200...299 ~= answer.status else { throw failure(answer) }
        // What was answered instead tells more than where the decoder stopped.
        guard let completion = try? WireCoding.decode(ChatCompletion.self, from: answer.body),
            let choice = completion.choices.first
        else { throw AskFailure(.unusable("no chat completion: \(Self.beginning(answer.body))")) }
        onUsage(usage(completion.usage))
        if let refusal = choice.message.refusal, !refusal.isEmpty { throw AskFailure(.refused(refusal)) }
        if choice.finishReason == "content_filter" { throw AskFailure(.refused("content filter")) }
        if choice.finishReason == "length" { throw AskFailure(.truncated) }
        let text = choice.message.text
        guard text.contains(where: { !$0.isWhitespace }) else { throw AskFailure(.empty) }
        return text
    }

    private func request(_ messages: [ChatMessage], schema: JSONValue) throws -> FetchRequest {
        var body: [String: JSONValue] = [
            "model": .string(settings.model), limitName: .number(Double(Self.answerTokens)),
            "messages": .array(
                messages.map { .object(["role": .string($0.role.rawValue), "content": .string($0.content)]) }),
        ]
        if let asked = format.json(schema) { body["response_format"] = asked }
        var headers = [HTTPField("Content-Type", "application/json")]
        if let key = settings.key { headers.append(HTTPField("Authorization", "Bearer \(key.value)")) }
        return FetchRequest(
            url: settings.endpoint, accept: "application/json", maximumBytes: 4_000_000, method: .post,
            headers: headers,
            body: try WireCoding.encode(JSONValue.object(body)), takesAnyStatus: true)
    }

    private func failure(_ answer: FetchedResource) -> AskFailure {
        let words = Self.beginning(answer.body)
        let retryAfter = answer.headers["retry-after"].flatMap { RetryAfter.wait($0, now: Date()) }
        let error: ModelError
        switch answer.status {
        case 401, 403: error = .unauthorized(status: answer.status)
        case 402: error = .noCredit
        case 404: error = .notFound
        case 429: error = words.contains("insufficient_quota") ? .noCredit : .rateLimited
        default: error = .status(answer.status, words)
        }
        return AskFailure(error, retryAfter: retryAfter, words: words)
    }

    private func usage(_ usage: ChatCompletion.Usage?) -> ModelUsage {
        let asked = max(0, usage?.promptTokens ?? 0)
        let answered = max(0, usage?.completionTokens ?? 0)
        let hasPrice = settings.inputPrice != nil || settings.outputPrice != nil
        let cost =
            Double(asked) * (settings.inputPrice ?? 0) / 1e6 + Double(answered) * (settings.outputPrice ?? 0) / 1e6
        return ModelUsage(
            requests: 1, promptTokens: asked, completionTokens: answered, cost: hasPrice ? cost : nil)
    }

    private static func beginning(_ body: Data) -> String {
        String(decoding: body.prefix(600), as: UTF8.self)
    }
}
