import Foundation
import ReelCore
import ReelSpeech
import ReelTestKit
import ReelTool

/// Speech of one engine, in which words are looked for by another's rendering.
struct ForeignSpeech {
    static let text =
        "The harbour town of Marlow voted on Tuesday to rebuild its old pier. Fishermen, who lost their moorings in "
        + "1987, welcomed the plan; others doubt it will be finished in time."
    static let otherText =
        "Bees can count to four, and they remember faces. In a new experiment they also learned to pull a string for a "
        + "reward, and then taught the trick to all the others of their hive."

    /// As the text has them.
    var words: [SpokenWord]
    /// 16-bit PCM, mono, at 24 kHz.
    var samples: [Int16]

    static let rate = 24_000

    /// Without the voices folder: what Debian has is on every machine.
    static func program() throws -> SpeechProgram {
        SpeechProgram(ToolCommand(try BuiltProgram.url("ReelSpeak").path, []))
    }

    /// Speaks, and takes the sound through a codec.
    init(_ text: String = text, by voice: String, codec: [String], in folder: URL) async throws {
        let request = SpeechRequest(text: text, voice: voice)
        try await Self.program().speak(try WireCoding.encode(request), into: folder, timeout: .seconds(60))
        words = try WireCoding.decode(
            [SpokenWord].self, from: Data(contentsOf: folder.appending(path: SpeechFiles.words)))
        let (encoded, decoded) = (
            folder.appending(path: codec[0] == "libopus" ? "encoded.ogg" : "encoded.mp3"),
            folder.appending(path: "decoded.wav")
        )
        let quiet = ["-nostdin", "-v", "error", "-y", "-i"]
        try await Tool.run(
            ToolCommand(
                "ffmpeg", quiet + [folder.appending(path: SpeechFiles.audio).path, "-c:a"] + codec + [encoded.path]))
        try await Tool.run(
            ToolCommand("ffmpeg", quiet + [encoded.path, "-ac", "1", "-ar", "\(Self.rate)", decoded.path]))
        samples = try WAVFile.read(decoded, longest: 600).samples
    }

    /// - Parameters:
    ///   - samples: in place of the speech's own.
    ///   - text: in place of what is said.
    func align(
        _ samples: [Int16]? = nil, to text: String = text, in folder: URL
    ) async throws -> WordAlignment {
        try await Self.align(samples ?? self.samples, to: text, in: folder)
    }

    static func align(
        _ samples: [Int16], to text: String = text, language: String = "en", in folder: URL
    ) async throws -> WordAlignment {
        let file = folder.appending(path: "asked.wav")
        try WAVFile.encode(samples, sampleRate: rate).write(to: file)
        return try await program().align(
            AlignmentRequest(words: WrittenWords.split(text), language: language, audio: file.path),
            timeout: .seconds(300))
    }
}
