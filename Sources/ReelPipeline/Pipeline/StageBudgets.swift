import Configuration
import ReelCore
import ReelSettings

/// How many seconds of CPU each stage may use in the attempt's own process; its children have limits of their own
/// (`ToolLimits`). What is ordinary takes a hundredth of it, so whoever uses it up reads something that was made to keep
/// programs busy.
///
/// | key | environment | default | meaning |
/// |---|---|---|---|
/// | `cpu.extract` | `REEL_CPU_EXTRACT` | 60 | seconds of CPU for reading the article |
/// | `cpu.script` | `REEL_CPU_SCRIPT` | 60 | seconds of CPU for writing the script |
/// | `cpu.narrate` | `REEL_CPU_NARRATE` | 60 | seconds of CPU for having it spoken |
/// | `cpu.gather` | `REEL_CPU_GATHER` | 600 | seconds of CPU for choosing and drawing pictures |
/// | `cpu.sound` | `REEL_CPU_SOUND` | 120 | seconds of CPU for music and sound |
/// | `cpu.compose` | `REEL_CPU_COMPOSE` | 2400 | seconds of CPU for drawing frames |
/// | `cpu.finish` | `REEL_CPU_FINISH` | 600 | seconds of CPU for checking the file |
public struct StageBudgets: Hashable, Sendable {
    private var seconds: [StageName: Double]

    /// - Throws: `SettingsError` when a value cannot be used.
    public init(_ config: ConfigReader) throws {
        let settings = SettingsReader(config)
        seconds = [:]
        for stage in StageName.allCases {
            seconds[stage] = try settings.double(
                ConfigKey("cpu.\(stage.rawValue)"), in: 0.01...86_400, default: Self.standard(stage))
        }
    }

    /// Seconds of processor time for this stage.
    public subscript(stage: StageName) -> Double { seconds[stage] ?? Self.standard(stage) }

    /// Of all stages together.
    public var total: Double { StageName.allCases.reduce(0) { $0 + self[$1] } }

    private static func standard(_ stage: StageName) -> Double {
        switch stage {
        case .extract, .script, .narrate: 60
        case .sound: 120
        case .gather, .finish: 600
        case .compose: 2_400
        }
    }

    /// What a stage that uses up its budget means for the job. Trying again would take as long.
    func failure(in stage: StageName) -> JobFailure {
        let (work, advice) =
            switch stage {
            case .extract: ("Reading the article", "Try another article")
            case .script: ("Writing the script", "Try another article or a script of your own")
            case .narrate: ("Having the script spoken", "Shorten its scenes")
            case .gather: ("Choosing the pictures", "Use smaller pictures")
            case .sound: ("Making the sound", "Use other music")
            case .compose: ("Drawing the frames", "Use a lower quality")
            case .finish: ("Checking the video", "Use a lower quality")
            }
        let limit = self[stage] == self[stage].rounded() ? "\(Int(self[stage]))" : "\(self[stage])"
        return JobFailure(
            stage: stage, code: "cpu_budget",
            message: "\(work) took more than \(limit) s of CPU and was given up. \(advice); if this machine is slow, "
                + "raise REEL_CPU_\(stage.rawValue.uppercased()).",
            isRetryable: false)
    }
}
