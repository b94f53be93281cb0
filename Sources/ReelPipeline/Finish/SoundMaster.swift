import Foundation
import Logging
import ReelCache
import ReelCore
import ReelTool

/// What the sound is made of.
public struct SoundInput: Sendable {
    public var narration: Narration
    public var timeline: Timeline

    public init(narration: Narration, timeline: Timeline) {
        self.narration = narration
        self.timeline = timeline
    }
}

/// The finished sound of a reel.
public struct MasteredSound: Hashable, Codable, Sendable {
    /// AAC-LC, 48 kHz, stereo, in an MP4 container, as long as the timeline to the sample.
    public var file: URL
    /// As measured in `file`.
    public var loudness: Loudness
}

/// Makes the sound of the whole reel from the narration. The pipeline runs it before the pictures: it costs little, and
/// nothing that is seen depends on it.
public struct SoundMaster: Stage {
    /// Raised whenever the code makes another sound of the same narration.
    static let recipe = "sound/1"
    private static let soundName = "sound.m4a"
    private static let loudnessName = "loudness.json"

    private let cache: ContentCache
    private let settings: FinishSettings

    public init(cache: ContentCache, settings: FinishSettings = FinishSettings()) {
        self.cache = cache
        self.settings = settings
    }

    /// - Throws: `FinishError`; file errors; `CancellationError`.
    public func run(_ input: SoundInput, in context: StageContext) async throws -> MasteredSound {
        let parts = try Self.parts(input)
        var ingredients = ["\(settings.loudness) \(settings.truePeak) \(settings.audioKilobits)"]
        for part in parts {
            ingredients += [try SHA256Digest.file(part.audio), String(part.duration), String(part.sampleCount)]
        }
        let key = ContentKey(recipe: Self.recipe, ingredients)
        let entry = try await cache.entry(key, linkedInto: context.workFolder) { folder in
            let loudness = try await make(parts, output: folder.appending(path: Self.soundName), context)
            try JSONEncoder().encode(loudness).write(to: folder.appending(path: Self.loudnessName))
        }
        let loudness = try JSONDecoder().decode(
            Loudness.self, from: Data(contentsOf: entry.file(Self.loudnessName)))
        return MasteredSound(file: entry.file(Self.soundName), loudness: loudness)
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
    private func make(_ parts: [SoundPart], output: URL, _ context: StageContext) async throws -> Loudness {
        let joined = context.workFolder.appending(path: "joined-\(UUID().uuidString).wav")
        defer { try? FileManager.default.removeItem(at: joined) }
        try await Tool.finish("ffmpeg", SoundArguments.join(parts, output: joined)) { .soundFailed(reason: $0) }
        let raw = try await measure(joined, format: "wav", codec: "pcm_f32le")
        var gain = Self.gain(from: raw, to: settings.loudness)
        // A decibel below what is allowed, for what the encoder adds.
        var ceiling = settings.truePeak - 1
        var corrections = 0
        while true {
            try await Tool.finish(
                "ffmpeg",
                SoundArguments.master(
                    joined, gain: gain, ceiling: ceiling, sampleCount: parts.reduce(0) { $0 + $1.sampleCount },
                    kilobits: settings.audioKilobits, output: output)
            ) { .soundFailed(reason: $0) }
            let result = try await measure(output, format: "mov,mp4,m4a,3gp,3g2,mj2", codec: "aac")
            let missing = settings.loudness - result.integrated
            let excess = (result.truePeak ?? -100) - settings.truePeak
            context.logger.info(
                "The sound has \(result.integrated) LUFS and peaks of \(result.truePeak ?? -100) dBTP at a gain of \(gain) dB"
            )
            let isRight = abs(missing) <= 0.3 && excess <= 0
            if isRight || corrections == 2 || result.isSilence { return result }
            corrections += 1
            gain += missing
            if excess > 0 { ceiling -= excess + 0.2 }
        }
    }

    /// dB. Silence stays silent, and near-silence is not blown up.
    package static func gain(from raw: Loudness, to target: Double) -> Double {
        raw.isSilence ? 0 : min(30, target - raw.integrated)
    }

    private func measure(_ file: URL, format: String, codec: String) async throws -> Loudness {
        let result = try await Tool.finish(
            "ffmpeg", SoundArguments.measure(file, format: format, codec: codec)
        ) { .soundFailed(reason: $0) }
        guard let loudness = Loudness(summary: result.errorTail) else {
            throw FinishError.soundFailed(reason: "no loudness in: \(result.errorTail)")
        }
        return loudness
    }
}
