import Configuration
import Foundation
import ReelSettings

/// The language model that writes scripts, if there is one: any endpoint that speaks the OpenAI chat API.
///
/// | key | environment | default | meaning |
/// |---|---|---|---|
/// | `llm.url` | `REEL_LLM_URL` | none | the API's base address, such as `http://127.0.0.1:11434/v1`; without it no model is asked |
/// | `llm.model` | `REEL_LLM_MODEL` | none | the model's name as the endpoint knows it; needed with `llm.url` |
/// | `llm.key` | `REEL_LLM_KEY` | none | sent as a bearer token |
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
    public var key: String?
    public var allowsFallback = true
    public var timeout: Duration = .seconds(120)
    public var tries = 3
    public var contextTokens = 16_000
    /// For a million tokens.
    public var inputPrice: Double?
    public var outputPrice: Double?
    /// The longest wait that an endpoint may ask for by `Retry-After`.
    public var longestWait: Duration = .seconds(60)

    /// - Parameter url: the API's base address or the chat endpoint's own.
    public init(url: String, model: String, key: String? = nil) {
        let base = url.hasSuffix("/") ? String(url.dropLast()) : url
        endpoint = base.hasSuffix("/chat/completions") ? base : base + "/chat/completions"
        self.model = model
        self.key = key
    }

    /// - Returns: `nil` without an endpoint.
    /// - Throws: `SettingsError` when a value cannot be used.
    public init?(_ config: ConfigReader) throws {
        guard let url = config.string(forKey: "llm.url"), !url.isEmpty else { return nil }
        guard let parts = URLComponents(string: url), ["http", "https"].contains(parts.scheme?.lowercased()),
            parts.host?.isEmpty == false, parts.user == nil, parts.query == nil
        else {
            throw SettingsError.invalidValue(
                key: "REEL_LLM_URL", value: url, expected: "an address such as https://api.example.com/v1")
        }
        guard let model = config.string(forKey: "llm.model"), !model.isEmpty else {
            throw SettingsError.invalidValue(
                key: "REEL_LLM_MODEL", value: "", expected: "the name of a model, because REEL_LLM_URL is set")
        }
        self.init(url: url, model: model)
        if let key = config.string(forKey: "llm.key", isSecret: true), !key.isEmpty {
            guard key.utf8.allSatisfy({ 0x21...0x7e ~= $0 }) else {
                throw SettingsError.invalidValue(
                    key: "REEL_LLM_KEY", value: "(not shown)", expected: "printable ASCII without blanks")
            }
            self.key = key
        }
        allowsFallback = config.bool(forKey: "llm.fallback", default: allowsFallback)
        timeout = .seconds(
            try config.modelNumber("llm.timeout", "REEL_LLM_TIMEOUT", in: 1...3600, "seconds, up to 3600") ?? 120)
        tries = Int(try config.modelNumber("llm.tries", "REEL_LLM_TRIES", in: 1...10, "a number from 1 to 10") ?? 3)
        contextTokens = Int(
            try config.modelNumber("llm.context", "REEL_LLM_CONTEXT", in: 3_000...2_000_000, "tokens, at least 3000")
                ?? 16_000)
        inputPrice = try config.modelNumber("llm.inputPrice", "REEL_LLM_INPUT_PRICE", in: 0...1e6, "a price")
        outputPrice = try config.modelNumber("llm.outputPrice", "REEL_LLM_OUTPUT_PRICE", in: 0...1e6, "a price")
    }
}

extension ConfigReader {
    fileprivate func modelNumber(
        _ key: ConfigKey, _ environment: String, in range: ClosedRange<Double>, _ expected: String
    ) throws -> Double? {
        guard let value = double(forKey: key) else { return nil }
        guard range.contains(value) else {
            throw SettingsError.invalidValue(key: environment, value: "\(value)", expected: expected)
        }
        return value
    }
}
