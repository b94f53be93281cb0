import Foundation
import ReelCore
import ReelTool
import Synchronization

/// What a decoder hears.
package struct SoundFacts: Hashable, Codable, Sendable {
    package var errors: [String] = []
    package var loudness: Loudness?
    /// In seconds from the beginning.
    package var silent: [Stretch] = []

    package init() {}
}

/// Reads what ffmpeg says at the level "info", each line marked with its level: complaints, silences, loudness.
package struct SoundLog {
    /// Quieter than this for so long is silence, dBFS and seconds.
    static let silence = (level: -50, seconds: 0.5)
    static let filters =
        "ebur128=peak=true:framelog=verbose,silencedetect=noise=\(silence.level)dB:d=\(silence.seconds)"

    private(set) package var facts = SoundFacts()
    private var summary: String?
    private var silentSince: Double?

    package init() {}

    package mutating func take(_ line: String) {
        if summary != nil { summary! += "\n" + line }
        if line.contains("Summary:") { summary = line }
        if line.contains("[error]") || line.contains("[fatal]") {
            facts.errors.append(line.replacing("[error] ", with: "").replacing("[fatal] ", with: ""))
        } else if let match = line.firstMatch(of: /silence_start: (-?[0-9.]+)/) {
            silentSince = Double(match.1).map { max(0, $0) }
        } else if let match = line.firstMatch(of: /silence_end: (-?[0-9.]+)/) {
            close(at: Double(match.1) ?? 0)
        }
    }

    /// - Parameter end: seconds of the sound, where a silence that goes on ends.
    package mutating func finish(end: Double) {
        close(at: end)
        facts.loudness = summary.flatMap { Loudness(summary: $0) }
    }

    private mutating func close(at end: Double) {
        guard let start = silentSince else { return }
        facts.silent.append(Stretch(start: start, end: end))
        silentSince = nil
    }
}

/// One pass of a decoder over the sound.
package enum SoundScan {
    /// - Parameter duration: seconds of the sound.
    /// - Throws: `ffmpegMissing`; `CancellationError`. A bad sound is no error here.
    package static func run(_ file: URL, duration: Double) async throws -> SoundFacts {
        let arguments =
            ["-nostdin", "-hide_banner", "-nostats", "-loglevel", "level+info"]
            + SoundArguments.input(file, format: "mov,mp4,m4a,3gp,3g2,mj2", codec: "h264,aac")
            + ["-map", "0:a:0", "-af", SoundLog.filters, "-f", "null", "-"]
        return try await listen(arguments, duration: duration).facts
    }

    /// `ProbeAnswer.soundDigest` of a file.
    ///
    /// - Throws: `FinishError`; `CancellationError`.
    package static func packets(of file: URL) async throws -> String? {
        let result = try await Tool.finish("ffprobe", ProbeAnswer.arguments(file)) { .soundFailed(reason: $0) }
        return try ProbeAnswer.decode(result.standardOutput).soundDigest
    }

    /// Runs ffmpeg and reads what it says.
    ///
    /// - Returns: with `output`, its standard output.
    static func listen(
        _ arguments: [String], duration: Double, limit: Int = 1 << 20
    ) async throws -> (facts: SoundFacts, output: Data) {
        let log = Mutex(SoundLog())
        var output = Data()
        var reason: String?
        do {
            output = try await Tool.run(
                ToolCommand("ffmpeg", arguments, timeout: .seconds(900)), output: .collected(limit: limit),
                onErrorLine: { line in log.withLock { $0.take(String(decoding: line, as: UTF8.self)) } }
            ).standardOutput
        } catch ToolError.notFound {
            throw FinishError.ffmpegMissing
        } catch let failure as ToolError {
            reason = failure.description
        }
        var facts = log.withLock { log in
            log.finish(end: duration)
            return log.facts
        }
        if let reason, facts.errors.isEmpty { facts.errors = reason.lines }
        return (facts, output)
    }
}
