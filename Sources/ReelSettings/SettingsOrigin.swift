import Configuration

/// Which settings come from the file and which of those that are set nobody reads. `Settings.load` puts it into the
/// `ConfigReader` under keys of its own, because a reader does not tell which of its providers gave a value.
struct SettingsOrigin {
    private static let fileKey: ConfigKey = "settings.file"
    private static let keysKey: ConfigKey = "settings.fileKeys"
    private static let warningsKey: ConfigKey = "settings.warnings"
    private static let credentialsKey: ConfigKey = "settings.credentials"

    private let file: String
    private let keys: [String]
    private let warnings: [String]
    private let credentials: String

    /// - Parameters:
    ///   - environment: the variables that are ours.
    ///   - credentials: the folder in which systemd puts credentials of this process.
    init(environment: [String: String], file: SettingsFile?, credentials: String?) {
        self.file = file?.path ?? ""
        keys = (file?.values.keys).map { $0.filter { environment[KnownSettings.variable($0)] == nil } } ?? []
        warnings =
            KnownSettings.unknown(variables: environment.keys).map {
                "The variable \($0) is no setting of ReelCraft\(KnownSettings.suggestion(for: $0)); it is ignored."
            }
            + KnownSettings.unknown(keys: file?.values.keys.map { $0 } ?? []).map {
                "The key \($0) in \(file?.path ?? "") is no setting of ReelCraft; it is ignored."
            } + SecretSource.warnings(environment: environment, file: file)
        self.credentials = credentials ?? ""
    }

    var provider: InMemoryProvider {
        InMemoryProvider(values: [
            AbsoluteConfigKey(Self.fileKey): ConfigValue(.string(file), isSecret: false),
            AbsoluteConfigKey(Self.keysKey): ConfigValue(.stringArray(keys), isSecret: false),
            AbsoluteConfigKey(Self.warningsKey): ConfigValue(.stringArray(warnings), isSecret: false),
            AbsoluteConfigKey(Self.credentialsKey): ConfigValue(.string(credentials), isSecret: false),
        ])
    }

    static func warnings(_ config: ConfigReader) -> [String] {
        config.stringArray(forKey: warningsKey, default: [])
    }

    static func credentials(_ config: ConfigReader) -> String? {
        config.string(forKey: credentialsKey)
    }

    /// The path of the file when the key's value comes from it.
    static func file(of key: ConfigKey, _ config: ConfigReader) -> String? {
        let name = key.components.joined(separator: ".")
        guard config.stringArray(forKey: keysKey, default: []).contains(name) else { return nil }
        return config.string(forKey: fileKey)
    }
}
