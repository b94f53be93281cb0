import Foundation
import ReelCore

/// The still that stands for the video until it plays.
package enum Poster {
    /// The frame to take: early, because it should show the subject, but after the first word has come and outside of
    /// every transition, where two pictures lie over each other.
    package static func frame(_ timeline: Timeline) -> Int {
        guard let first = timeline.scenes.first else { return 0 }
        let wanted = timeline.frameRate * 6 / 5
        if wanted < first.frameCount { return wanted }
        return first.frameCount / 2
    }

    /// JPEG is BT.601 in full range (JFIF 1.02); the video is not.
    static let toJPEG =
        "scale=in_color_matrix=bt709:in_range=tv:out_color_matrix=bt601:out_range=pc,format=yuvj420p"
    /// WebP's lossy format is BT.601 in the range of television (RFC 9649, 2.1).
    static let toWebP =
        "scale=in_color_matrix=bt709:in_range=tv:out_color_matrix=bt601:out_range=tv,format=yuv420p"

    /// One frame, decoded once, as JPEG and as WebP.
    package static func arguments(_ video: URL, frame: Int, frameRate: Int, jpeg: URL, webP: URL) -> [String] {
        // Half a frame early, so that rounding cannot skip to the next one.
        let time = max(0, (Double(frame) - 0.5) / Double(frameRate))
        return SoundArguments.quiet + ["-ss", String(format: "%.4f", time), "-threads", "1"]
            + SoundArguments.input(video, format: "mov,mp4,m4a,3gp,3g2,mj2", codec: "h264") + [
                "-filter_complex", "[0:v:0]split[a][b];[a]\(toJPEG)[jpeg];[b]\(toWebP)[webp]",
                "-map", "[jpeg]", "-frames:v", "1", "-c:v", "mjpeg", "-q:v", "3", "-bitexact", "-f", "image2",
                "-update",
                "1", "file:\(jpeg.path)",
                "-map", "[webp]", "-frames:v", "1", "-c:v", "libwebp", "-quality", "80", "-compression_level", "2",
                "-map_metadata", "-1", "-bitexact", "-f", "webp", "file:\(webP.path)",
            ]
    }
}
