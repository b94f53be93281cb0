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
    /// A file, or an address whose scheme says which engine of the store it is for.
    public var database: URL

    /// Bytes of the home's path: a Unix socket's address ends at 107 bytes, and the longest socket in it is
    /// `run/runners/<13 letters>.sock`.
    package static let longestHome = 76

    /// - Parameters:
    ///   - config: the process's settings.
    ///   - defaultHome: the folder when none is set.
    ///   - defaultDatabase: the file when none is set.
    /// - Throws: `SettingsError` when a value cannot be used.
    public init(
        _ config: ConfigReader, defaultHome: String = "var", defaultDatabase: String = "reelcraft.db"
    ) throws {
        let settings = SettingsReader(config)
        let home = try settings.path("home", default: defaultHome)
        guard home.path.utf8.count <= Self.longestHome else {
            throw settings.refusal(
                of: "home", home.path,
                expected: "a path of at most \(Self.longestHome) bytes, because Unix sockets lie in it")
        }
        layout = HomeLayout(root: home)
        database = Self.databaseURL(try settings.text("database", default: defaultDatabase))
    }

    /// - Parameter text: a path, or an address such as `sqlite:///PATH`.
    private static func databaseURL(_ text: String) -> URL {
        if let scheme = text.firstRange(of: "://"), let url = URL(string: text) {
            // Three slashes: an empty host, then an absolute path.
            let path = text[scheme.upperBound...]
            return text.hasPrefix("sqlite:///") ? URL(fileURLWithPath: String(path)).standardizedFileURL : url
        }
        return URL(fileURLWithPath: text).standardizedFileURL
    }
}
