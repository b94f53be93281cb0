import Foundation
import ReelCore
import ReelSpeech
import ReelTool

/// Speech of several voices, one after the other in one file.
enum JoinedSpeech {
    /// Raised by hand when something else is made of the same parts.
    static let recipe = "speech-joined/1"

    /// Of the neural voice, which is the highest of all.
    private static let sampleRate = 24_000

    /// Leaves the files of `SpeechFiles` in a folder.
    ///
    /// Each part is brought to one rate, and to the loudness of the first one, because engines differ by up to 8 dB; the
    /// times of the words are moved by the lengths of the parts before.
    ///
    /// - Throws: `ToolError`; `WAVFile.Unreadable`; file errors.
    static func join(_ parts: [(audio: URL, words: URL)], into folder: URL, timeout: Duration) async throws {
        var words: [SpokenWord] = []
        var offset = 0.0
        var gains: [Double] = []
        var loudness: Double?
        for part in parts {
            let duration = try WAVFile.duration(of: part.audio)
            for word in try WireCoding.decode([SpokenWord].self, from: try Data(contentsOf: part.words)) {
                words.append(SpokenWord(text: word.text, start: word.start + offset, end: word.end + offset))
            }
            offset += duration
            let own = level(try Data(contentsOf: part.audio))
            loudness = loudness ?? own
            gains.append(own > 0 && loudness! > 0 ? min(max(loudness! / own, 0.4), 2.5) : 1)
        }
        let inputs = parts.flatMap { ["-i", "file:" + $0.audio.path] }
        let filters = gains.enumerated().map { index, gain in
            "[\(index):a]volume=\(String(format: "%.4f", gain)),aresample=\(sampleRate)[p\(index)]"
        }
        let labels = parts.indices.map { "[p\($0)]" }.joined()
        let graph = filters.joined(separator: ";") + ";\(labels)concat=n=\(parts.count):v=0:a=1[out]"
        // Without metadata the header is the one that `WAVFile` writes.
        try await Tool.run(
            ToolCommand(
                "ffmpeg",
                ["-nostdin", "-v", "error"] + inputs + [
                    "-filter_complex", graph, "-map", "[out]", "-c:a", "pcm_s16le", "-fflags", "+bitexact", "-flags:a",
                    "+bitexact", "-map_metadata", "-1", "-f", "wav",
                    "file:" + folder.appending(path: SpeechFiles.audio).path,
                ], limits: ToolLimits(memory: 2 << 30, cpuSeconds: 30, fileSize: 64 << 20), timeout: timeout))
        try WireCoding.encode(words).write(to: folder.appending(path: SpeechFiles.words))
    }

    /// The root mean square of what is louder than a whisper; 0 for silence.
    private static func level(_ wav: Data) -> Double {
        var sum = 0.0
        var count = 0
        wav.dropFirst(WAVFile.headerSize).withUnsafeBytes { bytes in
            for offset in stride(from: 0, to: bytes.count - 1, by: 2) {
                let sample = Double(Int16(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int16.self)))
                if abs(sample) > 300 {
                    sum += sample * sample
                    count += 1
                }
            }
        }
        return count == 0 ? 0 : (sum / Double(count)).squareRoot()
    }
}
