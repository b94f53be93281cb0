import Foundation
import Testing

/// What ffprobe and ffmpeg find in a finished file, asked independently of the product's own check.
struct Probe {
    private let file: URL
    private let streams: [[String: String]]

    init(_ file: URL) throws {
        self.file = file
        let entries =
            "stream=codec_name,profile,width,height,pix_fmt,r_frame_rate,avg_frame_rate,color_space,"
            + "color_primaries,color_transfer,sample_rate,channels,duration,nb_frames"
        let text = try Self.run(
            "ffprobe", ["-v", "error", "-show_entries", entries, "-of", "compact=p=0:nk=0", file.path])
        streams = text.split(separator: "\n").map { line in
            Dictionary(
                line.split(separator: "|").compactMap { field in
                    let parts = field.split(separator: "=", maxSplits: 1).map(String.init)
                    return parts.count == 2 ? (parts[0], parts[1]) : nil
                }
            ) { $1 }
        }
    }

    /// The figures that platforms ask for.
    func expectDeliverable() throws {
        let video = try #require(streams.first { $0["codec_name"] == "h264" })
        #expect(video["width"] == "1080" && video["height"] == "1920")
        #expect(video["profile"] == "High" && video["pix_fmt"] == "yuv420p")
        #expect(video["r_frame_rate"] == "30/1" && video["avg_frame_rate"] == "30/1")
        #expect(["color_space", "color_primaries", "color_transfer"].map { video[$0] } == ["bt709", "bt709", "bt709"])
        let audio = try #require(streams.first { $0["codec_name"] == "aac" })
        #expect(audio["sample_rate"] == "48000" && audio["channels"] == "2")
        let seconds = try #require(Double(video["duration"] ?? ""))
        #expect((30.0...60.0).contains(seconds))
        #expect(abs(seconds - (Double(audio["duration"] ?? "") ?? 0)) <= 0.05)
        #expect(try isMoovFirst())
        let loudness = try loudness()
        #expect((-15.0 ... -13.0).contains(loudness.integrated))
        #expect(loudness.peak <= -1.0)
    }

    /// Whether the index comes before the pictures, so that a player can begin before it has the whole file. Boxes:
    /// ISO/IEC 14496-12, 4.2.
    private func isMoovFirst() throws -> Bool {
        let data = try Data(contentsOf: file, options: .mappedIfSafe)
        var offset = 0
        while offset + 8 <= data.count {
            let size = data[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
            switch String(decoding: data[offset + 4..<offset + 8], as: UTF8.self) {
            case "moov": return true
            case "mdat": return false
            default: offset += max(size, 8)
            }
        }
        return false
    }

    private func loudness() throws -> (integrated: Double, peak: Double) {
        let text = try Self.run(
            "ffmpeg",
            ["-nostdin", "-hide_banner", "-i", file.path, "-map", "0:a", "-af", "ebur128=peak=true", "-f", "null", "-"])
        let summary = text.components(separatedBy: "Summary:").last ?? ""
        let integrated = summary.firstMatch(of: /I:\s+(-?[\d.]+) LUFS/).flatMap { Double($0.1) }
        let peak = summary.firstMatch(of: /Peak:\s+(-?[\d.]+) dBFS/).flatMap { Double($0.1) }
        return (try #require(integrated), try #require(peak))
    }

    /// Standard output and standard error together.
    private static func run(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
