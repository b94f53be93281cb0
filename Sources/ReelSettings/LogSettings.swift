import Configuration
import Logging

/// Logs go to standard error, one line each and without secrets; whoever started the process keeps them.
public enum LogSettings {
    /// Call once, first thing in a process. Then it is also said which settings nobody reads.
    ///
    /// - Parameters:
    ///   - config: the process's settings.
    ///   - warnsOfUnknown: `false` for a child of a process that has warned already.
    /// - Throws: `SettingsError` when `REEL_LOG_LEVEL` names no level.
    public static func bootstrap(_ config: ConfigReader, warnsOfUnknown: Bool = true) throws {
        let level = try level(config)
        LoggingSystem.bootstrap { label in
            var handler = RedactingLogHandler(StreamLogHandler.standardError(label: label))
            handler.logLevel = level
            return handler
        }
        guard warnsOfUnknown else { return }
        let logger = Logger(label: "settings")
        for warning in Settings.warnings(config) { logger.warning("\(warning)") }
    }

    /// - Throws: `SettingsError` when `REEL_LOG_LEVEL` names no level.
    package static func level(_ config: ConfigReader) throws -> Logger.Level {
        try SettingsReader(config).choice("log.level", default: .info)
    }
}
