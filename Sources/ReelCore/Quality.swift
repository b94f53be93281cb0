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

extension Quality {
    /// The frame of a vertical (9:16) reel.
    public var frameSize: FrameSize {
        switch self {
        case .draft: FrameSize(width: 360, height: 640)
        case .standard, .high: FrameSize(width: 1080, height: 1920)
        }
    }
}
