import Foundation

/// The number of a share: of a link by which people without access to the rest may watch one video.
public struct ShareID: RawRepresentable, Hashable, Codable, Sendable, CustomStringConvertible {
    public let rawValue: Int64

    public init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    public var description: String { String(rawValue) }
}

/// A link to one video. Its token is known to whoever made it, and kept nowhere but as a hash.
public struct Share: Hashable, Sendable {
    public var id: ShareID
    public var videoID: VideoID
    /// Whether search engines may list the page.
    public var isIndexable: Bool
    public var createdAt: Date

    public init(id: ShareID, videoID: VideoID, isIndexable: Bool, createdAt: Date) {
        self.id = id
        self.videoID = videoID
        self.isIndexable = isIndexable
        self.createdAt = createdAt
    }
}
