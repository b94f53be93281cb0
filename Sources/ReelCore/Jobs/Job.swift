import Foundation

/// A request to make one video, and how far it has come.
public struct Job: Hashable, Sendable {
    public var id: JobID
    public var request: JobRequest
    public var status: JobStatus
    /// Percent, 0...100; never goes back.
    public var progress: Int
    public var progressMessage: String
    /// For people: what went wrong and what to do. Only a failed job has one.
    public var errorMessage: String?
    /// The video made; `nil` again when that video is deleted.
    public var videoID: VideoID?
    public var createdAt: Date
    /// The first start; a resumed job keeps it.
    public var startedAt: Date?
    /// The end, whichever it was.
    public var completedAt: Date?
    /// Higher goes first.
    public var priority: Int
    /// Not to be started before this instant; `nil` when the job is due, and always once it was claimed.
    public var runAt: Date?
    /// When the job is expected to end, from what earlier jobs took; `nil` when nobody knows yet.
    public var expectedEnd: Date?
    /// How many attempts have begun.
    public var attempt: Int
    public var maxAttempts: Int
    /// The sequence number of the newest event; grows by one with each.
    public var eventSeq: Int64
    /// Who wrote the script, once that is known; its `usage` is what all attempts have spent on a model.
    public var scriptOrigin: ScriptOrigin?
    /// What all attempts have spent on a speech service; `nil` where none was asked.
    public var speechUsage: SpeechUsage?
    /// The path that the video is going to have, from when it can be watched in the making until it is made.
    public var livePath: String?

    public init(
        id: JobID, request: JobRequest, status: JobStatus = .pending, progress: Int = 0,
        progressMessage: String = Job.createdMessage, errorMessage: String? = nil, videoID: VideoID? = nil,
        createdAt: Date, startedAt: Date? = nil, completedAt: Date? = nil,
        priority: Int = 0, runAt: Date? = nil, expectedEnd: Date? = nil, attempt: Int = 0,
        maxAttempts: Int = JobOptions.defaultMaxAttempts, eventSeq: Int64 = 0,
        scriptOrigin: ScriptOrigin? = nil, speechUsage: SpeechUsage? = nil, livePath: String? = nil
    ) {
        self.id = id
        self.request = request
        self.status = status
        self.progress = progress
        self.progressMessage = progressMessage
        self.errorMessage = errorMessage
        self.videoID = videoID
        self.createdAt = createdAt
        self.startedAt = startedAt
        self.completedAt = completedAt
        self.priority = priority
        self.runAt = runAt
        self.expectedEnd = expectedEnd
        self.attempt = attempt
        self.maxAttempts = maxAttempts
        self.eventSeq = eventSeq
        self.scriptOrigin = scriptOrigin
        self.speechUsage = speechUsage
        self.livePath = livePath
    }

    public static let createdMessage = "Job created"
}

/// What a client asked for, kept as it was asked.
public struct JobRequest: Hashable, Codable, Sendable {
    /// The article's or the feed's address, http or https. Empty for a job that was given its text or its script.
    public var url: String
    public var quality: Quality
    /// The article itself, plain or Markdown, instead of a page to be read.
    public var text: String?
    /// The title of `text`.
    public var title: String?
    /// Which entry of a feed, from 1, the newest first.
    public var entry: Int?
    /// The client's own script: then none is written.
    public var script: Script?
    /// How long the reel should be, in seconds; `nil` leaves it to the settings.
    public var duration: Int?
    /// `nil` is a style with nothing chosen: most requests, which the store reads sooner without it.
    public var style: ReelStyle?
    /// The video that this one is an edited version of.
    public var editOf: VideoID?
    /// What is heard instead of a voice: the words of `script`, recorded.
    public var narration: RecordedNarration?

    public init(
        url: String, quality: Quality = .standard, text: String? = nil, title: String? = nil, entry: Int? = nil,
        script: Script? = nil, duration: Int? = nil, style: ReelStyle? = nil, editOf: VideoID? = nil,
        narration: RecordedNarration? = nil
    ) {
        self.url = url
        self.quality = quality
        self.text = text
        self.title = title
        self.entry = entry
        self.script = script
        self.duration = duration
        self.style = style
        self.editOf = editOf
        self.narration = narration
    }

    /// A field that is missing has its default: a record may have been written by hand or by an older version.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            url: try fields.decodeIfPresent(String.self, forKey: .url) ?? "",
            quality: try fields.decodeIfPresent(Quality.self, forKey: .quality) ?? .standard,
            text: try fields.decodeIfPresent(String.self, forKey: .text),
            title: try fields.decodeIfPresent(String.self, forKey: .title),
            entry: try fields.decodeIfPresent(Int.self, forKey: .entry),
            script: try fields.decodeIfPresent(Script.self, forKey: .script),
            duration: try fields.decodeIfPresent(Int.self, forKey: .duration),
            style: try fields.decodeIfPresent(ReelStyle.self, forKey: .style),
            editOf: try fields.decodeIfPresent(VideoID.self, forKey: .editOf),
            narration: try fields.decodeIfPresent(RecordedNarration.self, forKey: .narration))
    }

    /// The lengths that can be asked for, in seconds.
    public static let durations = [30, 45, 60]

    /// The bytes of `WireCoding.encode`, sooner for the many that have an address and a quality only.
    ///
    /// - Throws: `EncodingError`.
    public var json: Data {
        get throws {
            guard self == JobRequest(url: url, quality: quality) else { return try WireCoding.encode(self) }
            var text = JSONText(capacity: 64 + url.utf8.count)
            text.object { text in
                text.field("quality", quality.rawValue)
                text.field("url", url)
            }
            return Data(text.bytes)
        }
    }
}
