import Configuration

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

    public init(_ config: ConfigReader) {
        let config = config.scoped(to: "finish")
        loudness = config.double(forKey: "loudness", default: loudness)
        truePeak = config.double(forKey: "truePeak", default: truePeak)
        audioKilobits = config.int(forKey: "audioKilobits", default: audioKilobits)
    }
}
