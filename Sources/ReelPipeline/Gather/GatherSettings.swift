import Configuration
import Foundation
import ReelSettings

/// Where pictures come from beside the article, and the limits of the gather stage.
///
/// | key | environment | default | meaning |
/// |---|---|---|---|
/// | `gather.folder` | `REEL_GATHER_FOLDER` | none | a folder of the user's own pictures; those whose names fit a scene are shown |
/// | `gather.parallel` | `REEL_GATHER_PARALLEL` | 4 | pictures fetched at once |
/// | `gather.downloadBudget` | `REEL_GATHER_DOWNLOAD_BUDGET` | 60 | seconds for all downloads of one reel together |
/// | `gather.pictureBytes` | `REEL_GATHER_PICTURE_BYTES` | 20000000 | the largest picture file taken |
/// | `gather.clipBytes` | `REEL_GATHER_CLIP_BYTES` | 80000000 | the largest clip file taken |
/// | `gather.pixels` | `REEL_GATHER_PIXELS` | 64000000 | the most pixels decoded (width x height) |
/// | `gather.smallestEdge` | `REEL_GATHER_SMALLEST_EDGE` | 400 | a picture whose longer edge has fewer pixels is passed over |
/// | `gather.largestEdge` | `REEL_GATHER_LARGEST_EDGE` | 3000 | larger pictures are scaled down to this longer edge |
/// | `compose.font` | `REEL_COMPOSE_FONT` | `Inter Display:extrabold` | the family of the words on cards |
public struct GatherSettings: Hashable, Sendable {
    public var folder: URL?
    public var parallel = 4
    /// Of one job; each download has a limit of its own as well (`fetch.timeout`).
    public var downloadBudget: Duration = .seconds(60)
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
        pexels = try PexelsSettings(config)
        let settings = SettingsReader(config)
        font = try settings.text("compose.font", default: font)
        folder = try settings.folder("gather.folder")
        parallel = try settings.int("gather.parallel", in: 1...64, default: parallel)
        downloadBudget = try settings.seconds("gather.downloadBudget", in: 1...3_600, default: downloadBudget)
        pictureBytes = try settings.int("gather.pictureBytes", in: 1_000...1_000_000_000, default: pictureBytes)
        clipBytes = try settings.int("gather.clipBytes", in: 1_000...10_000_000_000, default: clipBytes)
        pixels = try settings.int("gather.pixels", in: 10_000...1_000_000_000, default: pixels)
        smallestEdge = try settings.int("gather.smallestEdge", in: 1...10_000, default: smallestEdge)
        largestEdge = try settings.int("gather.largestEdge", in: 100...16_384, default: largestEdge)
    }
}
