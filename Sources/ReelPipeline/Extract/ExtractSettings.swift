import Configuration
import ReelSettings

/// How pages are read.
///
/// | key | environment | default | meaning |
/// |---|---|---|---|
/// | `extract.robots` | `REEL_EXTRACT_ROBOTS` | true | whether a site's `robots.txt` is heeded |
/// | `extract.downloadBudget` | `REEL_EXTRACT_DOWNLOAD_BUDGET` | 90 | seconds for `robots.txt`, feed and page together |
public struct ExtractSettings: Hashable, Sendable {
    public var heedsRobots = true
    /// Of one job. A feed's entry takes four resources, each of which has a limit of its own (`fetch.timeout`).
    public var downloadBudget: Duration = .seconds(90)

    public init() {}

    /// - Throws: `SettingsError` when a value cannot be used.
    public init(_ config: ConfigReader) throws {
        let settings = SettingsReader(config)
        heedsRobots = try settings.bool("extract.robots", default: heedsRobots)
        downloadBudget = try settings.seconds("extract.downloadBudget", in: 1...3_600, default: downloadBudget)
    }
}
