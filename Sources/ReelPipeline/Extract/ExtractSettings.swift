import Configuration
import ReelSettings

/// How pages are read.
///
/// | key | environment | default | meaning |
/// |---|---|---|---|
/// | `extract.robots` | `REEL_EXTRACT_ROBOTS` | true | whether a site's `robots.txt` is heeded |
public struct ExtractSettings: Hashable, Sendable {
    public var heedsRobots = true

    public init() {}

    public init(_ config: ConfigReader) {
        heedsRobots = config.bool(forKey: "extract.robots", default: heedsRobots)
    }
}
