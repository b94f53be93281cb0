import Foundation
import Logging
import ReelCore
import ReelFetch
import Synchronization

/// Has a model write the script, and lets nothing of it through that the article does not say.
struct ModelWriter: Sendable {
    let settings: ModelSettings
    let fetcher: Fetcher
    let logger: Logger
    /// Told what each answer of the model cost.
    let onUsage: @Sendable (ModelUsage) -> Void

    /// - Throws: `ModelError` or `CancellationError`.
    func write(_ article: Article, within limits: ScriptLimits) async throws -> Script {
        let spent = UsageCounter(onUsage)
        let clean = PromptInjection.removed(from: article)
        let prompt = ScriptPrompt(
            article: clean, text: PromptText.fitted(clean, contextTokens: settings.contextTokens), limits: limits)
        let client = ChatClient(settings: settings, fetcher: fetcher, logger: logger, onUsage: spent.add)
        var conversation = Conversation(client: client, messages: prompt.messages)
        var draft = try await draft(&conversation, limits)
        let grounded = GroundedArticle(article)
        try await correct(&draft, &conversation, grounded)
        var script = try DraftRepair(article: article, grounded: grounded, limits: limits).finish(draft)
        script.origin?.model = settings.model
        script.origin?.usage = spent.total
        return script
    }

    /// Asks until the answer has the right shape and about the right length.
    private func draft(_ conversation: inout Conversation, _ limits: ScriptLimits) async throws -> ModelDraft {
        var reason = ""
        var best: ModelDraft?
        for _ in 0..<settings.tries {
            let answer = try await conversation.ask()
            guard let value = JSONRepair.value(in: answer) else {
                reason = "no JSON object"
                conversation.reply(
                    to: answer, "That was not one JSON object. Answer again with the JSON object and nothing else.")
                continue
            }
            let draft = ModelDraft(value)
            guard draft.problems.isEmpty else {
                reason = draft.problems.map(\.message).joined(separator: " ")
                conversation.reply(to: answer, "These fields are wrong; answer again with the whole script. \(reason)")
                continue
            }
            let seconds = draft.seconds(limits.pace)
            if (limits.window.lowerBound...limits.longestDraft).contains(seconds) { return draft }
            if abs(seconds - limits.targetSeconds) < abs((best?.seconds(limits.pace) ?? 0) - limits.targetSeconds) {
                best = draft
            }
            let words = Int((limits.targetSeconds - seconds) * 2.3)
            reason = "\(Int(seconds)) seconds long instead of \(Int(limits.targetSeconds))"
            conversation.reply(
                to: answer,
                "The script takes \(Int(seconds)) seconds to speak, but should take \(Int(limits.targetSeconds)). "
                    + (words > 0 ? "Say about \(words) words more" : "Say about \(-words) words less")
                    + " and answer with the whole script.")
        }
        // A length that is not quite right can be mended, a wrong form cannot.
        if let best, best.seconds(limits.pace) >= limits.targetSeconds * 0.6 { return best }
        throw ModelError.unusable(reason)
    }

    /// How often a model may try to put its own scenes right.
    private static let corrections = 2

    /// Has the scenes written anew that say what the article does not.
    private func correct(
        _ draft: inout ModelDraft, _ conversation: inout Conversation, _ article: GroundedArticle
    ) async throws {
        for _ in 0..<Self.corrections {
            let faults = draft.faults(article)
            if faults.isEmpty { return }
            logger.warning("the model said what the article does not", metadata: ["scenes": "\(faults.count)"])
            conversation.reply(
                to: draft.json,
                "Some scenes state what does not stand in the article:\n"
                    + faults.map { "- scene \($0.number): \($0.words)" }.joined(separator: "\n")
                    + "\nAnswer with the whole script, these scenes rewritten with what the article says and the others "
                    + "unchanged.")
            let answer: String
            do {
                answer = try await conversation.ask()
            } catch let error as ModelError {
                // What is wrong is replaced by the article's own words then.
                logger.warning("the model corrected nothing", metadata: ["reason": "\(error.reason)"])
                return
            }
            guard let value = JSONRepair.value(in: answer) else { continue }
            let other = ModelDraft(value)
            if other.problems.isEmpty, other.faults(article).count < faults.count { draft = other }
        }
    }
}

/// What was said so far.
private struct Conversation {
    var client: ChatClient
    var messages: [ChatMessage]
    private let opening: Int

    init(client: ChatClient, messages: [ChatMessage]) {
        self.client = client
        self.messages = messages
        opening = messages.count
    }

    mutating func ask() async throws -> String {
        try await client.answer(to: messages, schema: ScriptPrompt.schema)
    }

    /// Only the last answer stays in the conversation: earlier ones would use up the context.
    mutating func reply(to answer: String, _ words: String) {
        messages = Array(messages.prefix(opening))
        messages.append(ChatMessage(.assistant, String(answer.prefix(12_000))))
        messages.append(ChatMessage(.user, words))
    }
}

/// Adds up what answers cost.
final class UsageCounter: Sendable {
    private let state = Mutex<ModelUsage?>(nil)
    private let onUsage: @Sendable (ModelUsage) -> Void

    init(_ onUsage: @escaping @Sendable (ModelUsage) -> Void) {
        self.onUsage = onUsage
    }

    var total: ModelUsage? { state.withLock { $0 } }

    @Sendable func add(_ usage: ModelUsage) {
        state.withLock { $0 = $0.map { $0 + usage } ?? usage }
        onUsage(usage)
    }
}
