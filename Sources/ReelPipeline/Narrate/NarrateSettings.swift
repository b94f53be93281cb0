import Configuration
import ReelSettings

/// How scripts are spoken.
///
/// | key | environment | default | meaning |
/// |---|---|---|---|
/// | `voice` | `REEL_VOICE` | `rms` | `rms` (male) or `slt` (female), both US English |
public struct NarrateSettings: Hashable, Sendable {
    public var voice: Voice
    public var pauses: Pauses
    /// Seconds of silence after the last scene, so that the reel does not stop on the last word.
    public var finalPause: Double
    /// Characters that one scene may have: about a minute of speech, far more than a scene should last.
    public var maximumCharacters: Int
    /// How long one scene's speaker may run; it takes a fiftieth of the time that the scene lasts.
    public var timeout: Duration

    public init(
        voice: Voice = .rms, pauses: Pauses = Pauses(), finalPause: Double = 0.8, maximumCharacters: Int = 1000,
        timeout: Duration = .seconds(60)
    ) {
        self.voice = voice
        self.pauses = pauses
        self.finalPause = finalPause
        self.maximumCharacters = maximumCharacters
        self.timeout = timeout
    }

    /// - Throws: `SettingsError` when a value cannot be used.
    public init(_ config: ConfigReader) throws {
        self.init()
        if let word = config.string(forKey: "voice") {
            guard let voice = Voice(rawValue: word) else {
                throw SettingsError.invalidValue(
                    key: "REEL_VOICE", value: word,
                    expected: "one of " + Voice.allCases.map(\.rawValue).joined(separator: ", "))
            }
            self.voice = voice
        }
    }
}
