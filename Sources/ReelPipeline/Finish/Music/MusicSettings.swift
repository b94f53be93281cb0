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
        if let word = config.string(forKey: "music.default"), !word.isEmpty {
            guard let name = MusicName(rawValue: word) else {
                throw SettingsError.invalidValue(key: "REEL_MUSIC_DEFAULT", value: word, expected: MusicName.expected)
            }
            self.name = name
        }
        if let path = config.string(forKey: "music.folder"), !path.isEmpty {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
                throw SettingsError.invalidValue(
                    key: "REEL_MUSIC_FOLDER", value: path, expected: "the path of a folder that exists")
            }
            folder = URL(fileURLWithPath: path, isDirectory: true)
        }
        level = try config.number("music.level", in: 0...40, default: level)
    }
}
