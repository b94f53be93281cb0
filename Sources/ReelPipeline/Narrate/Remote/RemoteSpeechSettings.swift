import Configuration
import Foundation
import ReelCore
import ReelSettings

/// The speech service that speaks scripts over HTTP, if there is one.
///
/// | key | environment | default | meaning |
/// |---|---|---|---|
/// | `speech.url` | `REEL_SPEECH_URL` | none | the API's base address, such as `https://api.openai.com/v1`; without it the voices of this machine speak |
/// | `speech.kind` | `REEL_SPEECH_KIND` | `openai` | what the service speaks: `openai`, `captioned` or `elevenlabs` |
/// | `speech.key` | `REEL_SPEECH_KEY` | none | sent as a bearer token, to ElevenLabs as `xi-api-key` |
/// | `speech.keyFile` | `REEL_SPEECH_KEY_FILE` | none | a file that holds the key instead |
/// | `speech.model` | `REEL_SPEECH_MODEL` | the kind's own | the model's name as the service knows it; needed with `openai` |
/// | `speech.voice` | `REEL_SPEECH_VOICE` | none | the voice's name as the service knows it; needed with `speech.url` |
/// | `speech.instructions` | `REEL_SPEECH_INSTRUCTIONS` | none | how it shall be said, for models that can be told (`openai`) |
/// | `speech.format` | `REEL_SPEECH_FORMAT` | `wav`, of ElevenLabs `mp3` | the audio that is asked for: mp3, opus, aac, flac, wav, pcm |
/// | `speech.languages` | `REEL_SPEECH_LANGUAGES` | all | the languages that it speaks, such as `en,de`; the others are left to the voices of this machine |
/// | `speech.fallback` | `REEL_SPEECH_FALLBACK` | true | whether a voice of this machine speaks when the service fails |
/// | `speech.timeout` | `REEL_SPEECH_TIMEOUT` | 120 | seconds for one answer |
/// | `speech.tries` | `REEL_SPEECH_TRIES` | 3 | how often one text is sent while the service fails |
/// | `speech.characters` | `REEL_SPEECH_CHARACTERS` | 4096 | the most characters of one request; longer texts are sent in several |
/// | `speech.price` | `REEL_SPEECH_PRICE` | none | for a million characters, in whatever currency |
public struct RemoteSpeechSettings: Hashable, Sendable {
    public var kind: SpeechAPIKind
    /// The API's base address, without a slash at its end.
    public var url: String
    public var key: Secret?
    public var model: String
    public var voice: String
    public var instructions: String?
    public var format: SpeechAudioFormat
    /// By `SpokenLanguage.family`; empty for all.
    public var languages: Set<String> = []
    public var allowsFallback = true
    public var timeout: Duration = .seconds(120)
    public var tries = 3
    public var charactersPerRequest = 4_096
    /// For a million characters.
    public var price: Double?
    /// The longest wait that a service may ask for by `Retry-After`.
    public var longestWait: Duration = .seconds(60)

    /// - Parameters:
    ///   - kind: the protocol that the service speaks.
    ///   - url: of the service, without the protocol's own path.
    ///   - key: `nil` for a service that asks for none.
    ///   - model: `nil` for the kind's own.
    ///   - voice: by the service's own name.
    ///   - format: `nil` for the kind's own.
    public init(
        kind: SpeechAPIKind = .openai, url: String, key: Secret? = nil, model: String? = nil, voice: String,
        format: SpeechAudioFormat? = nil
    ) {
        self.kind = kind
        self.url = String(url.reversed().drop { $0 == "/" }.reversed())
        self.key = key
        self.model = model ?? kind.usualModel ?? ""
        self.voice = voice
        self.format = format ?? kind.usualFormat
    }

    /// - Returns: `nil` without an address.
    /// - Throws: `SettingsError` when a value cannot be used.
    public init?(_ config: ConfigReader) throws {
        let settings = SettingsReader(config)
        let url = try settings.webAddress("speech.url", example: "https://api.openai.com/v1")
        let kind = try settings.choice("speech.kind", default: SpeechAPIKind.openai)
        let model = try settings.text("speech.model")
        let voice = try settings.text("speech.voice")
        let formats = kind.formats.map(\.rawValue).joined(separator: ", ")
        let format = try settings.parsed("speech.format", expected: "one of \(formats)") { word in
            SpeechAudioFormat(rawValue: word).flatMap { kind.formats.contains($0) ? $0 : nil }
        }
        self.init(
            kind: kind, url: url ?? "", key: try settings.secret("speech.key"), model: model, voice: voice ?? "",
            format: format)
        instructions = try settings.text("speech.instructions")
        languages = Set(
            try settings.list("speech.languages", expected: "a list of languages such as en,de,pt-br") {
                SpokenLanguage(tag: $0)?.family
            })
        allowsFallback = try settings.bool("speech.fallback", default: allowsFallback)
        timeout = try settings.seconds("speech.timeout", in: 1...3_600, default: timeout)
        tries = try settings.int("speech.tries", in: 1...10, default: tries)
        charactersPerRequest = try settings.int("speech.characters", in: 100...40_000, default: charactersPerRequest)
        price = try settings.double("speech.price", in: 0...1e6)
        // Without an address the others are checked all the same: who mistypes one sees it before it matters.
        guard url != nil else { return nil }
        let isSet = "because \(KnownSettings.variable("speech.url")) is set"
        guard voice != nil else {
            throw settings.refusal(of: "speech.voice", "", expected: "the name of a voice, \(isSet)")
        }
        guard !self.model.isEmpty else {
            throw settings.refusal(of: "speech.model", "", expected: "the name of a model, \(isSet)")
        }
    }

    /// What a finished reel says of who spoke, such as `openai/nova`.
    var fullName: String { "\(kind.rawValue)/\(voice)" }

    /// Whether the service is asked for texts in a language.
    func speaks(_ language: SpokenLanguage) -> Bool { languages.isEmpty || languages.contains(language.family) }

    /// For people: which service it is.
    var host: String { URLComponents(string: url)?.host ?? url }
}
