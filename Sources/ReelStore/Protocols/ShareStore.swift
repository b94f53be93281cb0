import ReelCore

/// Links by which one video can be watched by whoever has the link. They go with their video.
public protocol ShareStore: Sendable {
    /// Makes a link.
    ///
    /// - Parameters:
    ///   - video: the video to be watched by it.
    ///   - tokenHash: SHA-256 of the link's token, 64 hexadecimal digits. The store never sees the token.
    ///   - isIndexable: whether search engines may list the page.
    ///   - limit: how many links one video may have.
    func createShare(of video: VideoID, tokenHash: String, isIndexable: Bool, limit: Int) throws -> ShareOutcome
    /// The links of a video, the newest first; `nil` when there is no such video.
    func shares(of video: VideoID) throws -> [Share]?
    /// Revokes a link.
    ///
    /// - Returns: whether the video had it.
    func deleteShare(_ id: ShareID, of video: VideoID) throws -> Bool
    /// The link of a token, and its video; `nil` when there is none, or none any more.
    ///
    /// - Parameter tokenHash: as `createShare` was given it.
    func share(tokenHash: String) throws -> (share: Share, video: Video)?
}
