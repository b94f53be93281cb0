import Foundation

/// One scene's speech and how long it is to last.
package struct SoundPart: Hashable, Sendable {
    package var audio: URL
    /// Seconds of `audio`.
    package var duration: Double
    /// Samples at `SoundFormat.rate` that the scene lasts: the speech is followed by silence up to there.
    package var sampleCount: Int

    package init(audio: URL, duration: Double, sampleCount: Int) {
        self.audio = audio
        self.duration = duration
        self.sampleCount = sampleCount
    }
}

/// What platforms take: AAC-LC, 48 kHz, stereo.
package enum SoundFormat {
    package static let rate = 48_000
    package static let channels = 2
}

/// Arguments of ffmpeg for the sound.
package enum SoundArguments {
    static let quiet = ["-nostdin", "-hide_banner", "-loglevel", "error", "-y"]

    /// Prints the loudness, of what comes in as `[out]`, as the filter's summary at the level "info"; `[kept]` goes on.
    static let measuring = "[out]asplit[kept][heard];[heard]ebur128=framelog=verbose[measured]"
    static let speaking = ["-nostdin", "-hide_banner", "-nostats", "-loglevel", "info", "-y"]

    /// Arguments for the two outputs of `measuring`: 32-bit float WAV, and nothing.
    static func measured(_ output: URL) -> [String] {
        ["-map", "[kept]", "-c:a", "pcm_f32le", "-bitexact", "-f", "wav", "file:\(output.path)"]
            + ["-map", "[measured]", "-f", "null", "-"]
    }

    /// All parts, one after the other, as 32-bit float WAV; exact to the sample. Tells its loudness.
    ///
    /// - Parameter filters: of the voice.
    package static func join(
        _ parts: [SoundPart], filters: String = Sibilance.filters(taming: nil), output: URL
    ) -> [String] {
        let inputs = parts.flatMap { input($0.audio, format: "wav", codec: "pcm_s16le") }
        let chains = parts.enumerated().map { index, part in
            "[\(index):a]aresample=\(SoundFormat.rate),aformat=fltp:\(SoundFormat.rate):stereo,\(fades(part))"
                + ",apad=whole_len=\(part.sampleCount),atrim=end_sample=\(part.sampleCount)[s\(index)]"
        }
        let joints = parts.indices.map { "[s\($0)]" }.joined()
        let graph =
            chains.joined(separator: ";") + ";\(joints)concat=n=\(parts.count):v=0:a=1,\(filters)[out];\(measuring)"
        return speaking + inputs + ["-filter_complex", graph] + measured(output)
    }

    /// Speech that does not begin or end at zero would click against the silence between the scenes.
    private static func fades(_ part: SoundPart) -> String {
        let length = 0.005
        let end = min(part.duration, Double(part.sampleCount) / Double(SoundFormat.rate))
        return "afade=t=in:d=\(length),afade=t=out:st=\(String(format: "%.6f", max(0, end - length))):d=\(length)"
    }

    /// Prints the loudness as the filter's summary, at the level "info".
    package static func measure(_ file: URL, format: String, codec: String) -> [String] {
        speaking + input(file, format: format, codec: codec)
            + ["-map", "0:a:0", "-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-"]
    }

    /// The joined sound with a gain and a limiter, as AAC. The limiter works at 96 kHz, where it sees nearly all of the
    /// peaks that a player's converter will make between the samples.
    ///
    /// - Parameters:
    ///   - format: the file's container, `codec` what is in it: the joined WAV, unless a finished sound is mastered
    ///     again.
    ///   - gain: dB.
    ///   - ceiling: dB below full scale.
    package static func master(
        _ joined: URL, format: String = "wav", codec: String = "pcm_f32le", gain: Double, ceiling: Double,
        sampleCount: Int, kilobits: Int, output: URL
    ) -> [String] {
        let limit = String(format: "%.4f", pow(10, ceiling / 20))
        let filters = [
            "aformat=channel_layouts=stereo", "volume=\(String(format: "%.2f", gain))dB", "aresample=96000",
            "alimiter=limit=\(limit):attack=5:release=50:level=false:latency=true", "aresample=\(SoundFormat.rate)",
            "aformat=fltp:\(SoundFormat.rate):stereo", "apad=whole_len=\(sampleCount)",
            "atrim=end_sample=\(sampleCount)",
        ]
        return quiet + input(joined, format: format, codec: codec) + [
            "-af", filters.joined(separator: ","), "-c:a", "aac", "-profile:a", "aac_low", "-b:a", "\(kilobits)k",
            // Above 64 kbit/s "better and much faster" (ffmpeg-codecs(1)): a third of the work.
            "-aac_coder", "fast",
            // A voice in the middle is one channel by intensity stereo already. To look for mean and difference in each
            // band besides is half of the work, for 54 dB over the noise of coding instead of 43 (sound as wide as can
            // be: 27, 26).
            "-aac_ms", "0", "-map_metadata", "-1", "-flags", "+bitexact", "-fflags", "+bitexact", "-f", "mp4",
            "file:\(output.path)",
        ]
    }

    /// A file of ours, held to what it must be all the same: its name comes from a folder that others may write to.
    static func input(_ file: URL, format: String, codec: String) -> [String] {
        [
            "-protocol_whitelist", "file", "-format_whitelist", format, "-codec_whitelist", codec, "-i",
            "file:\(file.path)",
        ]
    }
}
