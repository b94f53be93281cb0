import Configuration

/// Limits of the gather stage.
///
/// | key | environment | default | meaning |
/// |---|---|---|---|
/// | `gather.parallel` | `REEL_GATHER_PARALLEL` | 4 | pictures fetched at once |
/// | `gather.pictureBytes` | `REEL_GATHER_PICTURE_BYTES` | 20000000 | the largest picture file taken |
/// | `gather.pixels` | `REEL_GATHER_PIXELS` | 64000000 | the most pixels decoded (width x height) |
/// | `gather.smallestEdge` | `REEL_GATHER_SMALLEST_EDGE` | 400 | a picture whose longer edge has fewer pixels is passed over |
/// | `gather.largestEdge` | `REEL_GATHER_LARGEST_EDGE` | 3000 | larger pictures are scaled down to this longer edge |
public struct GatherSettings: Hashable, Sendable {
    public var parallel = 4
    public var pictureBytes = 20_000_000
    public var pixels = 64_000_000
    public var smallestEdge = 400
    public var largestEdge = 3000

    public init() {}

    public init(_ config: ConfigReader) {
        let config = config.scoped(to: "gather")
        parallel = max(1, config.int(forKey: "parallel", default: parallel))
        pictureBytes = config.int(forKey: "pictureBytes", default: pictureBytes)
        pixels = config.int(forKey: "pixels", default: pixels)
        smallestEdge = config.int(forKey: "smallestEdge", default: smallestEdge)
        largestEdge = config.int(forKey: "largestEdge", default: largestEdge)
    }
}
