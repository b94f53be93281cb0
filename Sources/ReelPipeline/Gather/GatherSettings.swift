import Configuration
import Foundation
import ReelSettings

/// Where pictures come from beside the article, and the limits of the gather stage.
///
/// | key | environment | default | meaning |
/// |---|---|---|---|
/// | `gather.folder` | `REEL_GATHER_FOLDER` | none | a folder of the user's own pictures; those whose names fit a scene are shown |
/// | `gather.parallel` | `REEL_GATHER_PARALLEL` | 4 | pictures fetched at once |
/// | `gather.pictureBytes` | `REEL_GATHER_PICTURE_BYTES` | 20000000 | the largest picture file taken |
/// | `gather.clipBytes` | `REEL_GATHER_CLIP_BYTES` | 80000000 | the largest clip file taken |
/// | `gather.pixels` | `REEL_GATHER_PIXELS` | 64000000 | the most pixels decoded (width x height) |
/// | `gather.smallestEdge` | `REEL_GATHER_SMALLEST_EDGE` | 400 | a picture whose longer edge has fewer pixels is passed over |
/// | `gather.largestEdge` | `REEL_GATHER_LARGEST_EDGE` | 3000 | larger pictures are scaled down to this longer edge |
/// | `compose.font` | `REEL_COMPOSE_FONT` | `Inter Display:extrabold` | the family of the words on cards |
public struct GatherSettings: Hashable, Sendable {
    public var folder: URL?
    public var parallel = 4
    public var pictureBytes = 20_000_000
    public var clipBytes = 80_000_000
    public var pixels = 64_000_000
    public var smallestEdge = 400
    public var largestEdge = 3000
    public var font = "Inter Display:extrabold"
    /// `nil` without a key.
    public var pexels: PexelsSettings?

    public init() {}

    /// - Throws: `SettingsError` when a value cannot be used.
    public init(_ config: ConfigReader) throws {
        font = config.string(forKey: "compose.font", default: font)
        pexels = try PexelsSettings(config)
        let config = config.scoped(to: "gather")
        if let path = config.string(forKey: "folder"), !path.isEmpty {
            let url = URL(fileURLWithPath: path, isDirectory: true)
            guard (try? url.checkResourceIsReachable()) == true else {
                throw SettingsError.invalidValue(
                    key: "REEL_GATHER_FOLDER", value: path, expected: "a folder that exists and can be read")
            }
            folder = url
        }
        parallel = max(1, config.int(forKey: "parallel", default: parallel))
        pictureBytes = config.int(forKey: "pictureBytes", default: pictureBytes)
        clipBytes = config.int(forKey: "clipBytes", default: clipBytes)
        pixels = config.int(forKey: "pixels", default: pixels)
        smallestEdge = config.int(forKey: "smallestEdge", default: smallestEdge)
        largestEdge = config.int(forKey: "largestEdge", default: largestEdge)
    }
}
