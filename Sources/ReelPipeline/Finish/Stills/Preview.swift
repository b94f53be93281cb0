import Foundation
import ReelCore

/// A few seconds of the reel, small and without sound, for pages that show many.
package enum Preview {
    /// Its key's recipe; raised when the arguments below make something else.
    static let recipe = "preview/1"
    /// Seconds, from the beginning of the reel.
    package static let seconds = 4.0
    /// Pixels of the shorter edge at most.
    package static let shorterEdge = 360
    /// Frames per second: half of the reel's, so that every second frame is shown as long as two were.
    package static let frameRate = reelFrameRate / 2

    package static func arguments(_ video: URL, frame: FrameSize, output: URL) -> [String] {
        let scale = min(1, Double(shorterEdge) / Double(min(frame.width, frame.height)))
        func even(_ length: Int) -> Int { max(2, Int((Double(length) * scale / 2).rounded()) * 2) }
        return SoundArguments.quiet + ["-t", String(format: "%.3f", seconds)]
            + ["-threads", "1"] + SoundArguments.input(video, format: "mov,mp4,m4a,3gp,3g2,mj2", codec: "h264,aac") + [
                "-map", "0:v:0", "-an", "-map_metadata", "-1", "-map_chapters", "-1",
                "-vf",
                "fps=\(frameRate),scale=\(even(frame.width)):\(even(frame.height)):flags=bilinear,format=yuv420p",
                "-c:v", "libx264", "-preset", "veryfast", "-crf", "27", "-profile:v", "main", "-threads", "1",
                "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv",
                "-fflags", "+bitexact", "-flags:v", "+bitexact", "-movflags", "+faststart", "-f", "mp4",
                "file:\(output.path)",
            ]
    }
}
