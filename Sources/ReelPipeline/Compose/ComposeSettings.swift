import Configuration
import Foundation
import ReelSettings

/// How pictures are composed.
///
/// | key | environment | default | meaning |
/// |---|---|---|---|
/// | `compose.ffmpeg` | `REEL_COMPOSE_FFMPEG` | `ffmpeg` | the program: a name in `PATH`, or a path |
/// | `compose.encoders` | `REEL_COMPOSE_ENCODERS` | number of cores, and one for each 512 MiB of memory | segments encoded at once on this machine, one thread each |
/// | `compose.font` | `REEL_COMPOSE_FONT` | `Inter Display:extrabold` | a fontconfig pattern; the nearest installed font is taken |
/// | `compose.quietFont` | `REEL_COMPOSE_QUIET_FONT` | `Inter Display:semibold` | the same for captions of the look `soft` |
public struct ComposeSettings: Sendable {
    public var ffmpeg = "ffmpeg"
    /// Memory grows with this, not with the number of scenes: 230 MB each at standard quality, 430 MB at high.
    public var encoders = max(
        1,
        min(
            ProcessInfo.processInfo.activeProcessorCount, Int(ProcessInfo.processInfo.physicalMemory >> 29), 64))
    public var font = "Inter Display:extrabold"
    public var quietFont = "Inter Display:semibold"

    public init() {}

    /// - Throws: `SettingsError` when a value cannot be used.
    public init(_ config: ConfigReader) throws {
        let settings = SettingsReader(config)
        ffmpeg = try settings.text("compose.ffmpeg", default: ffmpeg)
        encoders = try settings.int("compose.encoders", in: 1...64, default: encoders)
        font = try settings.text("compose.font", default: font)
        quietFont = try settings.text("compose.quietFont", default: quietFont)
    }
}
