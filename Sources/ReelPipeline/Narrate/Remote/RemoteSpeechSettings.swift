import Configuration
import Foundation
import ReelCore
import ReelSettings

/// The speech service that speaks scripts over HTTP, if there is one. Its address and what it offers are told by
/// `SpeechService`.
///
/// | key | environment | default | meaning |
/// |---|---|---|---|
/// | `speech.key` | `REEL_SPEECH_KEY` | none | sent as a bearer token, to ElevenLabs as `xi-api-key` |
/// | `speech.keyFile` | `REEL_SPEECH_KEY_FILE` | none | a file that holds the key instead |
/// | `speech.model` | `REEL_SPEECH_MODEL` | the kind's own | the model's name as the service knows it; needed with `openai` |
/// | `speech.instructions` | `REEL_SPEECH_INSTRUCTIONS` | none | how it shall be said, for models that can be told (`openai`) |
/// | `speech.format` | `REEL_SPEECH_FORMAT` | `wav`, of ElevenLabs `mp3` | the audio that is asked for: mp3, opus, aac, flac, wav, pcm |
/// | `speech.fallback` | `REEL_SPEECH_FALLBACK` | true | whether a voice of this machine speaks when the service fails |
/// | `speech.timeout` | `REEL_SPEECH_TIMEOUT` | 120 | seconds for one answer |
/// | `speech.tries` | `REEL_SPEECH_TRIES` | 3 | how often one text is sent while the service fails |
/// | `speech.characters` | `REEL_SPEECH_CHARACTERS` | 4096 | the most characters of one request; longer texts are sent in several |
public struct RemoteSpeechSettings: Hashable, Sendable {
    /// What it is, and whom it offers.
    public var service: SpeechService
    /// The API's base address, without a slash at its end.
    public var url: String
    public var key: Secret?
    public var model: String
    public var instructions: String?
    public var format: SpeechAudioFormat
    public var allowsFallback = true
    public var timeout: Duration = .seconds(120)
    public var tries = 3
    public var charactersPerRequest = 4_096
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
        service = SpeechService(kind: kind, voice: voice)
        self.url = String(url.reversed().drop { $0 == "/" }.reversed())
        self.key = key
        self.model = model ?? kind.usualModel ?? ""
        self.format = format ?? kind.usualFormat
    }

    /// - Returns: `nil` without an address.
    /// - Throws: `SettingsError` when a value cannot be used.
    public init?(_ config: ConfigReader) throws {
        let settings = SettingsReader(config)
        let (service, url) = try SpeechService.read(config)
        let formats = service.kind.formats.map(\.rawValue).joined(separator: ", ")
        let format = try settings.parsed("speech.format", expected: "one of \(formats)") { word in
            SpeechAudioFormat(rawValue: word).flatMap { service.kind.formats.contains($0) ? $0 : nil }
        }
        self.init(
            kind: service.kind, url: url ?? "", key: try settings.secret("speech.key"),
            model: try settings.text("speech.model"), voice: service.voice, format: format)
        self.service = service
        instructions = try settings.text("speech.instructions")
        allowsFallback = try settings.bool("speech.fallback", default: allowsFallback)
        timeout = try settings.seconds("speech.timeout", in: 1...3_600, default: timeout)
        tries = try settings.int("speech.tries", in: 1...10, default: tries)
        charactersPerRequest = try settings.int("speech.characters", in: 100...40_000, default: charactersPerRequest)
        // Without an address the others are checked all the same: who mistypes one sees it before it matters.
        guard url != nil else { return nil }
        guard !self.model.isEmpty else {
            throw settings.refusal(
                of: "speech.model", "",
                expected: "the name of a model, because \(KnownSettings.variable("speech.url")) is set")
        }
    }

    /// What a finished reel says of who spoke, such as `openai/nova`.
    var fullName: String { "\(kind.rawValue)/\(voice)" }

    public var kind: SpeechAPIKind { service.kind }
    /// Who speaks, by the service's own name.
    public var voice: String { service.voice }
    /// For a million characters.
    public var price: Double? { service.price }

    /// The same service with another of its voices.
    func speaking(as voice: VoiceName) -> RemoteSpeechSettings {
        var settings = self
        settings.service.voice = voice.nameAtProvider
        return settings
    }

    /// For people: which service it is.
    var host: String { URLComponents(string: url)?.host ?? url }
}
