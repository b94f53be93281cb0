import Configuration
import ReelSettings

/// Settings of the finish stage.
///
/// | key | environment | default | meaning |
/// |---|---|---|---|
/// | `finish.loudness` | `REEL_FINISH_LOUDNESS` | -14 | integrated loudness of the sound, LUFS (EBU R 128) |
/// | `finish.truePeak` | `REEL_FINISH_TRUE_PEAK` | -1 | the highest true peak allowed, dBTP |
/// | `finish.audioKilobits` | `REEL_FINISH_AUDIO_KILOBITS` | 160 | bit rate of the sound, kbit/s |
public struct FinishSettings: Hashable, Sendable {
    /// What YouTube, Instagram and TikTok level to; louder is turned down by them, quieter stays quiet.
    public var loudness = -14.0
    public var truePeak = -1.0
    public var audioKilobits = 160

    public init() {}

    /// The ranges are those of ffmpeg's loudness filter, and what its AAC encoder can do at 48 kHz.
    ///
    /// - Throws: `SettingsError` when a value cannot be used.
    public init(_ config: ConfigReader) throws {
        let settings = SettingsReader(config)
        loudness = try settings.double("finish.loudness", in: -70...(-5), default: loudness)
        truePeak = try settings.double("finish.truePeak", in: -9...0, default: truePeak)
        audioKilobits = try settings.int("finish.audioKilobits", in: 32...512, default: audioKilobits)
    }
}
