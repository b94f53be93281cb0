import ReelCore

/// Writes the script of a reel from an article.
public protocol ScriptWriter: Sendable {
    /// - Throws: `ScriptError.tooShort` when the article does not give enough to say.
    func write(_ article: Article, within limits: ScriptLimits) async throws -> Script
}

/// How much a script may say.
public struct ScriptLimits: Hashable, Sendable {
    public var scenes: ClosedRange<Int>
    /// What to aim at: seconds of the whole reel, pauses included.
    public var targetSeconds: Double
    /// How fast the voice is that will speak.
    public var pace: SpeechPace

    /// Platforms take no more.
    static let longest = 60.0

    public init(scenes: ClosedRange<Int> = 7...15, targetSeconds: Double = 45, pace: SpeechPace = .rms) {
        self.scenes = scenes
        self.targetSeconds = targetSeconds
        self.pace = pace
    }

    /// The same for another length.
    package func aiming(at seconds: Int?) -> ScriptLimits {
        var limits = self
        if let seconds { limits.targetSeconds = Double(seconds) }
        return limits
    }

    /// The seconds between which an estimate should lie, so that the speech itself is within a tenth of what was asked
    /// for and not above a minute: what is spoken differs from its estimate by some percent (see `SpeechPace`).
    package var window: ClosedRange<Double> {
        (aim * 0.955)...(aim * 1.04)
    }

    /// What is asked for, as far as platforms take it.
    package var aim: Double { min(targetSeconds, Self.longest * 0.95) }

    /// What a draft may last before anything is left out of it: it will be spoken as much faster.
    package var longestDraft: Double { window.upperBound * SpeechSettings.fittingSpeeds.upperBound }

    /// What an article must give at least: 30 seconds, or what was asked for if that is less.
    package var shortestSeconds: Double { min(0.9 * window.lowerBound, 31.5) }
}
