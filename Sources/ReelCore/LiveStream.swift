/// What an attempt says of a reel that can be watched while it is still being made: first the opening, then the segments
/// in the order of the reel. Their files lie in the attempt's work folder, in `LiveStream.folderName`.
public enum LiveReport: Hashable, Codable, Sendable {
    case opening(LiveOpening)
    case segment(LiveSegment)
}

/// What a player must know before the first segment.
public struct LiveOpening: Hashable, Codable, Sendable {
    /// The reel's title.
    public var title: String
    /// As RFC 6381 writes them, such as `avc1.640028,mp4a.40.2`.
    public var codecs: String
    public var size: FrameSize
    public var frameRate: Int
    /// Seconds, rounded up: no segment is longer.
    public var longestSegment: Int

    public init(title: String, codecs: String, size: FrameSize, frameRate: Int, longestSegment: Int) {
        self.title = title
        self.codecs = codecs
        self.size = size
        self.frameRate = frameRate
        self.longestSegment = longestSegment
    }
}

/// A scene or a part of one, with its sound, as fragments of an MP4 (ISO/IEC 14496-12) in continuous time.
public struct LiveSegment: Hashable, Codable, Sendable {
    /// From 0, without gaps.
    public var number: Int
    /// Seconds.
    public var duration: Double

    public init(number: Int, duration: Double) {
        self.number = number
        self.duration = duration
    }
}

/// The files of an HTTP Live Stream (RFC 8216), by name, and the text of its playlists.
public enum LiveStream {
    /// In the work folder.
    public static let folderName = "live"
    public static let masterName = "index.m3u8"
    public static let mediaName = "media.m3u8"
    public static let initName = "init.mp4"

    /// In `outputs`, beside the files of the reel.
    ///
    /// - Parameter baseName: the name that these share.
    public static func folder(_ baseName: String) -> String { "\(baseName).hls" }

    public static func segmentName(_ number: Int) -> String { "\(number).m4s" }

    /// The playlist that players are given: what kind of stream it is, and where its segments are listed.
    public static func master(_ opening: LiveOpening) -> String {
        // The most that the encoder's rate control and the sound allow; nothing is chosen by it, there is one variant.
        let bandwidth = 8_400_000
        return """
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-INDEPENDENT-SEGMENTS
            #EXT-X-STREAM-INF:BANDWIDTH=\(bandwidth),CODECS="\(opening.codecs)",\
            RESOLUTION=\(opening.size.width)x\(opening.size.height),FRAME-RATE=\(opening.frameRate)
            \(mediaName)

            """
    }

    /// The list of the segments of a reel in the making; it only grows.
    public static func media(_ segments: [LiveSegment], longest: Int) -> String {
        var lines = [
            "#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-TARGETDURATION:\(longest)", "#EXT-X-MEDIA-SEQUENCE:0",
            "#EXT-X-PLAYLIST-TYPE:EVENT", "#EXT-X-INDEPENDENT-SEGMENTS",
            "#EXT-X-MAP:URI=\"\(initName)\"",
        ]
        for segment in segments {
            let micros = Int((segment.duration * 1_000_000).rounded())
            let fraction = String(micros % 1_000_000)
            lines.append(
                "\(lengthTag)\(micros / 1_000_000)."
                    + String(repeating: "0", count: 6 - fraction.count) + fraction + ",")
            lines.append(segmentName(segment.number))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Of all segments in a list that `media` wrote.
    public static func seconds(_ media: String) -> Double {
        media.split(separator: "\n").filter { $0.hasPrefix(lengthTag) }
            .reduce(0) { $0 + (Double($1.dropFirst(lengthTag.count).dropLast()) ?? 0) }
    }

    private static let lengthTag = "#EXTINF:"

    /// The list of a reel in the making, now that it is whole.
    public static func closed(_ media: String) -> String {
        media.replacing("#EXT-X-PLAYLIST-TYPE:EVENT", with: "#EXT-X-PLAYLIST-TYPE:VOD") + "#EXT-X-ENDLIST\n"
    }
}
