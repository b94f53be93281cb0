import Configuration
import ReelCompose
import ReelCore
import ReelExtract
import ReelFetch
import ReelFinish
import ReelGather
import ReelNarrate
import ReelScript

/// The settings of every stage; each module lists its own keys.
public struct PipelineSettings: Sendable {
    public var fetch: FetchPolicy
    public var extract: ExtractSettings
    public var script: ScriptSettings
    public var narrate: NarrateSettings
    public var gather: GatherSettings
    public var compose: ComposeSettings
    public var finish: FinishSettings
    public var music: MusicSettings
    public var budgets: StageBudgets
    /// Those of them that decide what a reel is, as its manifest keeps them (`SettingsRecord`).
    public var recorded: [String: String] = [:]

    /// - Throws: `SettingsError`.
    public init(_ config: ConfigReader) throws {
        fetch = try FetchPolicy(config)
        extract = try ExtractSettings(config)
        script = try ScriptSettings(config)
        narrate = try NarrateSettings(config)
        gather = try GatherSettings(config)
        compose = try ComposeSettings(config)
        finish = try FinishSettings(config)
        music = try MusicSettings(config)
        budgets = try StageBudgets(config)
    }

    /// With the voice and the music that a style names instead of the service's own.
    ///
    /// - Throws: `JobFailure` for a name that nothing has.
    func meeting(_ style: ReelStyle) throws(JobFailure) -> PipelineSettings {
        var settings = self
        if let word = style.voice {
            guard let voice = VoiceName(requested: word) else {
                throw Self.unknown("voice", word, expected: VoiceName.expected)
            }
            settings.narrate.speech.requestedVoice = voice
            settings.script.speech.requestedVoice = voice
        }
        if let quotes = style.quotes { settings.narrate.speech.quotes = quotes }
        if let word = style.music {
            guard let music = MusicName(rawValue: word) else {
                throw Self.unknown("music", word, expected: MusicName.expected)
            }
            settings.music.name = music
        }
        return settings
    }

    private static func unknown(_ field: String, _ word: String, expected: String) -> JobFailure {
        JobFailure(
            stage: nil, code: "unknown_\(field)",
            message: "The \(field) \"\(word.prefix(60))\" is not known. It should be \(expected).", isRetryable: false)
    }
}
