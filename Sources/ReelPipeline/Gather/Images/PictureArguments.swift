import Foundation

/// Arguments of ffmpeg for one untrusted picture.
///
/// The demuxer and the decoder are named, so that the bytes cannot choose another one; no protocol but `file` is open;
/// the pixels are bounded; one damaged byte ends it, where a browser would show half of the picture.
package enum PictureArguments {
    package static func input(_ file: URL, format: ImageFormat, pixels: Int) -> [String] {
        let decoder =
            switch format {
            case .jpeg: "mjpeg"
            case .png: "png"
            case .webP: "webp"
            case .gif: "gif"
            }
        // image2 takes the whole file as one picture; GIF has a demuxer of its own.
        let demuxer = format == .gif ? ["-f", "gif"] : ["-f", "image2", "-pattern_type", "none"]
        return [
            "-nostdin", "-hide_banner", "-loglevel", "error", "-y", "-xerror", "-err_detect", "explode",
            "-threads", "1", "-noautorotate", "-max_pixels", String(pixels), "-protocol_whitelist", "file",
            "-format_whitelist", format == .gif ? "gif" : "image2", "-codec_whitelist", decoder,
        ] + demuxer + ["-c:v", decoder, "-i", "file:\(file.path)"]
    }

    /// A small raw RGBA picture on standard output, to see what is transparent.
    package static func alphaProbe(_ file: URL, header: ImageHeader, pixels: Int) -> [String] {
        let edge = AlphaProbe.edge
        return input(file, format: header.format, pixels: pixels) + [
            "-vf", "format=rgba,scale=\(edge):\(edge):flags=area", "-frames:v", "1", "-pix_fmt", "rgba",
            "-f", "rawvideo", "pipe:1",
        ]
    }

    /// The upright RGB picture as `output`, the image that is analysed as raw RGB in a file, and its thumbnail as raw
    /// RGB on standard output.
    ///
    /// - Parameter background: shows through where the picture is transparent; `nil` for one that nowhere is.
    package static func normalize(
        _ file: URL, header: ImageHeader, background: String?, largestEdge: Int, pixels: Int, output: URL, image: URL
    ) -> [String] {
        let edge = largestEdge
        var steps = header.orientation.filters
        steps.append(atMost(edge, flags: "lanczos+accurate_rnd"))
        var graph: String
        if let background {
            graph =
                "[0:v]\(steps.joined(separator: ",")),format=rgba[picture];color=c=\(background):s=16x16,format=rgba"
                + "[colour];[colour][picture]scale2ref[under][over];[under][over]overlay=format=gbrp:shortest=1,"
        } else {
            graph = "[0:v]\(steps.joined(separator: ",")),"
        }
        graph += "format=rgb24,setsar=1,split[out][seen];" + measured("seen")
        let encoder =
            header.isLossless
            ? ["-c:v", "png", "-pix_fmt", "rgb24"]
            : ["-c:v", "mjpeg", "-q:v", "2", "-pix_fmt", "yuvj444p"]
        return input(file, format: header.format, pixels: pixels) + ["-filter_complex", graph]
            + ["-map", "[out]", "-frames:v", "1"] + encoder
            + ["-bitexact", "-f", "image2", "-update", "1", "file:\(output.path)"]
            + measures(image)
    }

    /// A filter that scales down to a longer edge of so many pixels, and leaves alone what has no more.
    static func atMost(_ edge: Int, flags: String) -> String {
        "scale=w='if(gt(max(iw,ih),\(edge)),max(1,round(iw*\(edge)/max(iw,ih))),iw)'"
            + ":h='if(gt(max(iw,ih),\(edge)),max(1,round(ih*\(edge)/max(iw,ih))),ih)':flags=\(flags)"
    }

    /// The part of a graph that makes `image` and `thumbnail` of a stream.
    static func measured(_ stream: String) -> String {
        "[\(stream)]split[large][small];[large]\(atMost(AnalysisImage.edge, flags: "area")),format=rgb24[look];"
            + "[small]scale=\(Thumbnail.width):\(Thumbnail.height):flags=area,format=rgb24[thumbnail]"
    }

    /// The outputs of `measured`.
    static func measures(_ image: URL) -> [String] {
        ["-map", "[look]", "-frames:v", "1", "-f", "rawvideo", "file:\(image.path)"]
            + ["-map", "[thumbnail]", "-frames:v", "1", "-f", "rawvideo", "pipe:1"]
    }
}

extension Orientation {
    /// Turns the stored pixels upright.
    var filters: [String] {
        switch self {
        case .upright: []
        case .mirrored: ["hflip"]
        case .upsideDown: ["hflip", "vflip"]
        case .flipped: ["vflip"]
        case .transposed: ["transpose=cclock_flip"]
        case .turnedRight: ["transpose=clock"]
        case .transversed: ["transpose=clock_flip"]
        case .turnedLeft: ["transpose=cclock"]
        }
    }
}

/// What shows through a transparent picture.
package enum AlphaProbe {
    package static let edge = 32

    /// White, or a dark grey under what is light itself; `nil` when nothing is transparent.
    ///
    /// - Parameter rgba: `edge` x `edge` pixels.
    package static func background(_ rgba: [UInt8]) -> String? {
        var light = 0.0
        var weight = 0.0
        var isOpaque = true
        for pixel in stride(from: 0, to: rgba.count - 3, by: 4) {
            let alpha = Double(rgba[pixel + 3])
            if alpha < 255 { isOpaque = false }
            light += alpha * Luma.of(rgba[pixel], rgba[pixel + 1], rgba[pixel + 2])
            weight += alpha
        }
        if isOpaque { return nil }
        return weight > 0 && light / weight > 170 ? "0x20242C" : "0xFFFFFF"
    }
}

/// Brightness as seen, 0...255: the weights of ITU-R BT.709.
enum Luma {
    static func of(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Double {
        0.2126 * Double(red) + 0.7152 * Double(green) + 0.0722 * Double(blue)
    }
}
