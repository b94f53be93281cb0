import Foundation
import ReelCore

/// Compares with a rendering of the same words, in the program `ReelSpeak`, which has the engines.
public struct ComparingAligner: WordAligner {
    /// The voice that says the words for comparison depends on what is installed.
    public let version = "comparing/1"

    private let program: SpeechProgram
    private let folder: URL
    private let timeout: Duration

    /// - Parameters:
    ///   - program: what has the engines.
    ///   - folder: an existing one, for the sound while it is compared.
    ///   - timeout: for one sound.
    public init(_ program: SpeechProgram, in folder: URL, timeout: Duration = .seconds(120)) {
        self.program = program
        self.folder = folder
        self.timeout = timeout
    }

    /// What the program cannot compare at all, such as silence, is shared by syllables.
    ///
    /// - Throws: `CancellationError`; file errors.
    public func wordTimes(
        of words: [String], in audio: SpeechAudio, language: SpokenLanguage
    ) async throws -> WordTimes {
        let file = folder.appending(path: "align-\(UUID().uuidString).wav")
        defer { try? FileManager.default.removeItem(at: file) }
        do {
            try WAVFile.encode(audio.samples, sampleRate: audio.sampleRate).write(to: file)
            let found = try await program.align(
                AlignmentRequest(words: words, language: language.code, audio: file.path), timeout: timeout)
            return WordTimes(
                spans: found.words.map { $0.end > $0.start ? $0.start...$0.end : nil },
                source: found.method == .aligned ? .aligned : .syllables, note: found.reason)
        } catch let error as CancellationError {
            throw error
        } catch {
            var times = SyllableAligner().wordTimes(of: words, in: audio, language: language)
            times.note = "the words could not be compared: \(error)"
            return times
        }
    }
}
