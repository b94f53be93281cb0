import Configuration
import Foundation
import ReelCore
import ReelSettings

/// The language model that writes scripts, if there is one: any endpoint that speaks the OpenAI chat API.
///
/// | key | environment | default | meaning |
/// |---|---|---|---|
/// | `llm.url` | `REEL_LLM_URL` | none | the API's base address, such as `http://127.0.0.1:11434/v1`; without it no model is asked |
/// | `llm.model` | `REEL_LLM_MODEL` | none | the model's name as the endpoint knows it; needed with `llm.url` |
/// | `llm.key` | `REEL_LLM_KEY` | none | sent as a bearer token |
/// | `llm.keyFile` | `REEL_LLM_KEY_FILE` | none | a file that holds the key instead |
/// | `llm.fallback` | `REEL_LLM_FALLBACK` | true | whether the article's own words are taken when the model fails |
/// | `llm.timeout` | `REEL_LLM_TIMEOUT` | 120 | seconds for one answer |
/// | `llm.tries` | `REEL_LLM_TRIES` | 3 | how often one question is sent when the endpoint fails, and how often a wrong answer is asked anew |
/// | `llm.context` | `REEL_LLM_CONTEXT` | 16000 | tokens that the model can take, question and answer together; longer articles are shortened |
/// | `llm.inputPrice` | `REEL_LLM_INPUT_PRICE` | none | for a million tokens of questions, in whatever currency |
/// | `llm.outputPrice` | `REEL_LLM_OUTPUT_PRICE` | none | for a million tokens of answers |
public struct ModelSettings: Hashable, Sendable {
    /// The address of the chat endpoint itself.
    public var endpoint: String
    public var model: String
    public var key: Secret?
    public var allowsFallback = true
    public var timeout: Duration = .seconds(120)
    public var tries = 3
    public var contextTokens = 16_000
    /// For a million tokens.
    public var inputPrice: Double?
    public var outputPrice: Double?
    /// The longest wait that an endpoint may ask for by `Retry-After`.
    public var longestWait: Duration = .seconds(60)

    /// - Parameters:
    ///   - url: the API's base address or the chat endpoint's own.
    ///   - model: the model's name at the endpoint.
    ///   - key: sent as a bearer token; `nil` sends none.
    public init(url: String, model: String, key: Secret? = nil) {
        let base = url.hasSuffix("/") ? String(url.dropLast()) : url
        endpoint = base.hasSuffix("/chat/completions") ? base : base + "/chat/completions"
        self.model = model
        self.key = key
    }

    /// - Returns: `nil` without an endpoint.
    /// - Throws: `SettingsError` when a value cannot be used.
    public init?(_ config: ConfigReader) throws {
        let settings = SettingsReader(config)
        let url = try settings.webAddress("llm.url", example: "https://api.example.com/v1")
        let model = try settings.text("llm.model")
        self.init(url: url ?? "", model: model ?? "", key: try settings.secret("llm.key"))
        allowsFallback = try settings.bool("llm.fallback", default: allowsFallback)
        timeout = try settings.seconds("llm.timeout", in: 1...3_600, default: timeout)
        tries = try settings.int("llm.tries", in: 1...10, default: tries)
        contextTokens = try settings.int("llm.context", in: 3_000...2_000_000, default: contextTokens)
        inputPrice = try settings.double("llm.inputPrice", in: 0...1e6)
        outputPrice = try settings.double("llm.outputPrice", in: 0...1e6)
        // Without an endpoint the others are checked all the same: who mistypes one sees it before it matters.
        guard url != nil else { return nil }
        guard model != nil else {
            throw settings.refusal(
                of: "llm.model", "",
                expected: "the name of a model, because \(KnownSettings.variable("llm.url")) is set")
        }
    }
}
