import Foundation
import ReelCore

/// What a scene's speech is asked for with: the JSON on the standard input of `ReelSpeak speak`. Its bytes are a part of
/// the key under which the narrate stage keeps the speech, so a new field must be left out where it has its default.
public struct SpeechRequest: Hashable, Codable, Sendable {
    /// As written; the provider makes it pronounceable.
    public var text: String
    /// A name of `VoiceCatalog`, such as `rms` or `espeak:de`.
    public var voice: String
    public var pauses: Pauses
    /// How many times faster than the voice's own pace; `nil` for its own pace.
    public var speed: Double?
    /// What is said instead of words of the text; `nil` for nothing.
    public var sayAs: PronunciationList?
    /// A code of `SpokenLanguage` for a voice that speaks several; `nil` for the voice's own.
    public var language: String?

    public init(
        text: String, voice: String, pauses: Pauses = Pauses(), speed: Double? = nil, sayAs: PronunciationList? = nil,
        language: String? = nil
    ) {
        self.text = text
        self.voice = voice
        self.pauses = pauses
        self.speed = speed
        self.sayAs = sayAs
        self.language = language
    }
}

/// The files that `ReelSpeak speak` leaves in its folder.
public enum SpeechFiles {
    /// 16-bit PCM, mono.
    public static let audio = "speech.wav"
    /// A JSON list of `SpokenWord`, one for each word of the text in order.
    public static let words = "words.json"
    /// A `SpeechError` as JSON, in place of the others.
    public static let error = "error.json"
}

/// What `ReelSpeak voices` prints, as a JSON list: one for each provider that is built into the program.
public struct ProviderDescription: Hashable, Codable, Sendable {
    /// Such as `espeak-ng`.
    public var provider: String
    /// Engine and version; a part of the key under which the speech is kept.
    public var version: String
    /// By the names that requests give them.
    public var voices: [String]
    /// Why they cannot speak on this machine; `nil` where nothing is known against it.
    public var problem: SpeechError?
}
