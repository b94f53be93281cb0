import Foundation

/// A file of a finished reel, by what is in it: what the finish stage makes. In the outputs a reel may also have a stream
/// (`OutputKey` lists both).
public enum ReelFile: String, Codable, CodingKeyRepresentable, CaseIterable, Sendable {
    /// Captions as WebVTT, as SubRip, and as Advanced SubStation Alpha with a time for each word.
    case webVTT, subRip, substationAlpha
    /// Small pictures of the whole reel in one JPEG, for moving through it.
    case sprite
    /// WebVTT that says which part of the sprite belongs to which time (`name.sprite.jpg#xywh=0,0,160,284`).
    case spriteIndex
    /// The still that stands for the video until it plays.
    case poster, posterWebP
    /// A few seconds without sound, small: MP4.
    case preview
    /// What the reel was made of, and how: JSON, `ReelRunner make --from` makes it again.
    case manifest
    /// What the check before completion found: JSON.
    case report
    /// MP4. The last one, so that whoever sees it sees all of them.
    case video

    /// What follows the name that all files of one reel share, and a dot.
    public var ending: String {
        switch self {
        case .webVTT: "vtt"
        case .subRip: "srt"
        case .substationAlpha: "ass"
        case .sprite: "sprite.jpg"
        case .spriteIndex: "sprite.vtt"
        case .poster: "jpg"
        case .posterWebP: "webp"
        case .preview: "preview.mp4"
        case .manifest: "manifest.json"
        case .report: "report.json"
        case .video: "mp4"
        }
    }

    /// The file's name for a reel of this base name.
    public func name(_ baseName: String) -> String { "\(baseName).\(ending)" }

    /// The name that all files of one reel share; it has no dot.
    public static func baseName(ofFile name: String) -> String {
        String(name.prefix { $0 != "." })
    }
}

/// Where the files of a reel are. There is always a video.
public struct ReelFiles: Hashable, Codable, Sendable {
    private var places: [ReelFile: URL]

    public init(_ places: [ReelFile: URL]) throws(MissingVideo) {
        guard places[.video] != nil else { throw MissingVideo() }
        self.places = places
    }

    /// All that there are, in one folder, under one name.
    public init(folder: URL, baseName: String = "reel") {
        places = Dictionary(
            uniqueKeysWithValues: ReelFile.allCases.map { ($0, folder.appending(path: $0.name(baseName))) })
    }

    public init(from decoder: any Decoder) throws {
        try self.init(decoder.singleValueContainer().decode([ReelFile: URL].self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(places)
    }

    /// Where one of the files lies; `nil` if the reel has none of this kind.
    public subscript(_ file: ReelFile) -> URL? { places[file] }

    // Every initialiser has seen to it.
    public var video: URL { places[.video]! }

    /// Those that there are, the video last.
    public var all: [(file: ReelFile, place: URL)] {
        ReelFile.allCases.compactMap { file in places[file].map { (file, $0) } }
    }

    /// A reel without its film.
    public struct MissingVideo: Error {}

    /// A sprite's index names its sheet, so it must be told when that is called otherwise.
    ///
    /// - Parameters:
    ///   - index: the text of the `spriteIndex` file.
    ///   - baseName: the new name without its ending.
    public static func spriteIndex(_ index: String, namedFor baseName: String) -> String {
        index.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            guard let mark = line.range(of: "#xywh=") else { return String(line) }
            return ReelFile.sprite.name(baseName) + line[mark.lowerBound...]
        }.joined(separator: "\n")
    }
}
