import Configuration
import ReelCompose
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

    /// - Throws: `SettingsError`.
    public init(_ config: ConfigReader) throws {
        fetch = try FetchPolicy(config)
        extract = ExtractSettings(config)
        script = try ScriptSettings(config)
        narrate = try NarrateSettings(config)
        gather = GatherSettings(config)
        compose = try ComposeSettings(config)
        finish = FinishSettings(config)
    }
}
