import ReelCore

/// Why a scene could not be spoken. The program `ReelSpeak` leaves it as JSON in `SpeechFiles.error`.
public struct SpeechError: Error, Hashable, Codable, Sendable, CustomStringConvertible {
    /// What kind of error it is.
    public enum Code: String, Codable, Sendable {
        /// The voice finds no word in the text that it can pronounce.
        case nothingToSay = "nothing_to_say"
        /// No provider of this program has a voice of that name.
        case unknownVoice = "unknown_voice"
        /// The voice or its data is not installed.
        case voiceMissing = "voice_missing"
        /// A file of the voice is not as it was published, or cannot be used on this machine.
        case voiceDamaged = "voice_damaged"
        /// The engine gave no sound for a text that has words.
        case engineFailed = "engine_failed"
        /// A sound that words were looked for in has no speech.
        case silentAudio = "silent_audio"
        /// It is not a sound file of the kind that is read, or is damaged.
        case unreadableAudio = "unreadable_audio"
        /// It is longer than words are looked for.
        case audioTooLong = "audio_too_long"
        /// The request is not a `SpeechRequest`, or not an `AlignmentRequest`.
        case unreadableRequest = "unreadable_request"
    }

    public var code: Code
    /// The name of the voice, the beginning of the text, or the engine's own account.
    public var detail: String

    public init(_ code: Code, _ detail: String) {
        self.code = code
        self.detail = String(detail.prefix(500))
    }

    public var description: String { "\(code.rawValue): \(detail)" }
}
