import Foundation
import ReelCore

/// What a speaker is asked to say: the JSON on its standard input.
public struct SpeakRequest: Hashable, Codable, Sendable {
    /// As written; it is made pronounceable by the speaker.
    public var text: String
    public var voice: VoiceName
    public var pauses: Pauses
    /// How many times faster than the voice's own pace; `nil` for as fast.
    public var speed: Double?
    /// What is said instead of words of the text, as `PronunciationList` has it; `nil` for nothing.
    public var sayAs: PronunciationList?

    public init(
        text: String, voice: VoiceName, pauses: Pauses, speed: Double? = nil, sayAs: PronunciationList? = nil
    ) {
        self.text = text
        self.voice = voice
        self.pauses = pauses
        self.speed = speed
        self.sayAs = sayAs
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
    let speech = try Speaker.speak(request)
    try WAVFile.encode(speech.samples, sampleRate: speech.sampleRate)
        .write(to: outputFolder.appending(path: SpeechFiles.audio))
    try WireCoding.encode(speech.words).write(to: outputFolder.appending(path: SpeechFiles.words))
}
