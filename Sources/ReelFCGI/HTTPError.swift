import ReelCore

/// Why a request is refused. Each case's `detail` says what was wrong and what to do.
package enum HTTPError: Error, Hashable, Sendable {
    case noSuchPath(String)
    case methodNotAllowed(String, allowed: [String])
    case notJSON(contentType: String?)
    case bodyTooLong(limit: Int)
    /// Other recordings are just being taken.
    case recordingLater
    case malformedJSON(String)
    /// JSON, but not what is asked for.
    case invalid(String)
    /// The same, said of each field.
    case invalidFields([FieldProblem])
    case noSuchJob(String)
    case noSuchVideo(String)
    case noSuchVoice(String)
    case noSuchShare(String)
    case tooManyShares(VideoID, limit: Int)
    case noSuchFeedPage(Int, last: Int)
    /// The voice has no sample; the second says what to do.
    case noSample(String, String)
    /// Another sample is being spoken.
    case sampleLater
    case jobHasEnded(JobID, JobStatus)
    case noFile(VideoID)
    /// It was taken over from the Python original, or has no script.
    case notEditable(VideoID)
    case keyOfAnotherRequest(JobID)
    case queueFull(waiting: Int)
    case scheduleFull(waiting: Int)
    /// The request waited for so long that its client may have gone.
    case overdue
    /// A retry of a job that is under way, or has its video.
    case notToBeRetried(JobID, JobStatus)
}
