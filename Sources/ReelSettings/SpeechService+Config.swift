import Configuration
import ReelCore

/// The part of a speech service's settings that tells whom it offers; the rest is read by whoever speaks.
///
/// | key | environment | default | meaning |
/// |---|---|---|---|
/// | `speech.url` | `REEL_SPEECH_URL` | none | the API's base address, such as `https://api.openai.com/v1`; without it the voices of this machine speak |
/// | `speech.kind` | `REEL_SPEECH_KIND` | `openai` | what the service speaks: `openai`, `captioned` or `elevenlabs` |
/// | `speech.voice` | `REEL_SPEECH_VOICE` | none | the voice's name as the service knows it; needed with `speech.url` |
/// | `speech.voices` | `REEL_SPEECH_VOICES` | none | others that requests may name, such as `alloy,ash` |
/// | `speech.languages` | `REEL_SPEECH_LANGUAGES` | all | the languages that it speaks, such as `en,de`; the others are left to the voices of this machine |
/// | `speech.price` | `REEL_SPEECH_PRICE` | none | for a million characters, in whatever currency |
extension SpeechService {
    /// Without an address all is checked all the same: who mistypes something sees it before it matters.
    ///
    /// - Returns: the service, and its address; without one, what the rest says.
    /// - Throws: `SettingsError` when a value cannot be used.
    public static func read(_ config: ConfigReader) throws -> (service: SpeechService, url: String?) {
        let settings = SettingsReader(config)
        let url = try settings.webAddress("speech.url", example: "https://api.openai.com/v1")
        let kind = try settings.choice("speech.kind", default: SpeechAPIKind.openai)
        let voice = try settings.text("speech.voice")
        let others = try settings.list(
            "speech.voices", expected: "a list of the service's voices such as alloy,ash, without signs but . _ + ( ) -"
        ) { name in VoiceName(requested: "\(kind.rawValue)/\(name)")?.nameAtProvider }
        let languages = try settings.list(
            "speech.languages", expected: "a list of languages such as en,de,pt-br"
        ) { SpokenLanguage(tag: $0)?.family }
        let price = try settings.double("speech.price", in: 0...1e6)
        if url != nil, voice == nil {
            throw settings.refusal(
                of: "speech.voice", "",
                expected: "the name of a voice, because \(KnownSettings.variable("speech.url")) is set")
        }
        let service = SpeechService(
            kind: kind, voice: voice ?? "", otherVoices: others, languages: Set(languages), price: price)
        return (service, url)
    }
}
