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

    /// - Throws: `SettingsError` when a value cannot be used.
    public init(_ config: ConfigReader) throws {
        heedsRobots = try SettingsReader(config).bool("extract.robots", default: heedsRobots)
    }
}
