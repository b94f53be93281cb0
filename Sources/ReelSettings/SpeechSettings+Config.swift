import Configuration
import ReelCore

/// How scripts are spoken. The script's writer reckons with the same values as the speaker.
///
/// | key | environment | default | meaning |
/// |---|---|---|---|
/// | `voice` | `REEL_VOICE` | `rms` | the service's own voice, a name of `VoiceName`; texts in another language get theirs |
/// | `narrate.speed` | `REEL_NARRATE_SPEED` | 1 | how many times faster than the voice's own pace, 0.5 to 2 |
/// | `narrate.speeds` | `REEL_NARRATE_SPEEDS` | none | the same for single voices: `slt=0.9`, `espeak:de=1.1` |
/// | `narrate.leadIn` | `REEL_NARRATE_LEAD_IN` | 0.1 | seconds of silence before a scene's first sound |
/// | `narrate.sentencePause` | `REEL_NARRATE_SENTENCE_PAUSE` | 0.35 | seconds between two sentences of one scene |
/// | `narrate.scenePause` | `REEL_NARRATE_SCENE_PAUSE` | 0.35 | seconds after a scene's last sound |
/// | `narrate.finalPause` | `REEL_NARRATE_FINAL_PAUSE` | 0.8 | seconds after the last scene's last sound |
extension SpeechSettings {
    /// Longer ones would leave a scene standing still.
    private static let possiblePauses = 0.0...3.0

    /// - Throws: `SettingsError` when a value cannot be used.
    public init(_ config: ConfigReader) throws {
        self.init()
        if let word = config.string(forKey: "voice") {
            guard let voice = VoiceName(rawValue: word) else {
                throw SettingsError.invalidValue(key: "REEL_VOICE", value: word, expected: VoiceName.expected)
            }
            defaultVoice = voice
        }
        speed = try config.number("narrate.speed", in: Self.possibleSpeeds, default: speed)
        speeds = try Self.speeds(config.stringArray(forKey: "narrate.speeds", default: []))
        pauses.leadIn = try config.number("narrate.leadIn", in: Self.possiblePauses, default: pauses.leadIn)
        pauses.betweenSentences = try config.number(
            "narrate.sentencePause", in: Self.possiblePauses, default: pauses.betweenSentences)
        pauses.after = try config.number("narrate.scenePause", in: Self.possiblePauses, default: pauses.after)
        finalPause = try config.number("narrate.finalPause", in: Self.possiblePauses, default: finalPause)
    }

    private static func speeds(_ list: [String]) throws -> [VoiceName: Double] {
        var speeds: [VoiceName: Double] = [:]
        for entry in list where !entry.isEmpty {
            let sides = entry.split(separator: "=").map { $0.filter { !$0.isWhitespace } }
            guard sides.count == 2, let voice = VoiceName(rawValue: sides[0]), let speed = Double(sides[1]),
                possibleSpeeds.contains(speed)
            else {
                throw SettingsError.invalidValue(
                    key: "REEL_NARRATE_SPEEDS", value: entry,
                    expected: "a list of voices with a speed from 0.5 to 2, such as slt=0.9,espeak:de=1.1")
            }
            speeds[voice] = speed
        }
        return speeds
    }
}

extension ConfigReader {
    /// A number within a range.
    ///
    /// - Throws: `SettingsError` when something else is set.
    public func number(_ key: ConfigKey, in range: ClosedRange<Double>, default value: Double) throws -> Double {
        let number = double(forKey: key) ?? int(forKey: key).map(Double.init)
        guard let text = number.map({ "\($0)" }) ?? string(forKey: key) else { return value }
        guard let number, range.contains(number) else {
            throw SettingsError.invalidValue(
                key: "REEL_" + Self.variable(key), value: text,
                expected: "a number from \(Self.brief(range.lowerBound)) to \(Self.brief(range.upperBound))")
        }
        return number
    }

    private static func brief(_ number: Double) -> String {
        number == number.rounded() ? String(Int(number)) : String(number)
    }

    /// `narrate.leadIn` is `NARRATE_LEAD_IN`.
    private static func variable(_ key: ConfigKey) -> String {
        key.components.map { component in
            component.map { $0.isUppercase ? "_\($0)" : $0.uppercased() }.joined()
        }.joined(separator: "_")
    }
}
