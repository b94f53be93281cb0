import Foundation
import ReelCore

/// The still that stands for the video until it plays.
package struct Poster: Sendable {
    /// Of the key under which it is kept; raised when something else is made of the same frame.
    let recipe = "poster/2"
    /// From the beginning of the reel.
    package let frame: Int
    /// Whether it can be decoded without any other.
    package let isKey: Bool
    private let frameRate: Int

    /// Seconds from the beginning within which a frame is looked for: it should show what the reel begins with.
    static let latest = 10.0

    /// The sharpest of the keyframes near the beginning. The encoder spends on each as many bytes as it has detail, so
    /// the largest shows most; that is known without decoding any. Keyframes in transitions, where two pictures lie
    /// over each other, and black ones do not count, those before the first word neither.
    package init(_ timeline: Timeline, _ script: Script, packets: FilmPackets?, black: [Stretch]) {
        frameRate = timeline.frameRate
        var best: (frame: Int, worth: Double)?
        for (index, scene) in timeline.scenes.enumerated() {
            let opening = index == 0 ? timeline.frameRate / 2 : timeline.transitionFrames
            let clear =
                scene.startFrame + opening..<max(scene.startFrame + scene.frameCount, scene.startFrame + opening)
            let told = script.scenes.first { $0.sceneNumber == scene.sceneNumber }
            let isDrawn = told?.visual.map { $0.kind == .card || $0.kind == .backdrop } ?? false
            for packet in packets?.packets ?? [] where packet.isKey && clear.contains(packet.frame) {
                let time = timeline.seconds(packet.frame)
                guard time <= Self.latest, !black.contains(where: { $0.start <= time && time <= $0.end }) else {
                    continue
                }
                let worth = Double(packet.size) * (1 - time / (2 * Self.latest)) * (isDrawn ? 0.6 : 1)
                if worth > best?.worth ?? 0 { best = (packet.frame, worth) }
            }
        }
        isKey = best != nil
        frame = best?.frame ?? Self.fallback(timeline)
    }

    /// In a reel so short that no keyframe is clear: after the first word has come.
    package static func fallback(_ timeline: Timeline) -> Int {
        guard let first = timeline.scenes.first else { return 0 }
        let wanted = timeline.frameRate * 6 / 5
        if wanted < first.frameCount { return wanted }
        return first.frameCount / 2
    }

    /// What it is made of; `nil` for one that needs other frames, which is not worth keeping.
    func packets(_ film: FilmPackets?) -> ArraySlice<FilmPackets.Packet>? {
        guard isKey, let film, let index = film.packets.firstIndex(where: { $0.frame == frame && $0.isKey }) else {
            return nil
        }
        return film.packets[index...index]
    }

    /// JPEG is BT.601 in full range (JFIF 1.02); the video is not.
    static let toJPEG =
        "scale=in_color_matrix=bt709:in_range=tv:out_color_matrix=bt601:out_range=pc,format=yuvj420p"
    /// WebP's lossy format is BT.601 in the range of television (RFC 9649, 2.1).
    static let toWebP =
        "scale=in_color_matrix=bt709:in_range=tv:out_color_matrix=bt601:out_range=tv,format=yuv420p"

    /// One frame, decoded once, as JPEG and as WebP.
    package func arguments(_ video: URL, jpeg: URL, webP: URL) -> [String] {
        // A keyframe is sought by its own time, cut off; another one half a frame early, so that rounding cannot skip
        // it.
        let time =
            isKey ? FilmScan.seek(Double(frame), frameRate) : FilmScan.seek(max(0, Double(frame) - 0.5), frameRate)
        return SoundArguments.quiet + ["-ss", time, "-threads", "1"]
            + SoundArguments.input(video, format: DeliveryCheck.container, codec: "h264,aac") + [
                "-filter_complex", "[0:v:0]split[a][b];[a]\(Self.toJPEG)[jpeg];[b]\(Self.toWebP)[webp]",
                "-map", "[jpeg]", "-frames:v", "1", "-c:v", "mjpeg", "-q:v", "3", "-bitexact", "-f", "image2",
                "-update", "1", "file:\(jpeg.path)",
                "-map", "[webp]", "-frames:v", "1", "-c:v", "libwebp", "-quality", "80", "-compression_level", "2",
                "-map_metadata", "-1", "-bitexact", "-f", "webp", "file:\(webP.path)",
            ]
    }
}
