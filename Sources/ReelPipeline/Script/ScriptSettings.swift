import Configuration
import ReelSettings

/// How scripts are written.
///
/// | key | environment | default | meaning |
/// |---|---|---|---|
/// | `script.seconds` | `REEL_SCRIPT_SECONDS` | 45 | how long a reel should be, 30 to 60 |
/// | `voice` | `REEL_VOICE` | `rms` | whose pace the length is reckoned in: `rms` or `slt` |
public struct ScriptSettings: Hashable, Sendable {
    public var limits: ScriptLimits
    /// The model that writes; `nil` without one.
    public var model: ModelSettings?

    public init(limits: ScriptLimits = ScriptLimits(), model: ModelSettings? = nil) {
        self.limits = limits
        self.model = model
    }

    /// - Throws: `SettingsError` when a value cannot be used.
    public init(_ config: ConfigReader) throws {
        self.init()
        if let seconds = config.int(forKey: "script.seconds") {
            guard (30...60).contains(seconds) else {
                throw SettingsError.invalidValue(
                    key: "REEL_SCRIPT_SECONDS", value: String(seconds), expected: "a number from 30 to 60")
            }
            limits.targetSeconds = Double(seconds)
        }
        model = try ModelSettings(config)
        if config.string(forKey: "voice") == "slt" { limits.pace = .slt }
    }
}
