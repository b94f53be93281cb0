import Foundation

/// Arguments of ffmpeg for joining pictures and sound without touching either.
package enum MuxArguments {
    package static func mux(pictures: URL, sound: URL, tags: ReelTags, output: URL) -> [String] {
        let container = "mov,mp4,m4a,3gp,3g2,mj2"
        return SoundArguments.quiet + SoundArguments.input(pictures, format: container, codec: "h264")
            + SoundArguments.input(sound, format: container, codec: "aac")
            + ["-map", "0:v:0", "-map", "1:a:0", "-c", "copy", "-map_metadata", "-1", "-map_chapters", "-1"]
            + tags.arguments
            // No library's name, no time of making: the same reel is the same bytes.
            + ["-fflags", "+bitexact", "-movflags", "+faststart", "-f", "mp4", "file:\(output.path)"]
    }
}
