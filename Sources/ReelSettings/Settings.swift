import Configuration
import Foundation
import ReelCore
import SystemPackage

/// Where every setting comes from: the environment first (`REEL_FETCH_ALLOW`), then one JSON file
/// (`{"fetch": {"allow": [...]}}`) whose path `REEL_CONFIG` names. Each module reads its own keys and keeps its own
/// defaults beside the code that uses them; `docs/reel.json.example` lists them all.
public enum Settings {
    /// - Parameter record: told of every setting that is read.
    public static func load(
        environment: [String: String] = ProcessInfo.processInfo.environment, record: SettingsRecord? = nil
    ) async throws -> ConfigReader {
        var providers: [any ConfigProvider] = [
            EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(with: "reel")
        ]
        if let file = environment["REEL_CONFIG"], !file.isEmpty {
            do {
                providers.append(try await FileProvider<JSONSnapshot>(filePath: FilePath(file)))
            } catch {
                throw SettingsError.unreadableFile(path: file, reason: String(describing: error))
            }
        }
        return ConfigReader(providers: providers, accessReporter: record)
    }
}

/// A setting that cannot be used.
public enum SettingsError: Error, CustomStringConvertible {
    case unreadableFile(path: String, reason: String)
    case invalidValue(key: String, value: String, expected: String)

    public var description: String {
        switch self {
        case .unreadableFile(let path, let reason):
            "The settings file \(path), named by REEL_CONFIG, cannot be read: \(reason)"
        case .invalidValue(let key, let value, let expected):
            "The setting \(key) is \"\(value)\", but it should be \(expected)."
        }
    }
}

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

    public init(_ config: ConfigReader) {
        layout = HomeLayout(root: URL(fileURLWithPath: config.string(forKey: "home", default: "var")))
        database = URL(fileURLWithPath: config.string(forKey: "database", default: "reelcraft.db")).standardizedFileURL
    }
}

extension ConfigReader {
    /// A whole number above zero.
    ///
    /// - Throws: `SettingsError` when something else is set.
    public func positive(_ key: ConfigKey, default value: Int) throws -> Int {
        let number = int(forKey: key)
        // What is no number reads as absent; as text it is still there.
        let text = number.map(String.init) ?? string(forKey: key)
        guard let text else { return value }
        guard let number, number > 0 else {
            throw SettingsError.invalidValue(
                key: "REEL_" + key.components.joined(separator: "_").uppercased(), value: text,
                expected: "a whole number above 0")
        }
        return number
    }
}
