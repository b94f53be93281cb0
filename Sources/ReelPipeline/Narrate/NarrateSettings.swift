import Configuration
import Foundation
import ReelCore
import ReelSettings
import ReelSpeech

/// How scripts are spoken; the keys of `speech` stand beside it in `ReelSettings`, those of `remote` beside it.
///
/// | key | environment | default | meaning |
/// |---|---|---|---|
/// | `narrate.pronunciations` | `REEL_NARRATE_PRONUNCIATIONS` | none | a file of words and how they are said, as `PronunciationList` reads it |
public struct NarrateSettings: Hashable, Sendable {
    public var speech: SpeechSettings
    /// The service that speaks instead of the voices of this machine; `nil` without one.
    public var remote: RemoteSpeechSettings?
    public var pronunciations: PronunciationList
    /// Characters that one scene may have: about a minute of speech, far more than a scene should last.
    public var maximumCharacters: Int
    /// How long ReelSpeak may run for one scene; it takes a fiftieth of the time that the scene lasts.
    public var timeout: Duration

    public init(
        speech: SpeechSettings = SpeechSettings(), remote: RemoteSpeechSettings? = nil,
        pronunciations: PronunciationList = PronunciationList(),
        maximumCharacters: Int = 1000, timeout: Duration = .seconds(60)
    ) {
        self.speech = speech
        self.remote = remote
        self.pronunciations = pronunciations
        self.maximumCharacters = maximumCharacters
        self.timeout = timeout
    }

    /// - Throws: `SettingsError` when a value cannot be used.
    public init(_ config: ConfigReader) throws {
        self.init(speech: try SpeechSettings(config), remote: try RemoteSpeechSettings(config))
        if let path = try SettingsReader(config).text("narrate.pronunciations") {
            pronunciations = try PronunciationList(contentsOf: URL(fileURLWithPath: path))
        }
    }
}
