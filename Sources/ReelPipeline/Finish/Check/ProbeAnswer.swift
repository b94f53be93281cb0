import Foundation
import ReelCache
import ReelCore

/// What ffprobe prints as JSON, as far as it is used.
package struct ProbeAnswer: Decodable, Sendable {
    package struct Format: Decodable, Sendable {
        var formatName: String?
        var bitRate: String?
        var tags: [String: String]?
    }

    package struct Stream: Decodable, Sendable {
        var index: Int
        var codecType: String?
        var codecName: String?
        var profile: String?
        var pixFmt: String?
        var width: Int?
        var height: Int?
        var colorSpace: String?
        var colorPrimaries: String?
        var colorTransfer: String?
        var colorRange: String?
        var sampleRate: String?
        var channels: Int?
        var timeBase: String?
        var startTime: String?
        var duration: String?
        var extradataHash: String?
        var tags: [String: String]?
    }

    package struct Packet: Decodable, Sendable {
        var streamIndex: Int
        var pts: Int?
        /// Bytes, as text.
        var size: String?
        /// Begins with `K` for a packet that can be decoded without others.
        var flags: String?
        /// `SHA256:` and the digest.
        var dataHash: String?
    }

    package struct Version: Decodable, Sendable {
        var version: String?
    }

    var programVersion: Version?
    var format: Format?
    var streams: [Stream]?
    var packets: [Packet]?

    package static func decode(_ json: Data) throws -> ProbeAnswer {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(ProbeAnswer.self, from: json)
    }

    package static func arguments(_ file: URL) -> [String] {
        [
            "-hide_banner", "-loglevel", "error", "-protocol_whitelist", "file", "-format_whitelist",
            "mov,mp4,m4a,3gp,3g2,mj2", "-print_format", "json=compact=1", "-show_program_version", "-show_data_hash",
            "sha256", "-show_entries",
            "program_version=version:format=format_name,bit_rate:format_tags:stream=index,codec_type,codec_name,profile,pix_fmt,width,height,"
                + "color_space,color_primaries,color_transfer,color_range,sample_rate,channels,time_base,start_time,duration,"
                + "extradata_hash:stream_tags:packet=stream_index,pts,size,flags,data_hash", "file:\(file.path)",
        ]
    }

    /// Of everything that decides what is heard in the first sound: its packets, what its decoder is told, the program.
    package var soundDigest: String? {
        guard let audio = streams?.first(where: { $0.codecType == "audio" }) else { return nil }
        let packets = (packets ?? []).filter { $0.streamIndex == audio.index }.map { $0.dataHash ?? "" }
        return ContentKey(
            recipe: "heard", [programVersion?.version ?? "", audio.extradataHash ?? ""] + packets
        ).hex
    }

    /// What of it the rules want to know.
    package var findings: DeliveryFindings {
        var found = DeliveryFindings()
        found.container = format?.formatName
        found.bitRate = format?.bitRate.flatMap { Int($0) }
        found.tags = format?.tags ?? [:]
        for stream in streams ?? [] { found.tags.merge(stream.tags ?? [:]) { first, _ in first } }
        found.streams = (streams ?? []).map { $0.codecType ?? "unknown" }
        if let video = streams?.first(where: { $0.codecType == "video" }) {
            found.videoCodec = video.codecName
            found.profile = video.profile
            found.pixelFormat = video.pixFmt
            if let width = video.width, let height = video.height {
                found.frameSize = FrameSize(width: width, height: height)
            }
            found.colour = [video.colorSpace, video.colorPrimaries, video.colorTransfer].map { $0 ?? "unknown" }
            found.colourRange = video.colorRange
            found.videoStart = video.start
            found.videoEnd = video.end
            let times = (packets ?? []).filter { $0.streamIndex == video.index }.map(\.pts)
            found.frameCount = times.count
            found.constantFrameRate = Self.constantRate(times, timeBase: video.timeBase)
        }
        if let audio = streams?.first(where: { $0.codecType == "audio" }) {
            found.audioCodec = audio.codecName
            found.audioProfile = audio.profile
            found.sampleRate = audio.sampleRate.flatMap { Int($0) }
            found.channels = audio.channels
            found.audioStart = audio.start
            found.audioEnd = audio.end
        }
        return found
    }

    /// Frames per second when all frames are equally far from each other, else `nil`.
    package static func constantRate(_ times: [Int?], timeBase: String?) -> Double? {
        let known = times.compactMap { $0 }.sorted()
        let base = (timeBase ?? "").split(separator: "/").compactMap { Double($0) }
        guard known.count == times.count, known.count > 1, base.count == 2, base[0] > 0 else { return nil }
        let steps = Set(zip(known, known.dropFirst()).map { $1 - $0 })
        guard steps.count == 1, let step = steps.first, step > 0 else { return nil }
        return base[1] / base[0] / Double(step)
    }
}

extension ProbeAnswer.Stream {
    /// Seconds.
    fileprivate var start: Double? { startTime.flatMap { Double($0) } }

    fileprivate var end: Double? {
        guard let start, let duration = duration.flatMap({ Double($0) }) else { return nil }
        return start + duration
    }
}
