import ReelCore

/// What became of the wish for a link to a video.
public enum ShareOutcome: Hashable, Sendable {
    case created(Share)
    case noSuchVideo
    /// The video has as many as it may have.
    case limitReached
}
