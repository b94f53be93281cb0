/// A link to a video as `GET /api/videos/{id}/shares` gives it. Its address is told only when it is made.
public struct ShareResponse: Hashable, Codable, Sendable {
    public var id: Int64
    public var videoID: Int64
    /// Whether search engines may list the page.
    public var indexable: Bool
    public var createdAt: String

    public init(_ share: Share) {
        id = share.id.rawValue
        videoID = share.videoID.rawValue
        indexable = share.isIndexable
        createdAt = Timestamp.wire(share.createdAt)
    }

    enum CodingKeys: String, CodingKey {
        case id, indexable
        case videoID = "video_id"
        case createdAt = "created_at"
    }
}

/// `201` of `POST /api/videos/{id}/shares`: a link as the list gives it, and its address.
public struct ShareCreatedResponse: Encodable, Sendable {
    public var share: ShareResponse
    /// The page for people. Nobody can be told it again.
    public var url: String

    /// - Parameters:
    ///   - share: the link.
    ///   - url: its whole address.
    public init(_ share: Share, url: String) {
        self.share = ShareResponse(share)
        self.url = url
    }

    enum CodingKeys: CodingKey {
        case url
    }

    public func encode(to encoder: any Encoder) throws {
        try share.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(url, forKey: .url)
    }
}

/// `GET /api/videos/{id}/shares`.
public struct ShareListResponse: Codable, Sendable {
    /// Newest first.
    public var shares: [ShareResponse]
    public var count: Int

    public init(_ shares: [Share]) {
        self.shares = shares.map(ShareResponse.init)
        count = shares.count
    }
}

/// `200` of `DELETE /api/videos/{id}/shares/{share_id}`.
public struct ShareDeletedResponse: Codable, Sendable {
    public var status = "success"
    public var message: String

    /// - Parameter id: the number of the link that was revoked.
    public init(_ id: ShareID) {
        message = "Link \(id) revoked"
    }
}
