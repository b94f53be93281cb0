/// `GET /api/videos/{id}`: a video as the list gives it, what is said and shown in it, how it was to look and sound, whose
/// pictures are in it, and its versions.
public struct VideoDetailResponse: Encodable, Sendable {
    public var video: VideoResponse
    public var script: Script?
    public var style: ReelStyle?
    public var credits: [CreditResponse]
    public var versions: [VersionResponse]

    /// - Parameters:
    ///   - video: the video that is asked for.
    ///   - versions: of the video, itself among them, in their order.
    public init(_ video: Video, versions: [Video]) {
        self.video = VideoResponse(video)
        script = video.script
        style = video.quality.map { _ in video.style ?? ReelStyle() }
        credits = CreditResponse.all(of: video.script)
        self.versions = versions.map(VersionResponse.init)
    }

    enum CodingKeys: String, CodingKey {
        case script, style, credits, versions
    }

    public func encode(to encoder: any Encoder) throws {
        try video.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(script, forKey: .script)
        try container.encode(style, forKey: .style)
        try container.encode(credits, forKey: .credits)
        try container.encode(versions, forKey: .versions)
    }
}

/// Whose a picture or clip is, and in which scenes it is seen.
public struct CreditResponse: Hashable, Encodable, Sendable {
    public var scenes: [Int]
    public var provider: SceneChoice.Provider?
    public var text: String
    public var url: String?
    public var licence: String?

    /// Each credit once, in the order in which they are first seen.
    ///
    /// - Parameter script: of the video; `nil` has none.
    public static func all(of script: Script?) -> [CreditResponse] {
        var found: [CreditResponse] = []
        for scene in script?.scenes ?? [] {
            guard let choice = scene.visual, let credit = choice.credit else { continue }
            let next = CreditResponse(
                scenes: [scene.sceneNumber], provider: choice.provider, text: credit.text, url: credit.url,
                licence: credit.licence)
            if let same = found.firstIndex(where: { $0.names(next) }) {
                found[same].scenes += next.scenes
            } else {
                found.append(next)
            }
        }
        return found
    }

    private func names(_ other: CreditResponse) -> Bool {
        var same = other
        same.scenes = scenes
        return same == self
    }

    enum CodingKeys: String, CodingKey {
        case scenes, provider, text, url, licence
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(scenes, forKey: .scenes)
        try container.encode(provider, forKey: .provider)
        try container.encode(text, forKey: .text)
        try container.encode(url, forKey: .url)
        try container.encode(licence, forKey: .licence)
    }
}

/// One version of a video, as the others list it.
public struct VersionResponse: Hashable, Encodable, Sendable {
    public var id: Int64
    public var version: Int
    /// The video that was edited; absent of the first version, and when that one was deleted.
    public var editOf: Int64?
    public var title: String
    public var createdAt: String
    /// Seconds.
    public var duration: Double?

    public init(_ video: Video) {
        let answer = VideoResponse(video)
        id = answer.id
        version = answer.version
        editOf = answer.editOf
        title = answer.title
        createdAt = answer.createdAt
        duration = answer.duration
    }

    enum CodingKeys: String, CodingKey {
        case id, version, title, duration
        case editOf = "edit_of"
        case createdAt = "created_at"
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(version, forKey: .version)
        try container.encode(editOf, forKey: .editOf)
        try container.encode(title, forKey: .title)
        try container.encode(createdAt, forKey: .createdAt)
        try container.encode(duration, forKey: .duration)
    }
}
