import Foundation

/// A video as `GET /api/videos` gives it. Absent values are `null`, never left out.
public struct VideoResponse: Hashable, Codable, Sendable {
    public var id: Int64
    public var title: String
    public var sourceURL: String
    public var filePath: String?
    /// Seconds.
    public var duration: Double?
    public var sizeMB: Double?
    public var createdAt: String
    /// Absent when the file is gone or not imported yet.
    public var url: String?
    public var posterURL: String?
    public var captionsURL: String?
    public var srtURL: String?
    public var assURL: String?
    public var posterWebPURL: String?
    public var previewURL: String?
    /// WebVTT that points into one picture of many small ones.
    public var spriteURL: String?
    /// JSON: what it was made of, and what its check found.
    public var manifestURL: String?
    public var reportURL: String?
    /// HTTP Live Streaming: the same pictures and sound in segments.
    public var hlsURL: String?
    public var storageLocation: String
    /// 1, and one more with each edit.
    public var version: Int
    /// The video that this one is an edited version of.
    public var editOf: Int64?
    /// Absent of a video that was taken over.
    public var quality: Quality?
    public var aspect: Aspect?

    public init(_ video: Video) {
        id = video.id.rawValue
        title = video.title
        sourceURL = video.sourceURL
        filePath = video.filePath
        duration = video.duration.map { ($0 * 1000).rounded() / 1000 }
        sizeMB = video.sizeMB.map { ($0 * 100).rounded() / 100 }
        createdAt = Timestamp.wire(video.createdAt)
        storageLocation = video.origin == .cloud ? "cloud" : "local"
        version = video.version
        editOf = video.editOf?.rawValue
        quality = video.quality
        aspect = video.quality.map { _ in (video.style ?? ReelStyle()).aspect }
        let files = video.filePath.map(OutputNames.init)
        switch video.origin {
        case .made:
            url = files?.video
            posterURL = files?.poster
            captionsURL = files?.webVTT
            srtURL = files?.subRip
            assURL = files?[.substationAlpha]
            posterWebPURL = files?[.posterWebP]
            previewURL = files?[.preview]
            spriteURL = files?[.spriteIndex]
            manifestURL = files?[.manifest]
            reportURL = files?[.report]
            hlsURL = video.hasStream ? files?.stream : nil
        case .imported:
            url = files?.video
            posterURL = files?.poster
        case .cloud:
            url = video.filePath
        case .original, .missing:
            break
        }
    }

    enum CodingKeys: String, CodingKey {
        case id, title, duration, url, version, quality, aspect
        case editOf = "edit_of"
        case sourceURL = "source_url"
        case filePath = "file_path"
        case sizeMB = "size_mb"
        case createdAt = "created_at"
        case posterURL = "poster_url"
        case captionsURL = "captions_url"
        case srtURL = "srt_url"
        case assURL = "ass_url"
        case posterWebPURL = "poster_webp_url"
        case previewURL = "preview_url"
        case spriteURL = "sprite_url"
        case manifestURL = "manifest_url"
        case reportURL = "report_url"
        case hlsURL = "hls_url"
        case storageLocation = "storage_location"
    }

    // Written out because the synthesised form leaves `nil` out, and clients expect `null`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(title, forKey: .title)
        try container.encode(sourceURL, forKey: .sourceURL)
        try container.encode(filePath, forKey: .filePath)
        try container.encode(duration, forKey: .duration)
        try container.encode(sizeMB, forKey: .sizeMB)
        try container.encode(createdAt, forKey: .createdAt)
        try container.encode(url, forKey: .url)
        try container.encode(posterURL, forKey: .posterURL)
        try container.encode(captionsURL, forKey: .captionsURL)
        try container.encode(srtURL, forKey: .srtURL)
        try container.encode(assURL, forKey: .assURL)
        try container.encode(posterWebPURL, forKey: .posterWebPURL)
        try container.encode(previewURL, forKey: .previewURL)
        try container.encode(spriteURL, forKey: .spriteURL)
        try container.encode(manifestURL, forKey: .manifestURL)
        try container.encode(reportURL, forKey: .reportURL)
        try container.encode(hlsURL, forKey: .hlsURL)
        try container.encode(storageLocation, forKey: .storageLocation)
        try container.encode(version, forKey: .version)
        try container.encode(editOf, forKey: .editOf)
        try container.encode(quality, forKey: .quality)
        try container.encode(aspect, forKey: .aspect)
    }
}

/// `GET /api/videos`.
public struct VideoListResponse: Codable, Sendable {
    public var videos: [VideoResponse]
    /// Rows in this page.
    public var count: Int
    /// Rows in all pages.
    public var total: Int

    public init(videos: [Video], total: Int) {
        self.videos = videos.map(VideoResponse.init)
        self.count = videos.count
        self.total = total
    }
}

/// `200` of `DELETE /api/videos/{id}`.
public struct VideoDeletedResponse: Codable, Sendable {
    public var status = "success"
    public var message: String
    public var videoID: Int64
    public var storageLocation: String
    /// Whether the film itself was there and is gone now.
    public var fileDeleted: Bool

    public init(_ video: Video, fileDeleted: Bool) {
        let answer = VideoResponse(video)
        message = "Video \(answer.id) deleted"
        videoID = answer.id
        storageLocation = answer.storageLocation
        self.fileDeleted = fileDeleted
    }

    enum CodingKeys: String, CodingKey {
        case status, message
        case videoID = "video_id"
        case storageLocation = "storage_location"
        case fileDeleted = "file_deleted"
    }
}

/// The files of a published video, as paths on this service: `/outputs/NAME.mp4`, `/outputs/NAME.jpg`, …
public struct OutputNames: Hashable, Sendable {
    /// `outputs/NAME`.
    private let baseName: String

    /// The endings of all files that a video may have, the film's own last.
    public static let endings = ReelFile.allCases.map(\.ending)

    /// - Parameter videoPath: a video's `filePath`, relative to `REEL_HOME`.
    public init(videoPath: String) {
        baseName = videoPath.hasSuffix(".mp4") ? String(videoPath.dropLast(4)) : videoPath
        video = "/\(videoPath)"
    }

    public let video: String
    public var poster: String { self[.poster] }
    public var webVTT: String { self[.webVTT] }
    public var subRip: String { self[.subRip] }

    /// The address of one of the video's files.
    public subscript(_ file: ReelFile) -> String { "/\(file.name(baseName))" }

    /// The playlist by which it is watched as a stream, also while it is made.
    public var stream: String { "/\(HLSFile.folder(baseName))/\(HLSFile.masterPlaylist.name)" }
}
