import ReelCore

/// What a finished file must be.
public struct DeliveryExpectation: Hashable, Codable, Sendable {
    public var frameSize: FrameSize
    public var frameRate: Int
    public var frameCount: Int
    /// Drafts are encoded by the fastest preset, which gives a lower profile.
    public var needsHighProfile: Bool
    /// Seconds, the shortest and the longest; `nil` for any.
    public var durationRange: ClosedRange<Double>?
    /// LUFS, met within 1.
    public var loudness: Double
    /// dBTP.
    public var truePeak: Double

    public init(
        quality: Quality, aspect: Aspect = .vertical, timeline: Timeline, settings: FinishSettings = FinishSettings()
    ) {
        frameSize = quality.frameSize(aspect)
        frameRate = timeline.frameRate
        frameCount = timeline.frameCount
        needsHighProfile = quality != .draft
        durationRange = quality == .draft ? nil : 30...60
        loudness = settings.loudness
        truePeak = settings.truePeak
    }
}

/// What was found in a finished file, and what of it is wrong.
public struct DeliveryReport: Hashable, Codable, Sendable {
    public var found = DeliveryFindings()
    public var faults: [DeliveryFault] = []

    package init(found: DeliveryFindings = DeliveryFindings(), faults: [DeliveryFault] = []) {
        self.found = found
        self.faults = faults
    }

    public var isAccepted: Bool { faults.isEmpty }
}

/// One thing that is not as it must be.
public struct DeliveryFault: Hashable, Codable, Sendable {
    /// Short and stable, for programs.
    public enum Aspect: String, Codable, Sendable {
        case unreadable, container, order, streams, codec, profile, pixelFormat, frameSize, frameRate, frameCount,
            colour, audioFormat, streamTimes, duration, loudness, truePeak, decoding, metadata
    }

    public var aspect: Aspect
    /// For people: what was found and what was expected.
    public var message: String
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
    /// Tags of the file, such as its title.
    public var tags: [String: String] = [:]
    /// Bits per second of the whole file.
    public var bitRate: Int?

    package init() {}
}
