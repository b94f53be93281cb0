import Foundation
import ReelCore

/// What a speaker is asked to say: the JSON on its standard input.
public struct SpeakRequest: Hashable, Codable, Sendable {
    /// As written; it is made pronounceable by the speaker.
    public var text: String
    public var voice: Voice
    public var pauses: Pauses

    public init(text: String, voice: Voice, pauses: Pauses) {
        self.text = text
        self.voice = voice
        self.pauses = pauses
    }
}

/// The voices that Debian's `libflite1` brings. US English, 16 kHz.
public enum Voice: String, Codable, CaseIterable, Sendable {
    /// Male; the easiest to understand of all that were measured.
    case rms
    /// Female.
    case slt
}

/// Silence around and between sentences, in seconds.
public struct Pauses: Hashable, Codable, Sendable {
    /// Before the first sound, so that no player cuts it.
    public var leadIn: Double
    /// Between two sentences of one scene.
    public var betweenSentences: Double
    /// After the last sound.
    public var after: Double

    public init(leadIn: Double = 0.1, betweenSentences: Double = 0.35, after: Double = 0.35) {
        self.leadIn = leadIn
        self.betweenSentences = betweenSentences
        self.after = after
    }
}

/// The names of what a speaker leaves in its folder.
public enum SpeechFiles {
    /// 16-bit PCM, mono.
    public static let audio = "speech.wav"
    /// A JSON list of `SpokenWord`.
    public static let words = "words.json"
}

/// Speaks one request in this process, which should end afterwards: the engine's noise source goes on where it stood,
/// so that only a fresh process says the same text in the same samples.
///
/// - Parameters:
///   - input: a `SpeakRequest` as JSON.
///   - outputFolder: an existing folder; the files of `SpeechFiles` are written into it.
/// - Throws: `NarrateError`; file errors.
public func runSpeaker(input: Data, outputFolder: URL) throws {
    let request: SpeakRequest
    do {
        request = try WireCoding.decode(SpeakRequest.self, from: input)
    } catch {
        throw NarrateError.unreadableRequest(String(describing: error))
    }
    let speech = try FliteSpeaker.speak(request.text, voice: request.voice, pauses: request.pauses)
    try WAVFile.encode(speech.samples, sampleRate: speech.sampleRate)
        .write(to: outputFolder.appending(path: SpeechFiles.audio))
    try WireCoding.encode(speech.words).write(to: outputFolder.appending(path: SpeechFiles.words))
}
