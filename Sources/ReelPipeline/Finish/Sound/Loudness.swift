import Foundation
import ReelTool

/// How loud a sound is, by EBU R 128.
public struct Loudness: Hashable, Codable, Sendable {
    /// Integrated loudness, LUFS; -70 is silence.
    public var integrated: Double
    /// dBTP; `nil` when there is no sound at all.
    public var truePeak: Double?

    public init(integrated: Double, truePeak: Double?) {
        self.integrated = integrated
        self.truePeak = truePeak
    }

    /// Nothing above the gate of ITU-R BS.1770-4, or so little that making it loud would only make its noise loud.
    public var isSilence: Bool { integrated < -60 }

    /// - Parameters:
    ///   - format: the demuxer, `codec`: the decoder, that the file must be for.
    /// - Throws: `FinishError.soundFailed`.
    static func measured(_ file: URL, format: String, codec: String) async throws -> Loudness {
        try await ofRun(SoundArguments.measure(file, format: format, codec: codec))
    }

    /// Runs an ffmpeg that measures among other things.
    ///
    /// - Throws: `FinishError.soundFailed`.
    static func ofRun(_ arguments: [String]) async throws -> Loudness {
        let result = try await Tool.finish("ffmpeg", arguments) { .soundFailed(reason: $0) }
        guard let loudness = Loudness(summary: result.errorTail) else {
            throw FinishError.soundFailed(reason: "no loudness in: \(result.errorTail)")
        }
        return loudness
    }

    /// Reads the summary that ffmpeg's filter `ebur128` prints at its end; there is a peak in it with `peak=true`.
    package init?(summary: String) {
        guard let start = summary.range(of: "Summary:", options: .backwards) else { return nil }
        var values: [String: Double] = [:]
        for line in summary[start.upperBound...].split(separator: "\n") {
            let parts = line.split(separator: " ")
            guard parts.count >= 2, let value = Double(parts[1]) else { continue }
            values[String(parts[0])] = values[String(parts[0])] ?? value
        }
        guard let integrated = values["I:"] else { return nil }
        self.init(integrated: integrated, truePeak: values["Peak:"].flatMap { $0.isFinite ? $0 : nil })
    }
}
