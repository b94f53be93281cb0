import Foundation
import ReelCore

/// Asks when each word is heard in speech that somebody else made: the JSON on the standard input of `ReelSpeak align`.
public struct AlignmentRequest: Hashable, Codable, Sendable {
    /// What is said, word by word as captions show it, punctuation included. Words without sound, such as a dash, are
    /// given the silence between their neighbours.
    public var words: [String]
    /// A code of `SpokenLanguage`, such as `en` or `pt-br`.
    public var language: String
    /// The path of a WAVE file: 16-bit PCM, one or two channels, 8 to 192 kHz, at most `longest` seconds.
    public var audio: String
    /// What is said instead of words of the text; `nil` for nothing.
    public var sayAs: PronunciationList?

    /// Seconds of sound that are aligned at most.
    public static let longest = 600.0

    public init(words: [String], language: String, audio: String, sayAs: PronunciationList? = nil) {
        self.words = words
        self.language = language
        self.audio = audio
        self.sayAs = sayAs
    }
}

/// When each word of a text is heard in a sound.
public struct WordAlignment: Hashable, Codable, Sendable {
    /// How the times were found.
    public enum Method: String, Codable, Sendable {
        /// By comparing the sound with our own rendering of the words.
        case aligned
        /// The words share the detected speech by their lengths, because the comparison was not plausible.
        case spread
    }

    /// One for each word of the request, in order, in seconds from the beginning of the sound; none overlaps the next.
    public var words: [SpokenWord]
    public var method: Method
    /// From 0, the sound is something else, to 1, it agrees with our rendering throughout.
    public var confidence: Double
    /// Why the times are `spread`, for people: a part of a sentence, such as "other words seem to be said".
    public var reason: String?

    public init(words: [SpokenWord], method: Method, confidence: Double, reason: String? = nil) {
        self.words = words
        self.method = method
        self.confidence = confidence
        self.reason = reason
    }
}

/// What `ReelSpeak align` prints, as JSON: one of the two.
public struct AlignmentAnswer: Hashable, Codable, Sendable {
    public var alignment: WordAlignment?
    public var error: SpeechError?

    public init(alignment: WordAlignment) { self.alignment = alignment }

    public init(error: SpeechError) { self.error = error }
}
