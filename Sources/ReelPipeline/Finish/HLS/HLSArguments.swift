import Foundation

/// What becomes one media segment, and where.
package struct HLSSegmentInput: Sendable {
    /// A file that names its encoded parts, as `FFmpegText.concatList` writes it.
    package var list: URL
    /// Seconds at which it begins in the reel.
    package var start: Double
    package var sound: HLSSoundSlice
    /// What is to be written.
    package var file: URL
}

/// Arguments of ffmpeg for a stream that is watched while it is made. Nothing is encoded again.
package enum HLSArguments {
    private static let container = "mov,mp4,m4a,3gp,3g2,mj2"
    /// Seconds on the stream's clock at which the reel begins. An encoder that reorders pictures decodes the first one before
    /// it is shown, and a fragment has no time before 0; `web/js/live-player.js` takes them off again.
    package static let start = 1.0

    /// Cuts the finished sound between packets, at the first one that does not begin before each time.
    ///
    /// - Parameters:
    ///   - times: seconds at which to cut, rising, without 0.
    ///   - list: gets a line `name,start,end` for each slice, in seconds.
    package static func slices(_ sound: URL, at times: [Double], list: URL, into folder: URL) -> [String] {
        // Without a time to cut at there is one slice, longer than any reel.
        let cuts =
            times.isEmpty ? ["-segment_time", "86400"] : ["-segment_times", times.map(seconds).joined(separator: ",")]
        return SoundArguments.quiet + SoundArguments.input(sound, format: container, codec: "aac")
            + ["-map", "0:a:0", "-c", "copy", "-f", "segment"] + cuts
            + [
                "-segment_format", "adts", "-segment_list_type", "csv", "-segment_list", "file:\(list.path)",
                "file:\(folder.path)/%d.aac",
            ]
    }

    /// Each part's pictures and sound as one fragment whose times are those of the reel, after `start`.
    package static func fragments(_ parts: [HLSSegmentInput]) -> [String] {
        SoundArguments.quiet + parts.flatMap(inputs) + ["-copyts"] + parts.enumerated().flatMap(output)
    }

    private static func inputs(_ part: HLSSegmentInput) -> [String] {
        ["-itsoffset", seconds(start + part.start), "-f", "concat", "-safe", "0", "-auto_convert", "0"]
            + SoundArguments.input(part.list, format: "concat,\(container)", codec: "h264")
            + ["-itsoffset", seconds(start + part.sound.start)]
            + SoundArguments.input(part.sound.file, format: "aac", codec: "aac")
    }

    private static func output(_ index: Int, _ part: HLSSegmentInput) -> [String] {
        [
            "-map", "\(2 * index):v:0", "-map", "\(2 * index + 1):a:0", "-bsf:a", "aac_adtstoasc", "-c", "copy",
            "-avoid_negative_ts", "disabled", "-map_metadata", "-1", "-map_chapters", "-1",
            // `frag_discont` keeps the offset in the fragment's time; the index waits for the first packet, which tells the
            // codec's setup.
            "-movflags", "+empty_moov+delay_moov+default_base_moof+frag_discont", "-use_editlist", "0",
            "-write_btrt", "0", "-fflags", "+bitexact", "-f", "mp4", "file:\(part.file.path)",
        ]
    }

    private static func seconds(_ value: Double) -> String { String(format: "%.6f", value) }
}
