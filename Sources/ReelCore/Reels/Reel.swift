import Foundation

/// A finished reel in the work folder, checked and ready to be published.
public struct Reel: Hashable, Codable, Sendable {
    public var title: String
    /// The article's address, as asked for.
    public var sourceURL: String
    public var script: Script
    /// Which voice spoke.
    public var voice: String
    /// Seconds.
    public var duration: Double
    public var files: ReelFiles

    public init(
        title: String, sourceURL: String, script: Script, voice: String, duration: Double, files: ReelFiles
    ) {
        self.title = title
        self.sourceURL = sourceURL
        self.script = script
        self.voice = voice
        self.duration = duration
        self.files = files
    }
}

/// A published video: the row that clients list.
public struct Video: Hashable, Sendable {
    public var id: VideoID
    public var title: String
    public var sourceURL: String
    /// Relative to `REEL_HOME`, such as `outputs/coral-gardens-1f2e3d4c.mp4`. One that was taken over from the Python
    /// original has the original's path until its file is imported, and `nil` if it never had a file.
    public var filePath: String?
    /// Seconds; only a video that was taken over may lack it.
    public var duration: Double?
    /// Units of 1,048,576 bytes; only a video that was taken over may lack it.
    public var sizeMB: Double?
    public var script: Script?
    public var createdAt: Date
    public var origin: VideoOrigin
    /// Whether a stream (HLS) of it lies beside the file.
    public var hasStream: Bool
    /// 1, and one more with each edit of a video of the same family.
    public var version: Int
    /// The video that this one is an edited version of; `nil` again when that is deleted.
    public var editOf: VideoID?
    /// How it was made; `nil` of a video that was taken over.
    public var quality: Quality?
    /// `nil` when nothing was chosen.
    public var style: ReelStyle?

    public init(
        id: VideoID, title: String, sourceURL: String, filePath: String?, duration: Double?, sizeMB: Double?,
        script: Script?, createdAt: Date, origin: VideoOrigin = .made, hasStream: Bool = false, version: Int = 1,
        editOf: VideoID? = nil, quality: Quality? = nil, style: ReelStyle? = nil
    ) {
        self.id = id
        self.title = title
        self.sourceURL = sourceURL
        self.filePath = filePath
        self.duration = duration
        self.sizeMB = sizeMB
        self.script = script
        self.createdAt = createdAt
        self.origin = origin
        self.hasStream = hasStream
        self.version = version
        self.editOf = editOf
        self.quality = quality
        self.style = style
    }
}

/// Where a video's row comes from, as stored.
public enum VideoOrigin: String, Hashable, Codable, Sendable {
    /// Made by this service: its file, poster and captions lie in `outputs`.
    case made
    /// Taken over from the Python original; its file is where the original left it.
    case original
    /// Taken over, its file and a poster are in `outputs`; it has no captions.
    case imported
    /// Taken over, and its file was not there any more.
    case missing
    /// Taken over; its file is on the web, at the address in `filePath`.
    case cloud
}
