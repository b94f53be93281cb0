import Configuration
import ReelCore
import ReelSettings

/// How scripts are written.
///
/// | key | environment | default | meaning |
/// |---|---|---|---|
/// | `script.seconds` | `REEL_SCRIPT_SECONDS` | 45 | how long a reel should be, 30 to 60 |
///
/// The length is reckoned in the pace of `speech`, whose keys stand beside it in `ReelSettings`.
public struct ScriptSettings: Hashable, Sendable {
    public var limits: ScriptLimits
    /// How the script will be spoken.
    public var speech: SpeechSettings
    /// The model that writes; `nil` without one.
    public var model: ModelSettings?

    public init(
        limits: ScriptLimits = ScriptLimits(), speech: SpeechSettings = SpeechSettings(), model: ModelSettings? = nil
    ) {
        self.limits = limits
        self.speech = speech
        self.model = model
    }

    /// The limits for a script in a language, spoken by the voice that it will get.
    ///
    /// A language that no voice of this machine speaks is reckoned in the pace of the usual one: a service may speak it, and
    /// the narrate stage refuses it else.
    func limits(for language: SpokenLanguage) -> ScriptLimits {
        let missing = VoiceCatalog.standard.voices(missingIn: speech.folder)
        let voice = speech.voice(for: language, without: missing) ?? usualVoice
        var limits = limits
        if voice != usualVoice { limits.pace = SpeechPace(voice, speech) }
        return limits
    }

    /// - Throws: `SettingsError` when a value cannot be used.
    public init(_ config: ConfigReader) throws {
        self.init()
        limits.targetSeconds = Double(
            try SettingsReader(config).int("script.seconds", in: 30...60, default: Int(limits.targetSeconds)))
        model = try ModelSettings(config)
        speech = try SpeechSettings(config)
        limits.pace = SpeechPace(usualVoice, speech)
    }

    /// Who speaks unless a request or a text's language needs another: the default voice, or what takes its place while it is
    /// not installed.
    private var usualVoice: VoiceName {
        var speech = speech
        speech.requestedVoice = nil
        return speech.voice(
            for: speech.defaultVoice.language, without: VoiceCatalog.standard.voices(missingIn: speech.folder))
            ?? speech.defaultVoice
    }
}
