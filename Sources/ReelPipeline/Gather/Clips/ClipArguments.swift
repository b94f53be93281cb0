import Foundation
import ReelCore

/// Arguments of ffmpeg for one untrusted clip: the same limits as for pictures, and only MP4 with H.264 in it.
package enum ClipArguments {
    /// A clip has one video stream, perhaps sound, and little else.
    private static let mostStreams = 16
    /// A clip whose shape has less than this share of its frame's lies inside the frame for certain, and is not cropped
    /// to it.
    private static let keptShare = 0.7
    /// A frame of 4096x2304.
    static let pixels = 9_437_184
    private static let decoders = "h264"

    /// The moving picture alone, in our own rate and colours, and how many frames it came to on standard output.
    ///
    /// - Parameters:
    ///   - frames: no more are decoded.
    ///   - frame: that it is seen in. It gets no more pixels than are shown, because each is decoded again and again.
    package static func normalize(_ file: URL, frames: Int, frame: FrameSize, output: URL) -> [String] {
        // Pixels that are not square are made so; even sides, because chroma has half of them.
        let (across, down) = ("\(frame.width)/(iw*sar)", "\(frame.height)/ih")
        let (least, most) = ("min(\(across),\(down))", "max(\(across),\(down))")
        let scale = "min(1,if(lt(\(least)/\(most),\(keptShare)),\(least),\(most)))"
        let size = "w='2*max(1,round(iw*sar*\(scale)/2))':h='2*max(1,round(ih*\(scale)/2))'"
        let graph =
            "fps=\(reelFrameRate),scale=\(size):flags=bicubic+accurate_rnd:out_color_matrix=bt709:out_range=tv"
            + ",setsar=1,format=yuv420p"
        return [
            "-nostdin", "-hide_banner", "-loglevel", "error", "-y", "-xerror", "-progress", "pipe:1", "-threads", "1",
            "-protocol_whitelist", "file", "-format_whitelist", "mov", "-codec_whitelist", decoders,
            "-max_streams", String(mostStreams), "-max_pixels", String(pixels), "-enable_drefs", "0",
            "-use_absolute_path", "0", "-f", "mov", "-i", "file:\(file.path)", "-map", "0:v:0", "-an", "-sn", "-dn",
            "-map_metadata", "-1", "-map_chapters", "-1", "-vf", graph, "-frames:v", String(frames),
            "-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-pix_fmt", "yuv420p", "-threads", "1",
            "-color_range", "tv", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709",
            "-g", String(reelFrameRate), "-fflags", "+bitexact", "-flags:v", "+bitexact",
            "-f", "mp4", "file:\(output.path)",
        ]
    }

    /// The first frame of a clip that we have made, with what is measured of it.
    package static func firstFrame(_ clip: URL, output: URL, image: URL) -> [String] {
        [
            "-nostdin", "-hide_banner", "-loglevel", "error", "-y", "-threads", "1", "-protocol_whitelist", "file",
            "-format_whitelist", "mov", "-codec_whitelist", "h264", "-f", "mov", "-i", "file:\(clip.path)",
            "-filter_complex",
            "[0:v]scale=in_color_matrix=bt709:flags=lanczos+accurate_rnd,format=rgb24,setsar=1,split[out][seen];"
                + PictureArguments.measured("seen"),
            "-map", "[out]", "-frames:v", "1", "-c:v", "mjpeg", "-q:v", "2", "-pix_fmt", "yuvj444p", "-bitexact",
            "-f", "image2", "-update", "1", "file:\(output.path)",
        ] + PictureArguments.measures(image)
    }
}
