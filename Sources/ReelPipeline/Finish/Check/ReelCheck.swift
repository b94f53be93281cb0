import Foundation
import ReelCache
import ReelCore

/// A finished film and what is known of it.
struct CheckedFilm: Sendable {
    var report: DeliveryReport
    var packets: FilmPackets?
    var sprite: Sprite
    /// Raw, as the sprite wants them.
    var tiles: Data
    /// As `FilmParts` has them.
    var black: [Stretch]
}

/// The check of a reel of ours: everything that `DeliveryCheck` looks for, and what the script says besides.
struct ReelCheck: Sendable {
    let cache: ContentCache
    let input: FinishInput
    let wanted: DeliveryExpectation

    /// - Throws: `ffmpegMissing`; file errors; `CancellationError`.
    func inspect(_ film: URL, in context: StageContext) async throws -> CheckedFilm {
        let sprite = Sprite(input.timeline, frame: input.frame)
        var checked = CheckedFilm(report: DeliveryReport(), sprite: sprite, tiles: Data(), black: [])
        switch try await DeliveryCheck.probe(film) {
        case .unreadable(let reason):
            checked.report = .unreadable(reason)
        case .answer(let answer, var found):
            let duration = found.audioEnd ?? input.timeline.duration
            async let heard = listen(to: film, answer, duration: duration)
            if let packets = FilmPackets(answer, frameRate: input.timeline.frameRate) {
                let parts = FilmParts(
                    cache: cache, packets: packets, timeline: input.timeline, frame: input.frame, sprite: sprite)
                let (facts, tiles) = try await parts.scan(film, in: context)
                let sound = try await heard
                found.decoderErrors = sound.errors + facts.errors
                found.loudness = sound.loudness
                found.stretches = try await StretchReasons(
                    timeline: input.timeline, script: input.script, pictures: input.scenePictures
                ).explain(facts, sound)
                (checked.packets, checked.tiles, checked.black) = (packets, tiles, facts.black)
            } else {
                // Whatever it is, it is no film of ours; the rules will say why.
                let sound = try await heard
                (found.decoderErrors, found.loudness) = (sound.errors, sound.loudness)
            }
            var faults = DeliveryRules.faults(found, wanted)
            if !input.captions.isEmpty {
                let (captions, wrong) = try await CaptionCheck(
                    input.captions, timeline: input.timeline, frame: input.frame
                ).run(in: context.workFolder)
                found.captions = captions
                faults += wrong
            }
            checked.report = DeliveryReport(found: found, faults: faults)
        }
        return checked
    }

    /// The sound was listened to when it was made, and its packets are not changed by joining.
    private func listen(to film: URL, _ answer: ProbeAnswer, duration: Double) async throws -> SoundFacts {
        let known = input.sound.heard
        if let packets = known.packets, packets == answer.soundDigest { return known.facts }
        return try await SoundScan.run(film, duration: duration)
    }
}
