/// How large and how carefully a reel is encoded.
public enum Quality: String, Codable, CaseIterable, Sendable {
    /// Small frames and the fastest preset: for trying things out and for tests.
    case draft
    case standard
    /// More time and more bits for the same frame.
    case high
}

/// Width and height of a frame, in pixels.
public struct FrameSize: Hashable, Codable, Sendable {
    public var width: Int
    public var height: Int

    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }
}

/// Frames per second: one constant rate for the whole reel, because every narration is padded to whole frames of it.
public let reelFrameRate = 30

/// The shape of the frame, width to height.
public enum Aspect: String, Codable, CaseIterable, Sendable {
    /// A phone held upright: the shape of reels, shorts and stories.
    case vertical = "9:16"
    case square = "1:1"
    case wide = "16:9"
}

extension Quality {
    /// The frame of a reel: the shorter edge is the quality's, the longer one follows from the aspect.
    public func frameSize(_ aspect: Aspect = .vertical) -> FrameSize {
        let short = self == .draft ? 360 : 1080
        let long = short * 16 / 9
        return switch aspect {
        case .vertical: FrameSize(width: short, height: long)
        case .square: FrameSize(width: short, height: short)
        case .wide: FrameSize(width: long, height: short)
        }
    }
}
