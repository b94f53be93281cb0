import Foundation

/// A job as `GET /api/jobs/{id}` and the bridge's `job_status` give it. Absent values are `null`, never left out.
public struct JobResponse: Hashable, Codable, Sendable {
    public var id: String
    public var status: JobStatus
    public var progress: Int
    public var progressMessage: String
    public var errorMessage: String?
    public var videoID: Int64?
    public var createdAt: String
    public var startedAt: String?
    public var completedAt: String?
    /// The article's address. This and `quality` stand beside the original's fields, so that a page that is opened in
    /// mid-job can say whose bar it shows.
    public var sourceURL: String
    public var quality: Quality
    public var priority: Int
    /// Not to be started before this instant.
    public var runAt: String?
    /// How many attempts have begun, and how many may fail.
    public var attempt: Int
    public var maxAttempts: Int
    /// Whole seconds until the job is expected to end; `null` when nobody knows, and when it does not run.
    public var etaSeconds: Int?
    /// Who wrote the script, why if not as asked, and what a model cost.
    public var scriptOrigin: ScriptOrigin?
    /// What a speech service was asked for and cost, all attempts together.
    public var speechUsage: SpeechUsage?
    /// The playlist (HLS) by which the video can be watched while it is made; `null` before and after.
    public var hlsURL: String?
    /// The video of which the job makes another version.
    public var editOf: Int64?
    /// The look that was asked for; `null` when nothing was chosen.
    public var style: ReelStyle?

    /// - Parameters:
    ///   - job: the job as the store has it.
    ///   - now: what `etaSeconds` is counted from.
    public init(_ job: Job, now: Date = Date()) {
        id = job.id.rawValue
        status = job.status
        progress = job.progress
        progressMessage = job.progressMessage
        errorMessage = job.errorMessage
        videoID = job.videoID?.rawValue
        createdAt = Timestamp.wire(job.createdAt)
        startedAt = job.startedAt.map(Timestamp.wire)
        completedAt = job.completedAt.map(Timestamp.wire)
        sourceURL = job.request.url
        quality = job.request.quality
        priority = job.priority
        runAt = job.runAt.map(Timestamp.wire)
        attempt = job.attempt
        maxAttempts = job.maxAttempts
        etaSeconds = job.expectedEnd.map { Self.seconds(until: $0, now: now) }
        scriptOrigin = job.scriptOrigin
        speechUsage = job.speechUsage
        hlsURL = job.livePath.map { OutputNames(videoPath: $0).stream }
        editOf = job.request.editOf?.rawValue
        style = job.request.style
    }

    /// Whole seconds from `now`, at least 0.
    static func seconds(until end: Date, now: Date) -> Int {
        Int(min(max(end.timeIntervalSince(now), 0), 1e6).rounded())
    }

    enum CodingKeys: String, CodingKey {
        case id, status, progress, quality, priority, attempt, style
        case runAt = "run_at"
        case maxAttempts = "max_attempts"
        case etaSeconds = "eta_seconds"
        case editOf = "edit_of"
        case sourceURL = "source_url"
        case scriptOrigin = "script_origin"
        case speechUsage = "speech_usage"
        case hlsURL = "hls_url"
        case progressMessage = "progress_message"
        case errorMessage = "error_message"
        case videoID = "video_id"
        case createdAt = "created_at"
        case startedAt = "started_at"
        case completedAt = "completed_at"
    }

    // Written out because the synthesised form leaves `nil` out, and clients expect `null`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(status, forKey: .status)
        try container.encode(progress, forKey: .progress)
        try container.encode(progressMessage, forKey: .progressMessage)
        try container.encode(errorMessage, forKey: .errorMessage)
        try container.encode(videoID, forKey: .videoID)
        try container.encode(createdAt, forKey: .createdAt)
        try container.encode(startedAt, forKey: .startedAt)
        try container.encode(completedAt, forKey: .completedAt)
        try container.encode(sourceURL, forKey: .sourceURL)
        try container.encode(quality, forKey: .quality)
        try container.encode(priority, forKey: .priority)
        try container.encode(runAt, forKey: .runAt)
        try container.encode(attempt, forKey: .attempt)
        try container.encode(maxAttempts, forKey: .maxAttempts)
        try container.encode(etaSeconds, forKey: .etaSeconds)
        try container.encode(scriptOrigin, forKey: .scriptOrigin)
        try container.encode(speechUsage, forKey: .speechUsage)
        try container.encode(hlsURL, forKey: .hlsURL)
        try container.encode(editOf, forKey: .editOf)
        try container.encode(style, forKey: .style)
    }
}

extension JobResponse {
    /// The bytes of `WireCoding.encode`, sooner.
    public var json: Data {
        var text = JSONText(capacity: 640)
        write(into: &text)
        return Data(text.bytes)
    }

    fileprivate func write(into text: inout JSONText) {
        text.object { text in
            text.field("attempt", attempt)
            text.field("completed_at", completedAt)
            text.field("created_at", createdAt)
            text.field("edit_of", editOf)
            text.field("error_message", errorMessage)
            text.field("eta_seconds", etaSeconds)
            text.field("hls_url", hlsURL)
            text.field("id", id)
            text.field("max_attempts", maxAttempts)
            text.field("priority", priority)
            text.field("progress", progress)
            text.field("progress_message", progressMessage)
            text.field("quality", quality.rawValue)
            text.field("run_at", runAt)
            text.field("script_origin", json: scriptOrigin.flatMap { try? WireCoding.encode($0) })
            text.field("source_url", sourceURL)
            text.field("speech_usage", json: speechUsage.flatMap { try? WireCoding.encode($0) })
            text.field("started_at", startedAt)
            text.field("status", status.rawValue)
            text.field("style", json: style.flatMap { try? WireCoding.encode($0) })
            text.field("video_id", videoID)
        }
    }
}

/// `GET /api/jobs`.
public struct JobListResponse: Codable, Sendable {
    public var jobs: [JobResponse]
    /// Rows in this page.
    public var count: Int
    /// Rows in all pages.
    public var total: Int

    public init(jobs: [Job], total: Int) {
        self.jobs = jobs.map { JobResponse($0) }
        self.count = jobs.count
        self.total = total
    }

    /// The bytes of `WireCoding.encode`, sooner.
    public var json: Data {
        var text = JSONText(capacity: 64 + 640 * jobs.count)
        text.object { text in
            text.field("count", count)
            text.array("jobs", jobs) { text, job in job.write(into: &text) }
            text.field("total", total)
        }
        return Data(text.bytes)
    }
}

/// `202` of `POST /api/generate-video`.
public struct JobCreatedResponse: Codable, Sendable {
    public var jobID: String
    public var status: JobStatus
    public var message: String

    public init(jobID: JobID, status: JobStatus, message: String) {
        self.jobID = jobID.rawValue
        self.status = status
        self.message = message
    }

    enum CodingKeys: String, CodingKey {
        case jobID = "job_id"
        case status, message
    }

    /// The bytes of `WireCoding.encode`, sooner.
    public var json: Data {
        var text = JSONText(capacity: 192)
        text.object { text in
            text.field("job_id", jobID)
            text.field("message", message)
            text.field("status", status.rawValue)
        }
        return Data(text.bytes)
    }
}

/// `200` of `POST /api/jobs/{id}/cancel`.
public struct JobCancelledResponse: Codable, Sendable {
    public var status: JobStatus
    public var message: String

    public init(jobID: JobID) {
        status = .cancelled
        message = "Job \(jobID) cancelled"
    }
}
