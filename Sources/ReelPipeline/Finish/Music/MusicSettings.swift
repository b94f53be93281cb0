import Configuration
import Foundation
import ReelCore
import ReelSettings

/// What plays under the voice.
///
/// | key | environment | default | meaning |
/// |---|---|---|---|
/// | `music.default` | `REEL_MUSIC_DEFAULT` | `none` | a name of `MusicName`, for requests that name no music |
/// | `music.folder` | `REEL_MUSIC_FOLDER` | none | a folder of your own music: mp3, m4a, ogg, opus, flac, wav |
/// | `music.level` | `REEL_MUSIC_LEVEL` | 10 | how far the music is below the voice, LU; 10 more while somebody speaks |
public struct MusicSettings: Hashable, Sendable {
    /// None: what is right for a reel is a matter of taste, and platforms let their users choose.
    public var name = MusicName.nothing
    public var folder: URL?
    /// With the ducking, speech then stands 20 LU above the music, which is what WCAG 2.2 asks for (1.4.7).
    public var level = 10.0

    public init() {}

    public init(name: MusicName, folder: URL? = nil, level: Double = 10) {
        self.name = name
        self.folder = folder
        self.level = level
    }

    /// - Throws: `SettingsError` when a value cannot be used.
    public init(_ config: ConfigReader) throws {
        let settings = SettingsReader(config)
        name = try settings.parsed("music.default", expected: MusicName.expected, MusicName.init(rawValue:)) ?? name
        folder = try settings.folder("music.folder")
        level = try settings.double("music.level", in: 0...40, default: level)
    }
}
