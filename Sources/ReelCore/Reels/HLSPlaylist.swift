import Foundation

/// A file of a reel's HTTP Live Stream (RFC 8216).
public enum HLSFile: Hashable, Sendable {
    /// The playlist that players are given: what kind of stream it is, and where its media playlist is.
    case masterPlaylist
    /// The list of the media segments.
    case mediaPlaylist
    /// The Media Initialization Section: `ftyp` and `moov`.
    case initSection
    case segment(Int)

    public var name: String {
        switch self {
        case .masterPlaylist: "index.m3u8"
        case .mediaPlaylist: "media.m3u8"
        case .initSection: "init.mp4"
        case .segment(let number): "\(number).m4s"
        }
    }

    /// The folder in an attempt's work folder.
    public static let workFolderName = "live"

    /// The folder beside the other files of the reel.
    ///
    /// - Parameter baseName: the name that these share.
    public static func folder(_ baseName: String) -> String { "\(baseName).hls" }
}

/// The text of the playlists of a stream with one variant.
public enum HLSPlaylist {
    /// The master playlist (RFC 8216, section 4.3.4.2).
    public static func master(_ variant: HLSVariant, bandwidth: HLSBandwidth = .declared) -> String {
        """
        #EXTM3U
        #EXT-X-VERSION:7
        #EXT-X-INDEPENDENT-SEGMENTS
        \(variantTag)\(bandwidth.attributes),CODECS="\(variant.codecs)",\
        RESOLUTION=\(variant.size.width)x\(variant.size.height),FRAME-RATE=\(variant.frameRate)
        \(HLSFile.mediaPlaylist.name)

        """
    }

    /// A master playlist that `master` wrote, with other bit rates.
    public static func master(_ text: String, changedTo bandwidth: HLSBandwidth) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            guard line.hasPrefix(variantTag), let codecs = line.range(of: ",CODECS=") else { return String(line) }
            return variantTag + bandwidth.attributes + line[codecs.lowerBound...]
        }.joined(separator: "\n")
    }

    /// The media playlist of a reel in the making; it only grows.
    public static func media(_ segments: [HLSSegment], targetDuration: Int) -> String {
        var lines = [
            "#EXTM3U", "#EXT-X-VERSION:7", "\(targetDurationTag)\(targetDuration)", "#EXT-X-MEDIA-SEQUENCE:0",
            "#EXT-X-PLAYLIST-TYPE:EVENT", "#EXT-X-INDEPENDENT-SEGMENTS",
            "#EXT-X-MAP:URI=\"\(HLSFile.initSection.name)\"",
        ]
        for segment in segments {
            let micros = Int((segment.duration * 1_000_000).rounded())
            let fraction = String(micros % 1_000_000)
            lines.append(
                "\(durationTag)\(micros / 1_000_000)."
                    + String(repeating: "0", count: 6 - fraction.count) + fraction + ",")
            lines.append(HLSFile.segment(segment.number).name)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The seconds of each segment in a playlist that `media` wrote, in order; `mostSegments` at most.
    public static func durations(_ media: String) -> [Double] {
        media.split(separator: "\n").lazy.filter { $0.hasPrefix(durationTag) }.prefix(mostSegments)
            .map { Double($0.dropFirst(durationTag.count).dropLast()) ?? 0 }
    }

    /// Of all segments in a playlist that `media` wrote.
    public static func seconds(_ media: String) -> Double {
        durations(media).reduce(0, +)
    }

    /// The target duration in a playlist that `media` wrote, in seconds.
    public static func targetDuration(_ media: String) -> Int? {
        media.split(separator: "\n").first { $0.hasPrefix(targetDurationTag) }
            .flatMap { Int($0.dropFirst(targetDurationTag.count)) }
    }

    /// The media playlist of a reel in the making, now that it is whole. One that has ended stays as it is.
    public static func ended(_ media: String) -> String {
        guard !media.hasSuffix(endTag) else { return media }
        return media.replacing("#EXT-X-PLAYLIST-TYPE:EVENT", with: "#EXT-X-PLAYLIST-TYPE:VOD") + endTag
    }

    /// A reel of ninety seconds with a segment for every frame has as many. The playlist is written anew for each, and
    /// bit rates are those of all runs of segments.
    public static let mostSegments = 2_700

    private static let variantTag = "#EXT-X-STREAM-INF:"
    private static let durationTag = "#EXTINF:"
    private static let targetDurationTag = "#EXT-X-TARGETDURATION:"
    private static let endTag = "#EXT-X-ENDLIST\n"
}
