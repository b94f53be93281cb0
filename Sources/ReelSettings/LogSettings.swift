import Configuration
import Logging

/// Logs go to standard error, one line each; whoever started the process keeps them.
public enum LogSettings {
    /// Call once, first thing in a process.
    ///
    /// - Throws: `SettingsError` when `REEL_LOG_LEVEL` names no level.
    public static func bootstrap(_ config: ConfigReader) throws {
        let word = config.string(forKey: "log.level", default: "info")
        guard let level = Logger.Level(rawValue: word) else {
            throw SettingsError.invalidValue(
                key: "REEL_LOG_LEVEL", value: word,
                expected: "one of " + Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))
        }
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = level
            return handler
        }
    }
}
