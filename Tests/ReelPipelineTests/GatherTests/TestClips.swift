import Foundation
import ReelTool

/// Clips made by ffmpeg.
enum TestClip {
    /// The bytes of an MP4 with H.264, or of whatever the arguments after the input say.
    static func bytes(
        _ input: [String], _ options: [String] = ["-c:v", "libx264", "-pix_fmt", "yuv420p"], as ending: String = "mp4"
    )
        async throws -> Data
    {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).\(ending)")
        defer { try? FileManager.default.removeItem(at: file) }
        try await Tool.run(
            ToolCommand("ffmpeg", ["-nostdin", "-loglevel", "error", "-y"] + input + options + [file.path]))
        return try Data(contentsOf: file)
    }

    /// A line for each stream: codec, width, height, pixel format, rate, frames.
    static func facts(_ file: URL) async throws -> [String] {
        let result = try await Tool.run(
            ToolCommand(
                "ffprobe",
                [
                    "-v", "error", "-show_entries", "stream=codec_name,width,height,pix_fmt,r_frame_rate,nb_frames",
                    "-of", "csv=p=0", file.path,
                ]))
        return String(decoding: result.standardOutput, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
