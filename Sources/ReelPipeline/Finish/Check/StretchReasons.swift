import Foundation
import ReelCore
import ReelTool

/// Says which black, frozen and silent stretches of a reel are as the script wants them.
package struct StretchReasons: Sendable {
    private let timeline: Timeline
    private let script: Script
    /// The scenes' own pictures, by scene number.
    private let pictures: [Int: URL]

    package init(timeline: Timeline, script: Script, pictures: [Int: URL] = [:]) {
        self.timeline = timeline
        self.script = script
        self.pictures = pictures
    }

    /// - Throws: `CancellationError`.
    package func explain(_ film: FilmFacts, _ sound: SoundFacts) async throws -> [FoundStretch] {
        var found = sound.silent.map { FoundStretch(.silent, $0, reason: reason(silence: $0)) }
        for stretch in film.frozen { found.append(FoundStretch(.frozen, stretch, reason: reason(frozen: stretch))) }
        for stretch in film.black {
            found.append(FoundStretch(.black, stretch, reason: try await reason(black: stretch)))
        }
        return found.sorted { ($0.start, $0.kind.rawValue) < ($1.start, $1.kind.rawValue) }
    }

    /// A silence is a pause when no word begins in it.
    package func reason(silence: Stretch) -> String? {
        for scene in timeline.scenes {
            let offset = timeline.seconds(scene.startFrame)
            for word in scene.words where word.isSpoken {
                // A word is heard from its beginning on; by some engines' account the pause behind it belongs to it.
                let (start, end) = (offset + word.start, offset + min(word.end, word.start + 0.3))
                if silence.start <= start + 0.05 && silence.end >= end - 0.02 { return nil }
            }
        }
        return "nobody speaks there"
    }

    package func reason(frozen: Stretch) -> String? {
        for scene in scenes(in: frozen) {
            guard let told = script.scenes.first(where: { $0.sceneNumber == scene.sceneNumber }) else { return nil }
            if told.sceneType == .text { continue }
            switch told.visual?.kind {
            case .card, .backdrop, .clip: continue
            case .picture, nil: return nil
            }
        }
        return "words on a drawn background, or a clip in which nothing moves"
    }

    /// Black is right where the scene's own picture is.
    private func reason(black: Stretch) async throws -> String? {
        for scene in scenes(in: black) {
            // A clip may fade, and only its first frame is at hand.
            if script.scenes.first(where: { $0.sceneNumber == scene.sceneNumber })?.visual?.kind == .clip { continue }
            guard let picture = pictures[scene.sceneNumber], try await isBlack(picture) else { return nil }
        }
        return "the picture or clip that was chosen is as dark"
    }

    /// Without a neighbour that it touches only at its edge: small pictures are taken five times a second.
    private func scenes(in stretch: Stretch) -> [TimelineScene] {
        timeline.scenes.filter { scene in
            let start = timeline.seconds(scene.startFrame)
            let end = timeline.seconds(scene.startFrame + scene.frameCount)
            return min(end, stretch.end) - max(start, stretch.start) > 0.25
        }
    }

    private func isBlack(_ picture: URL) async throws -> Bool {
        let size = FrameSize(width: 90, height: 160)
        do {
            let grey = try await Tool.finish(
                "ffmpeg",
                [
                    "-nostdin", "-hide_banner", "-loglevel", "error", "-protocol_whitelist", "file", "-f", "image2",
                    "-pattern_type", "none", "-codec_whitelist", "png,mjpeg", "-max_pixels", "64000000", "-i",
                    // Frames are darkened behind the words, and so is this.
                    "file:\(picture.path)", "-vf",
                    "scale=\(size.width):\(size.height),format=gray,lutyuv=y=val*0.7", "-frames:v", "1", "-f",
                    "rawvideo", "pipe:1",
                ]
            ) { .posterFailed(reason: $0) }
            return PictureTrace(frames: [UInt8](grey.standardOutput), size: size).isMostlyBlack
        } catch FinishError.posterFailed {
            return false
        }
    }
}

extension SpokenWord {
    /// Whether there is something in it that a voice says, for long enough to be heard.
    var isSpoken: Bool {
        end - start >= 0.05
            && text.unicodeScalars.contains { $0.properties.isAlphabetic || $0.properties.numericType != nil }
    }
}
