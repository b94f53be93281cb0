import Foundation
import Logging
import ReelCache
import ReelCore
import ReelTool

/// What the sound is made of.
public struct SoundInput: Sendable {
    public var narration: Narration
    public var timeline: Timeline
    /// What plays under the voice.
    public var music: MusicName

    public init(narration: Narration, timeline: Timeline, music: MusicName = .nothing) {
        self.narration = narration
        self.timeline = timeline
        self.music = music
    }
}

/// The finished sound of a reel.
public struct MasteredSound: Hashable, Sendable {
    /// AAC-LC, 48 kHz, stereo, in an MP4 container, as long as the timeline to the sample.
    public var file: URL
    /// What was heard in `file`.
    package var heard: HeardSound

    package init(file: URL, heard: HeardSound) {
        self.file = file
        self.heard = heard
    }

    /// As measured in `file`.
    public var loudness: Loudness { heard.facts.loudness ?? Loudness(integrated: -70, truePeak: nil) }
}

/// What a decoder heard, and in which packets: wherever these are found again, nobody needs to listen again.
package struct HeardSound: Hashable, Codable, Sendable {
    package var facts: SoundFacts
    /// `ProbeAnswer.soundDigest`.
    package var packets: String?

    package init(facts: SoundFacts, packets: String?) {
        self.facts = facts
        self.packets = packets
    }
}

/// Makes the sound of the whole reel from the narration, and the music under it. The pipeline runs it before the
/// pictures: it costs little, and nothing that is seen depends on it.
public struct SoundMaster: Stage {
    /// Raised whenever the code makes another sound of the same narration.
    static let recipe = "sound/4"
    private static let soundName = "sound.m4a"
    private static let heardName = "heard.json"

    private let cache: ContentCache
    private let settings: FinishSettings
    private let music: MusicSettings

    public init(
        cache: ContentCache, settings: FinishSettings = FinishSettings(), music: MusicSettings = MusicSettings()
    ) {
        self.cache = cache
        self.settings = settings
        self.music = music
    }

    /// - Throws: `FinishError`; file errors; `CancellationError`.
    public func run(_ input: SoundInput, in context: StageContext) async throws -> MasteredSound {
        let parts = try Self.parts(input)
        var ingredients = ["\(settings.loudness) \(settings.truePeak) \(settings.audioKilobits)"]
        for part in parts {
            ingredients += [try SHA256Digest.file(part.audio), String(part.duration), String(part.sampleCount)]
        }
        let library = MusicLibrary(cache: cache, settings: music)
        if let ingredient = try library.ingredient(input.music) { ingredients += [ingredient, "\(music.level)"] }
        let key = ContentKey(recipe: Self.recipe, ingredients)
        let entry = try await cache.entry(key, linkedInto: context.workFolder) { folder in
            let track = try await library.track(input.music, in: context)
            let heard = try await make(parts, over: track, output: folder.appending(path: Self.soundName), context)
            try WireCoding.encode(heard).write(to: folder.appending(path: Self.heardName))
        }
        let heard = try WireCoding.decode(HeardSound.self, from: Data(contentsOf: entry.file(Self.heardName)))
        return MasteredSound(file: entry.file(Self.soundName), heard: heard)
    }

    /// - Throws: `scenesDiffer`.
    package static func parts(_ input: SoundInput) throws(FinishError) -> [SoundPart] {
        let (narration, timeline) = (input.narration, input.timeline)
        guard !timeline.scenes.isEmpty,
            narration.scenes.map(\.sceneNumber) == timeline.scenes.map(\.sceneNumber)
        else { throw .scenesDiffer }
        return zip(narration.scenes, timeline.scenes).map { spoken, scene in
            // Times of the whole reel, so that a frame rate that does not divide the sample rate adds no error up.
            let start = scene.startFrame * SoundFormat.rate / timeline.frameRate
            let end = (scene.startFrame + scene.frameCount) * SoundFormat.rate / timeline.frameRate
            return SoundPart(audio: spoken.audio, duration: spoken.duration, sampleCount: end - start)
        }
    }

    /// Measures, sets gain and limiter, and measures what came out: a limiter takes loudness away and the encoder adds
    /// peaks, both by amounts that only the result shows. Two corrections bring every speech within the tolerance.
    private func make(
        _ parts: [SoundPart], over track: MusicTrack?, output: URL, _ context: StageContext
    ) async throws -> HeardSound {
        let scratch = UUID().uuidString
        var joined = context.workFolder.appending(path: "joined-\(scratch).wav")
        let mixed = context.workFolder.appending(path: "mixed-\(scratch).wav")
        // What stays goes with the work folder.
        defer { for file in [joined, mixed] { try? FileManager.default.removeItem(at: file) } }
        let sampleCount = parts.reduce(0) { $0 + $1.sampleCount }
        let sibilance: Sibilance?
        do {
            sibilance = try Sibilance.measured(parts.map(\.audio))
        } catch {
            throw FinishError.soundFailed(reason: "\(error)")
        }
        var raw = try await Loudness.ofRun(
            SoundArguments.join(parts, filters: Sibilance.filters(taming: sibilance), output: joined))
        if let track {
            // The voice first: ducking goes by its level.
            let mix = MusicArguments.Mix(
                voice: joined, voiceGain: Self.gain(from: raw, to: settings.loudness), music: track,
                musicGain: min(30, settings.loudness - music.level - track.loudness), sampleCount: sampleCount)
            raw = try await Loudness.ofRun(MusicArguments.mix(mix, output: mixed))
            try? FileManager.default.removeItem(at: joined)
            joined = mixed
        }
        var gain = Self.gain(from: raw, to: settings.loudness)
        // A decibel below what is allowed, for what the encoder adds.
        var ceiling = settings.truePeak - 1
        var corrections = 0
        while true {
            try await Tool.finish(
                "ffmpeg",
                SoundArguments.master(
                    joined, gain: gain, ceiling: ceiling, sampleCount: sampleCount, kilobits: settings.audioKilobits,
                    output: output)
            ) { .soundFailed(reason: $0) }
            let facts = try await SoundScan.run(output, duration: Double(sampleCount) / Double(SoundFormat.rate))
            guard let result = facts.loudness else {
                throw FinishError.soundFailed(reason: "no loudness: \(facts.errors.joined(separator: " / "))")
            }
            let missing = settings.loudness - result.integrated
            let excess = (result.truePeak ?? -100) - settings.truePeak
            context.logger.info(
                "The sound has \(result.integrated) LUFS and peaks of \(result.truePeak ?? -100) dBTP at a gain of \(gain) dB"
            )
            let isRight = abs(missing) <= 0.3 && excess <= 0
            if isRight || corrections == 2 || result.isSilence {
                return HeardSound(facts: facts, packets: try await SoundScan.packets(of: output))
            }
            corrections += 1
            gain += missing
            if excess > 0 { ceiling -= excess + 0.2 }
        }
    }

    /// dB. Silence stays silent, and near-silence is not blown up.
    package static func gain(from raw: Loudness, to target: Double) -> Double {
        raw.isSilence ? 0 : min(30, target - raw.integrated)
    }
}
