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

    package static func arguments(_ video: URL, frame: Int, frameRate: Int, output: URL) -> [String] {
        // Half a frame early, so that rounding cannot skip to the next one.
        let time = max(0, (Double(frame) - 0.5) / Double(frameRate))
        return SoundArguments.quiet + ["-ss", String(format: "%.4f", time)]
            + SoundArguments.input(video, format: "mov,mp4,m4a,3gp,3g2,mj2", codec: "h264")
            + [
                // JPEG is BT.601 in full range (JFIF 1.02); the video is not.
                "-frames:v", "1", "-vf",
                "scale=in_color_matrix=bt709:in_range=tv:out_color_matrix=bt601:out_range=pc,format=yuvj420p",
                "-c:v", "mjpeg", "-q:v", "3", "-bitexact", "-f", "image2", "-update", "1", "file:\(output.path)",
            ]
    }
}
