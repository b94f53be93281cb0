import Configuration
import Foundation
import Logging

/// Where every setting comes from: the environment first (`REEL_FETCH_ALLOW`), then one JSON file
/// (`{"fetch": {"allow": [...]}}`) whose path `REEL_CONFIG` names. Each module reads its own keys through a
/// `SettingsReader` and keeps its own defaults and ranges beside the code that uses them; `docs/reel.json.example` lists
/// them all.
public enum Settings {
    /// An empty variable counts as one that is not set, as in a shell's `${REEL_JOBS:-2}`.
    ///
    /// - Parameters:
    ///   - environment: the variables to be read.
    ///   - record: told of every setting that is read.
    /// - Throws: `SettingsError.unreadableFile`.
    public static func load(
        environment: [String: String] = ProcessInfo.processInfo.environment, record: SettingsRecord? = nil
    ) async throws -> ConfigReader {
        let credentials = environment[credentialsVariable]
        let environment = environment.filter { $0.key.hasPrefix("REEL_") && !$0.value.isEmpty }
        let file = try environment["REEL_CONFIG"].map { try SettingsFile(path: $0) }
        let providers: [any ConfigProvider] = [
            SettingsOrigin(environment: environment, file: file, credentials: credentials).provider,
            EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(with: "reel"),
        ]
        return ConfigReader(providers: providers + (file.map { [$0.provider] } ?? []), accessReporter: record)
    }

    /// Where systemd tells a process of its credentials (systemd.exec(5)).
    package static let credentialsVariable = "CREDENTIALS_DIRECTORY"

    /// Names the variables and the keys of the file that no process of ours reads: a mistyped one would otherwise be
    /// passed over in silence. They end nothing, because another version's processes may share the environment. Likewise
    /// files of secrets that every user may read.
    package static func warnings(_ config: ConfigReader) -> [String] { SettingsOrigin.warnings(config) }
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
