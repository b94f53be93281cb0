import Foundation
import ReelCore
import ReelSpeech
import ReelTool

/// Makes samples of whatever audio a service sent.
struct SpeechDecoder: Sendable {
    /// Hertz; what the film has.
    static let sampleRate = 48_000

    /// - Parameters:
    ///   - audio: a stranger's bytes.
    ///   - asked: the format that was asked for. Servers send others all the same, which is heard from the bytes.
    ///   - longest: seconds that are decoded at most.
    ///   - folder: an existing folder for files that are removed again.
    /// - Throws: `RemoteSpeechError`; `NarrateError.ffmpegMissing`; `ToolError` for a full disk; `CancellationError`.
    func decode(
        _ audio: Data, asked: SpeechAudioFormat, longest: Double, in folder: URL
    ) async throws -> SpeechAudio {
        guard !audio.isEmpty else { throw RemoteSpeechError.empty }
        let format = try Self.format(of: audio, asked: asked)
        guard !format.isCut(audio) else { throw RemoteSpeechError.truncated }
        let name = UUID().uuidString
        let (input, output) = (folder.appending(path: "\(name).in"), folder.appending(path: "\(name).out"))
        defer { for file in [input, output] { try? FileManager.default.removeItem(at: file) } }
        try audio.write(to: input)
        try await run(Self.arguments(input, format, longest: longest, output: output), besides: folder)
        let samples = try Data(contentsOf: output).withUnsafeBytes { bytes in
            bytes.bindMemory(to: Int16.self).map { Int16(littleEndian: $0) }
        }
        return SpeechAudio(samples: samples, sampleRate: Self.sampleRate)
    }

    private static func format(of audio: Data, asked: SpeechAudioFormat) throws -> SpeechAudioFormat {
        // Samples may begin as frames of MP3 and AAC do, but hardly as the names of the others.
        if let found = SpeechAudioFormat(of: audio), asked != .pcm || ![.mp3, .aac].contains(found) { return found }
        guard !SpeechAudioFormat.isText(audio) else {
            throw RemoteSpeechError.notAudio(
                String(decoding: Redaction.bytes(audio.prefix(4_000)), as: UTF8.self).excerpt(300))
        }
        guard asked == .pcm else { throw RemoteSpeechError.notAudio("its beginning is that of no known format") }
        return .pcm
    }

    private static func arguments(
        _ input: URL, _ format: SpeechAudioFormat, longest: Double, output: URL
    ) -> [String] {
        let raw = format == .pcm ? ["-ar", "\(SpeechAudioFormat.pcmRate)", "-ac", "1"] : []
        return ["-nostdin", "-hide_banner", "-loglevel", "error", "-y", "-threads", "1", "-vn", "-sn", "-dn"]
            + ["-protocol_whitelist", "file", "-format_whitelist", format.demuxer, "-codec_whitelist", format.decoders]
            + raw + ["-f", format.demuxer, "-i", "file:\(input.path)", "-map", "0:a:0", "-t", "\(longest)"]
            + ["-ac", "1", "-ar", "\(sampleRate)", "-map_metadata", "-1", "-c:a", "pcm_s16le", "-bitexact"]
            + ["-f", "s16le", "file:\(output.path)"]
    }

    private func run(_ arguments: [String], besides folder: URL) async throws {
        var command = ToolCommand("ffmpeg", arguments)
        command.limits = ToolLimits(memory: 2 << 30, cpuSeconds: 60, fileSize: 256 << 20)
        command.timeout = .seconds(120)
        do {
            try await Tool.run(command)
        } catch ToolError.notFound {
            throw NarrateError.ffmpegMissing
        } catch let error as ToolError where error.isDiskFull {
            throw error
        } catch ToolError.failed(_, let status, let errorTail) {
            // Where it lay is nobody's business.
            let words = errorTail.replacing(folder.path, with: "")
            throw RemoteSpeechError.notAudio("ffmpeg, \(status): \(words.excerpt(300))")
        } catch let error as ToolError {
            throw RemoteSpeechError.notAudio(error.description)
        }
    }
}
