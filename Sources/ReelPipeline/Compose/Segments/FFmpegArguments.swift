import Foundation
import ReelCore

/// The arguments of every ffmpeg that the stage starts. Pure: the tests hold them to the letter.
package enum FFmpegArguments {
    private static let common = [
        "-nostdin", "-hide_banner", "-loglevel", "error", "-y", "-protocol_whitelist", "file,pipe",
    ]
    private static let colours = [
        "-color_range", "tv", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709",
    ]
    /// Nothing in the file depends on when or where it was made.
    private static let reproducible = [
        "-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact+cgop",
    ]
    /// Ticks per second: 512 to a frame, so that every time is a whole number.
    private static let timescale = "15360"

    /// Raw frames from standard input to segments, each encoded as if it were alone.
    ///
    /// - Parameter segments: how many frames go into each, one after the other, and its file.
    package static func encode(
        _ segments: [(frames: Int, file: URL)], size: FrameSize, frameRate: Int = reelFrameRate, profile: EncoderProfile
    ) -> [String] {
        var arguments = common
        arguments += ["-f", "rawvideo", "-pix_fmt", "yuv420p"] + colours
        arguments += ["-video_size", "\(size.width)x\(size.height)", "-framerate", String(frameRate), "-i", "pipe:0"]
        if segments.count > 1 { arguments += ["-filter_complex", cuts(segments.map(\.frames))] }
        for (index, segment) in segments.enumerated() {
            arguments +=
                ["-map", segments.count > 1 ? "[segment\(index)]" : "0:v:0", "-an", "-sn", "-dn"] + reproducible
            arguments += ["-frames:v", String(segment.frames), "-c:v", "libx264", "-preset", profile.preset]
            arguments += ["-crf", String(profile.rateFactor), "-profile:v", "high", "-pix_fmt", "yuv420p"] + colours
            arguments += ["-chroma_sample_location", "left", "-threads", "1", "-maxrate", "8M", "-bufsize", "16M"]
            // `stitchable` keeps the parameter sets free of what depends on the frames, so that segments can be joined;
            // `8x8dct`, which the fastest preset leaves out, is what makes a stream High.
            arguments += ["-g", String(2 * frameRate), "-x264-params", "stitchable=1:open-gop=0:8x8dct=1"]
            arguments += ["-video_track_timescale", timescale, "-f", "mp4", "file:\(segment.file.path)"]
        }
        return arguments
    }

    /// The graph that cuts a stream into runs of frames, each with times from 0.
    private static func cuts(_ lengths: [Int]) -> String {
        var graph = "[0:v]split=\(lengths.count)" + lengths.indices.map { "[whole\($0)]" }.joined()
        var start = 0
        for (index, length) in lengths.enumerated() {
            graph +=
                ";[whole\(index)]trim=start_frame=\(start):end_frame=\(start + length),"
                + "setpts=PTS-STARTPTS[segment\(index)]"
            start += length
        }
        return graph
    }

    /// Joins the segments that a list names into one file, without encoding them again. What is joined is told on
    /// standard output, packet by packet: decoding time, presentation time, duration, as `JoinedPackets` reads them.
    package static func join(list: URL, to file: URL) -> [String] {
        common + ["-f", "concat", "-safe", "0", "-auto_convert", "0", "-i", "file:\(list.path)", "-map", "0:v:0"]
            + reproducible + ["-c", "copy", "-video_track_timescale", timescale, "-f", "mp4", "file:\(file.path)"]
            + ["-map", "0:v:0", "-c", "copy", "-f", "framecrc", "pipe:1"]
    }

    /// A picture to a still: one raw frame in the shape of the reel.
    package static func still(picture: URL, format: PictureFormat, layout: StillLayout, to file: URL) -> [String] {
        common + ["-f", "image2", "-pattern_type", "none", "-format_whitelist", "image2"]
            + ["-codec_whitelist", format.decoder, "-c:v", format.decoder, "-max_pixels", "64000000"]
            + ["-i", "file:\(picture.path)", "-map_metadata", "-1"]
            + ["-filter_complex", stillGraph(layout), "-map", "[still]", "-frames:v", "1", "-f", "rawvideo"]
            + ["-pix_fmt", "yuv420p", "file:\(file.path)"]
    }

    /// Every packet of a clip, without decoding, told as `join` does.
    package static func clipPackets(of clip: URL) -> [String] {
        common + clipInput(clip) + ["-map", "0:v:0", "-c", "copy", "-f", "framecrc", "pipe:1"]
    }

    /// Frames of a clip to standard output, as `ClipLayout` has them.
    ///
    /// - Parameter frames: counted from the clip's first one.
    package static func clip(
        _ clip: URL, layout: ClipLayout, frames: Range<Int>, frameRate: Int = reelFrameRate
    ) -> [String] {
        // Half a frame early, so that rounding cannot hit the neighbour; ffmpeg decodes from the key frame before and
        // drops what comes earlier.
        let from = (Double(frames.lowerBound) - 0.5) / Double(frameRate)
        let seek = frames.lowerBound > 0 ? ["-ss", String(format: "%.6f", from)] : []
        return common + seek + clipInput(clip) + ["-an", "-sn", "-dn", "-filter_complex", clipGraph(layout)]
            + ["-map", "[clip]", "-fps_mode", "passthrough", "-frames:v", String(frames.count), "-f", "rawvideo"]
            + ["-pix_fmt", "yuv420p", "pipe:1"]
    }

    /// What was written by us is read with no more trust than what was not.
    private static func clipInput(_ clip: URL) -> [String] {
        ["-format_whitelist", "mov", "-codec_whitelist", "h264", "-max_pixels", "64000000", "-threads", "1"]
            + ["-i", "file:\(clip.path)"]
    }

    private static func clipGraph(_ layout: ClipLayout) -> String {
        // The clip is BT.709 of limited range already, so its numbers stay.
        let scaling = "flags=bicubic+accurate_rnd:in_color_matrix=bt709:out_color_matrix=bt709:in_range=tv:out_range=tv"
        switch layout.layout.fit {
        case .cover(let crop):
            return "[0:v]\(cropFilter(crop)),scale=\(layout.piped.width):\(layout.piped.height):\(scaling),"
                + "format=yuv420p,setsar=1[clip]"
        case .inside(let place, let crop):
            let (fill, piped) = (layout.fill, layout.piped)
            let shadow = PixelRect(
                x: place.x / 8 - 2, y: place.y / 8 - 1, width: place.width / 8 + 4, height: place.height / 8 + 4)
            let darker = "lutyuv=y=16+(val-16)*0.78:u=128+(val-128)*0.78:v=128+(val-128)*0.78"
            return "[0:v]split[whole][part];"
                + "[part]\(cropFilter(crop)),scale=\(fill.width):\(fill.height):flags=area,format=yuv420p,"
                + "boxblur=5:2:3:2,\(darker),"
                + "drawbox=x=\(shadow.x):y=\(shadow.y):w=\(shadow.width):h=\(shadow.height):color=black@0.4:t=fill,"
                + "boxblur=3:2:2:2,pad=\(piped.width):\(fill.height):0:0,setsar=1[fill];"
                + "[whole]scale=\(place.width):\(place.height):\(scaling),format=yuv420p,"
                + "pad=\(piped.width):\(place.height):0:0,setsar=1[sharp];[fill][sharp]vstack[clip]"
        }
    }

    private static func stillGraph(_ layout: StillLayout) -> String {
        let still = layout.still
        // Chroma level with the left luma sample, half-way between two rows: where H.264 and our scaler expect it.
        let toYUV =
            "flags=lanczos+accurate_rnd+full_chroma_inp+full_chroma_int:out_color_matrix=bt709:out_range=tv"
            + ":out_h_chr_pos=0:out_v_chr_pos=128,format=yuv420p,setsar=1"
        switch layout.fit {
        case .cover(let crop):
            return "[0:v]\(cropFilter(crop)),scale=\(still.width):\(still.height):\(toYUV)[still]"
        case .inside(let place, let crop):
            // Blurred at an eighth of the size, which looks the same and costs a fifth; darkened, and darkest around
            // the picture, so that it seems to lie above.
            let small = FrameSize(width: still.width / 8, height: still.height / 8)
            let shadow = PixelRect(
                x: place.x / 8 - 2, y: place.y / 8 - 1, width: place.width / 8 + 4, height: place.height / 8 + 4)
            return "[0:v]split[whole][part];"
                + "[part]\(cropFilter(crop)),scale=\(small.width):\(small.height):flags=area,format=gbrp,boxblur=5:2,"
                + "lutrgb=r=val*0.78:g=val*0.78:b=val*0.78,"
                + "drawbox=x=\(shadow.x):y=\(shadow.y):w=\(shadow.width):h=\(shadow.height):color=black@0.4:t=fill:replace=0,"
                + "boxblur=3:2,scale=\(still.width):\(still.height):\(toYUV.replacing("lanczos", with: "bicubic"))[fill];"
                + "[whole]scale=\(place.width):\(place.height):\(toYUV)[sharp];"
                + "[fill][sharp]overlay=\(place.x):\(place.y):format=yuv420,format=yuv420p[still]"
        }
    }

    private static func cropFilter(_ crop: PixelRect) -> String {
        "crop=\(crop.width):\(crop.height):\(crop.x):\(crop.y):exact=1"
    }
}

/// The two kinds of file that scenes bring.
package enum PictureFormat: Hashable, Sendable {
    case png, jpeg

    /// By the file's first bytes; `nil` for anything else.
    package init?(_ firstBytes: Data) {
        if firstBytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if firstBytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else {
            return nil
        }
    }

    var decoder: String { self == .png ? "png" : "mjpeg" }
}
