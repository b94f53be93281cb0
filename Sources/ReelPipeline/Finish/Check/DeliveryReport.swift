import Foundation
import ReelCore

/// What was found in a finished file, and what of it is wrong.
public struct DeliveryReport: Hashable, Codable, Sendable {
    public var found = DeliveryFindings()
    public var faults: [DeliveryFault] = []
    /// For people: what was wrong at first and has been put right.
    public var repairs: [String] = []

    package init(found: DeliveryFindings = DeliveryFindings(), faults: [DeliveryFault] = [], repairs: [String] = []) {
        self.found = found
        self.faults = faults
        self.repairs = repairs
    }

    public var isAccepted: Bool { faults.isEmpty }

    /// For people and programs: fields in the order of their names, in the spelling of the API.
    public var data: Data {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            encoder.keyEncodingStrategy = .convertToSnakeCase
            return try encoder.encode(self) + Data("\n".utf8)
        }
    }

    static func unreadable(_ reason: String) -> DeliveryReport {
        DeliveryReport(faults: [DeliveryFault(aspect: .unreadable, message: "it cannot be read: \(reason)")])
    }
}

/// One thing that is not as it must be.
public struct DeliveryFault: Hashable, Codable, Sendable {
    /// Short and stable, for programs.
    public enum Aspect: String, Codable, Sendable {
        case unreadable, container, order, streams, codec, profile, colour, duration, loudness, decoding, metadata
        case pixelFormat = "pixel_format"
        case frameSize = "frame_size"
        case frameRate = "frame_rate"
        case frameCount = "frame_count"
        case audioFormat = "audio_format"
        case streamTimes = "stream_times"
        case truePeak = "true_peak"
        /// A stretch that the script does not explain.
        case black, frozen, silent
        /// A caption outside of what stays visible, beside its word, or with a letter that no font has.
        case captionPlace = "caption_place"
        case captionTime = "caption_time"
        case captionGlyph = "caption_glyph"
    }

    public var aspect: Aspect
    /// For people: what was found and what was expected.
    public var message: String

    package init(aspect: Aspect, message: String) {
        self.aspect = aspect
        self.message = message
    }
}

/// A part of the film in which there is little to see or to hear.
public struct FoundStretch: Hashable, Codable, Sendable {
    /// What was found in a stretch of the film.
    public enum Kind: String, Codable, Sendable {
        case black, frozen, silent
    }

    public var kind: Kind
    /// Seconds from the beginning of the film.
    public var start: Double
    public var end: Double
    /// For people: why that is as it should be; `nil` where nothing in the script is the reason.
    public var reason: String?

    package init(_ kind: Kind, _ stretch: Stretch, reason: String? = nil) {
        self.kind = kind
        start = stretch.start
        end = stretch.end
        self.reason = reason
    }
}

/// What is known of the captions in the picture.
public struct CaptionFindings: Hashable, Codable, Sendable {
    /// Words that light up.
    public var words = 0
    /// Frames between a word's beginning in the sound and in the picture, the largest.
    public var latest = 0
    /// Pixels from the left, the top, the right and the bottom within which all words stand.
    public var bounds: [Int] = []

    package init() {}
}

/// Facts of a file, as ffprobe and a decoder see them; `nil` where they do not say.
public struct DeliveryFindings: Hashable, Codable, Sendable {
    public var container: String?
    /// The top-level boxes of the file, in order.
    public var boxes: [String] = []
    /// What kinds of streams there are, in order.
    public var streams: [String] = []
    public var videoCodec: String?
    public var profile: String?
    public var pixelFormat: String?
    public var frameSize: FrameSize?
    public var frameCount: Int?
    /// Whether every frame lasts the same time, and which: frames per second.
    public var constantFrameRate: Double?
    /// Matrix, primaries, transfer.
    public var colour: [String] = []
    /// `tv` for 16...235, `pc` for 0...255.
    public var colourRange: String?
    public var audioCodec: String?
    public var audioProfile: String?
    public var sampleRate: Int?
    public var channels: Int?
    /// Seconds at which each stream begins and ends.
    public var videoStart: Double?
    public var audioStart: Double?
    public var videoEnd: Double?
    public var audioEnd: Double?
    public var loudness: Loudness?
    /// What the decoder complained of.
    public var decoderErrors: [String] = []
    /// Stretches that are black, frozen or silent.
    public var stretches: [FoundStretch] = []
    /// `nil` when there are none in the picture, or nobody knows.
    public var captions: CaptionFindings?
    /// Tags of the file, such as its title.
    public var tags: [String: String] = [:]
    /// Bits per second of the whole file.
    public var bitRate: Int?

    package init() {}
}
