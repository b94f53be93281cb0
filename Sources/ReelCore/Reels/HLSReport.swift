/// What an attempt reports of its reel's HTTP Live Stream (RFC 8216), which can be watched while the reel is made: first
/// the variant, then the media segments in the order of the reel. Their files lie in the attempt's work folder, in
/// `HLSFile.workFolderName`.
public enum HLSReport: Hashable, Codable, Sendable {
    case variant(HLSVariant)
    case segment(HLSSegment)
}

/// What a player must know before the first media segment: the attributes of the stream's only variant. Its Media
/// Initialization Section is written when this is reported.
public struct HLSVariant: Hashable, Codable, Sendable {
    /// The reel's title.
    public var title: String
    /// As RFC 6381 writes them, such as `avc1.640028,mp4a.40.2`.
    public var codecs: String
    public var size: FrameSize
    public var frameRate: Int
    /// Seconds, rounded up: no segment is longer.
    public var targetDuration: Int

    public init(title: String, codecs: String, size: FrameSize, frameRate: Int, targetDuration: Int) {
        self.title = title
        self.codecs = codecs
        self.size = size
        self.frameRate = frameRate
        self.targetDuration = targetDuration
    }

    /// Whether it can stand in a playlist. An attempt has handled what strangers wrote, so its words are not copied
    /// unseen.
    public var isValid: Bool {
        let isCodec = { (character: Character) in
            character.isASCII && (character.isLetter || character.isNumber || character == "." || character == ",")
        }
        return (1...64).contains(codecs.count) && codecs.allSatisfy(isCodec)
            && [size.width, size.height].allSatisfy { (1...16384).contains($0) } && (1...240).contains(frameRate)
            && (1...3600).contains(targetDuration)
    }
}

/// A scene or a part of one, with its sound, as fragments of an MP4 (ISO/IEC 14496-12) in continuous time.
public struct HLSSegment: Hashable, Codable, Sendable {
    /// From 0, without gaps.
    public var number: Int
    /// Seconds.
    public var duration: Double

    public init(number: Int, duration: Double) {
        self.number = number
        self.duration = duration
    }

    /// Whether it can stand in a playlist: a duration within an hour.
    public var isValid: Bool { number >= 0 && duration > 0 && duration <= 3600 }
}
