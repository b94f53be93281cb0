import Foundation

/// Arguments of ffmpeg for a stream that is watched while it is made. Nothing is encoded again.
package enum LiveArguments {
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

    /// The pictures of one segment and its sound as one fragment whose times are those of the reel, after `start`.
    ///
    /// - Parameters:
    ///   - list: a file that names its pieces, as `FFmpegText.concatList` writes it.
    ///   - start: seconds at which it begins in the reel.
    ///   - sound: a slice of it, and when that begins.
    package static func fragment(_ list: URL, at start: Double, sound: LiveSoundSlice, to file: URL) -> [String] {
        var arguments = SoundArguments.quiet + ["-itsoffset", seconds(Self.start + start)]
        arguments += ["-f", "concat", "-safe", "0", "-auto_convert", "0"]
        arguments += SoundArguments.input(list, format: "concat,\(container)", codec: "h264")
        arguments += ["-itsoffset", seconds(Self.start + sound.start)]
        arguments += SoundArguments.input(sound.file, format: "aac", codec: "aac")
        return arguments + [
            "-map", "0:v:0", "-map", "1:a:0", "-bsf:a", "aac_adtstoasc", "-c", "copy", "-copyts", "-avoid_negative_ts",
            "disabled", "-map_metadata", "-1", "-map_chapters", "-1",
            // `frag_discont` keeps the offset in the fragment's time; the index waits for the first packet, which tells the
            // codec's setup.
            "-movflags", "+empty_moov+delay_moov+default_base_moof+frag_discont", "-use_editlist", "0",
            "-write_btrt", "0", "-fflags", "+bitexact", "-f", "mp4", "file:\(file.path)",
        ]
    }

    private static func seconds(_ value: Double) -> String { String(format: "%.6f", value) }
}
