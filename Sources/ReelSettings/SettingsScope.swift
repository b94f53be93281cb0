/// Which settings each process reads, so that whoever starts it gives it no others, and no key that it has no use for.
package enum SettingsScope: CaseIterable, Sendable {
    case responder, bridge, runner
    /// The child in which the runner makes a reel.
    case attempt

    /// Whether the process reads a setting.
    ///
    /// - Parameter key: such as `llm.key`.
    package func reads(_ key: String) -> Bool {
        let section = key.prefix { $0 != "." }
        return Self.shared.contains(section) || sections.contains(section)
            || self == .responder && Self.offeredVoices.contains(key)
    }

    /// The settings of an environment that the process reads, with the name of the settings file and the folder of systemd's
    /// credentials where it reads those.
    package func variables(in environment: [String: String]) -> [String: String] {
        var names = Set(KnownSettings.keys.filter(reads).map(KnownSettings.variable))
        names.insert(KnownSettings.fileVariable)
        if SecretSource.keys.contains(where: reads) { names.insert(Settings.credentialsVariable) }
        return environment.filter { names.contains($0.key) }
    }

    private static let shared: Set<Substring> = ["home", "log"]
    private static let pipeline: Set<Substring> = [
        "fetch", "extract", "script", "llm", "narrate", "speech", "gather", "pexels", "compose",
        "finish", "music", "cpu",
    ]

    /// What a speech service offers, without its key.
    private static let offeredVoices: Set = [
        "speech.kind", "speech.languages", "speech.price", "speech.url", "speech.voice", "speech.voices",
    ]

    private static let voices: Set<Substring> = ["voice", "voices", "voiceOrder"]

    private var sections: Set<Substring> {
        switch self {
        case .responder: Self.voices.union(["database", "hosts", "origins", "publicUrl", "disk", "fcgi"])
        case .bridge: ["database", "hosts", "origins", "bridge"]
        case .runner:
            Self.pipeline.union(Self.voices).union(["database", "disk", "jobs", "lease", "stop", "attempt", "keep"])
        case .attempt: Self.pipeline.union(Self.voices)
        }
    }
}
