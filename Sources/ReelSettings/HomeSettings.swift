import Configuration
import Foundation
import ReelCore

/// Settings that every process shares.
///
/// | key | environment | default |
/// |---|---|---|
/// | `home` | `REEL_HOME` | `var` in the working directory |
/// | `database` | `REEL_DATABASE` | `./reelcraft.db` |
/// | `log.level` | `REEL_LOG_LEVEL` | `info` |
public struct HomeSettings: Sendable {
    public var layout: HomeLayout
    /// The SQLite file.
    public var database: URL

    /// Bytes of the home's path: a Unix socket's address ends at 107 bytes, and the longest socket in it is
    /// `run/runners/<13 letters>.sock`.
    package static let longestHome = 76

    /// - Throws: `SettingsError` when a value cannot be used.
    public init(_ config: ConfigReader) throws {
        let settings = SettingsReader(config)
        let home = try settings.path("home", default: "var")
        guard home.path.utf8.count <= Self.longestHome else {
            throw settings.refusal(
                of: "home", home.path,
                expected: "a path of at most \(Self.longestHome) bytes, because Unix sockets lie in it")
        }
        layout = HomeLayout(root: home)
        database = try settings.path("database", default: "reelcraft.db")
    }
}
