import Foundation

/// Arguments of ffmpeg for what plays under the voice.
enum MusicArguments {
    /// Demuxers and decoders by the endings of `MusicName.endings`: a file is held to what its name says.
    private static let formats: [String: (demuxers: String, decoders: String)] = [
        "mp3": ("mp3", "mp3,mp3float"), "m4a": ("mov,mp4,m4a,3gp,3g2,mj2", "aac,alac"),
        "ogg": ("ogg", "vorbis,opus,flac"),
        "opus": ("ogg", "opus"), "flac": ("flac", "flac"),
        "wav": ("wav", "pcm_s16le,pcm_s24le,pcm_s32le,pcm_f32le,pcm_u8"),
    ]

    /// - Parameter seconds: as many are taken at most.
    /// - Throws: `FinishError.musicUnusable`.
    static func decode(_ file: URL, seconds: Int, output: URL) throws(FinishError) -> [String] {
        guard let format = formats[file.pathExtension.lowercased()] else {
            throw .musicUnusable(file.lastPathComponent, reason: "files of this kind are not read")
        }
        return SoundArguments.quiet + ["-vn", "-sn", "-dn"]
            + SoundArguments.input(file, format: format.demuxers, codec: format.decoders) + [
                "-map", "0:a:0", "-t", "\(seconds)", "-af",
                "aresample=\(SoundFormat.rate),aformat=s16:\(SoundFormat.rate):stereo", "-map_metadata", "-1", "-c:a",
                "pcm_s16le", "-bitexact", "-f", "wav", "file:\(output.path)",
            ]
    }

    /// How the voice and the music meet.
    struct Mix {
        var voice: URL
        /// dB.
        var voiceGain: Double
        var music: MusicTrack
        /// dB.
        var musicGain: Double
        /// Samples at `SoundFormat.rate` of the whole.
        var sampleCount: Int
    }

    /// Music goes down by about 10 dB under a voice of -14 LUFS: within 20 ms, before a syllable is over, and up again
    /// in half a second, so that it does not rise between two words.
    private static let ducking = "sidechaincompress=threshold=0.03:ratio=2:attack=20:release=500"

    /// Seconds in which one end of a repeated file goes over into the next beginning.
    static let crossfade = 2.0

    /// 32-bit float WAV, exact to the sample. Tells its loudness.
    static func mix(_ mix: Mix, output: URL) -> [String] {
        let length = Double(mix.sampleCount) / Double(SoundFormat.rate)
        var inputs = SoundArguments.input(mix.voice, format: "wav", codec: "pcm_f32le")
        var graph = ["[0:a]volume=\(decibels(mix.voiceGain)),asplit[voice][key]"]
        let track = SoundArguments.input(mix.music.file, format: "wav", codec: "pcm_s16le")
        var music = "[1:a]"
        if mix.music.isSeamless {
            inputs += ["-stream_loop", "-1"] + track
        } else {
            let copies = copies(of: mix.music.seconds, filling: length)
            for copy in 1...copies {
                inputs += track
                guard copy > 1 else { continue }
                graph.append("\(music)[\(copy):a]acrossfade=d=\(crossfade):c1=qsin:c2=qsin[to\(copy)]")
                music = "[to\(copy)]"
            }
        }
        let (fadeIn, fadeOut) = (min(1, length / 4), min(1.5, length / 3))
        graph += [
            "\(music)atrim=end_sample=\(mix.sampleCount),aformat=fltp:\(SoundFormat.rate):stereo"
                + ",volume=\(decibels(mix.musicGain)),afade=t=in:d=\(seconds(fadeIn))"
                + ",afade=t=out:st=\(seconds(length - fadeOut)):d=\(seconds(fadeOut))[music]",
            "[music][key]\(ducking)[ducked]",
            "[voice][ducked]amix=inputs=2:duration=first:normalize=0"
                + ",apad=whole_len=\(mix.sampleCount),atrim=end_sample=\(mix.sampleCount)[out]",
            SoundArguments.measuring,
        ]
        return SoundArguments.speaking + inputs + ["-filter_complex", graph.joined(separator: ";")]
            + SoundArguments.measured(output)
    }

    /// How often a file is played, each time beginning while the one before fades.
    static func copies(of seconds: Double, filling length: Double) -> Int {
        guard seconds < length else { return 1 }
        return 1 + Int(((length - seconds) / (seconds - crossfade)).rounded(.up))
    }

    private static func decibels(_ gain: Double) -> String { String(format: "%.2fdB", gain) }

    private static func seconds(_ value: Double) -> String { String(format: "%.6f", value) }
}
