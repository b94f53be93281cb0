import Foundation
import Logging
import ReelCore
import ReelStore

/// Why a request is refused. Each case's `detail` says what was wrong and what to do.
package enum HTTPError: Error, Hashable, Sendable {
    case noSuchPath(String)
    case methodNotAllowed(String, allowed: [String])
    case notJSON(contentType: String?)
    case bodyTooLong(limit: Int)
    case malformedJSON(String)
    /// JSON, but not what is asked for.
    case invalid(String)
    /// The same, said of each field.
    case invalidFields([FieldProblem])
    case noSuchJob(String)
    case noSuchVideo(String)
    case jobHasEnded(JobID, JobStatus)
    case noFile(VideoID)
    /// It was taken over from the Python original, or has no script.
    case notEditable(VideoID)
    case keyOfAnotherRequest(JobID)
    case queueFull(waiting: Int)
    case foreignPage(String)
    /// The request waited for so long that its client may have gone.
    case overdue
    /// A retry of a job that is under way, or has its video.
    case notToBeRetried(JobID, JobStatus)
}

/// What an error means for a client and for the log.
package struct Refusal: Sendable {
    package var status: Int
    package var detail: String
    package var headers: [(name: String, value: String)] = []
    package var problems: [FieldProblem]?
    package var level: Logger.Level = .debug

    /// The one place that knows what each error becomes.
    package init(_ error: any Error) {
        switch error {
        case let error as HTTPError: self.init(error)
        case let error as StoreError: self.init(error)
        default:
            self.init(
                status: 500, level: .error,
                detail: "Something unexpected went wrong in the responder. Try again; if it happens twice, look into "
                    + "the responder's log.")
        }
    }

    private init(_ error: HTTPError) {
        switch error {
        case .noSuchPath(let path):
            self.init(
                status: 404,
                detail: "There is nothing at \(path). The API's paths are /api/generate-video, /api/jobs, /api/videos, "
                    + "/health and /metrics.")
        case .methodNotAllowed(let method, let allowed):
            self.init(
                status: 405, headers: [("Allow", allowed.joined(separator: ", "))],
                detail: "\(method) is not possible here; use \(allowed.joined(separator: " or ")).")
        case .notJSON(let contentType):
            self.init(
                status: 415,
                detail: "The body's Content-Type is \(contentType ?? "missing"); send JSON with Content-Type: "
                    + "application/json.")
        case .bodyTooLong(let limit):
            self.init(
                status: 413, detail: "The body is longer than \(limit) bytes; a request for a video needs far less.")
        case .malformedJSON(let detail): self.init(status: 400, detail: detail)
        case .invalid(let detail): self.init(status: 422, detail: detail)
        case .invalidFields(let problems):
            self.init(status: 422, detail: problems.prefix(5).map(\.message).joined(separator: " "))
            self.problems = problems
        case .noSuchJob(let id):
            self.init(status: 404, detail: "There is no job \(id). GET /api/jobs lists those there are.")
        case .noSuchVideo(let id):
            self.init(status: 404, detail: "There is no video \(id). GET /api/videos lists those there are.")
        case .jobHasEnded(let id, let status):
            self.init(
                status: 409,
                detail: "Job \(id) is \(status.rawValue) already; only a job that is pending or "
                    + "processing can be cancelled.")
        case .noFile(let id):
            self.init(
                status: 404,
                detail:
                    "The file of video \(id) is not here: it was removed, or is not imported yet. Make the video again "
                    + "with POST /api/generate-video.")
        case .notEditable(let id):
            self.init(
                status: 409,
                detail: "Video \(id) cannot be edited: it was not made by this service, or its script is not kept. "
                    + "Make it anew with POST /api/generate-video.")
        case .keyOfAnotherRequest(let id):
            self.init(
                status: 422,
                detail:
                    "This Idempotency-Key was sent before with another body, and made job \(id). Use a new key for a "
                    + "new request.")
        case .queueFull(let waiting):
            self.init(
                status: 429, headers: [("Retry-After", "60")],
                detail: "\(waiting) jobs are waiting already. Nothing was added; try again when some are done.")
        case .foreignPage(let origin):
            self.init(
                status: 403,
                detail: "Pages of \(origin) may not use this service. Whoever runs it can allow them with the setting "
                    + "origins (REEL_ORIGINS).")
        case .overdue:
            self.init(
                status: 503, headers: [("Retry-After", "2")], level: .warning,
                detail: "The database has been busy for too long. Nothing was changed; try again in a moment.")
        case .notToBeRetried(let id, let status):
            self.init(
                status: 409,
                detail: status == .completed
                    ? "Job \(id) is completed: its video is there. Create a new job to make another."
                    : "Job \(id) is \(status.rawValue): it is being worked on, or will be without being asked.")
        }
    }

    private init(_ error: StoreError) {
        switch error.code {
        case .busy:
            self.init(
                status: 503, headers: [("Retry-After", "2")], level: .warning,
                detail: "The database is busy: another program holds it. Nothing was changed; try again in a moment.")
        case .full:
            self.init(
                status: 507, level: .error,
                detail: "The disk that holds the database is full. Nothing was changed; make room and try again.")
        case .corrupt:
            self.init(
                status: 503, level: .error,
                detail: "The database file is damaged. Stop the service and restore the file from a backup.")
        case .tooNew:
            self.init(
                status: 503, level: .error,
                detail: "The database was made by a newer version of ReelCraft. Start that version, or restore the "
                    + "copy that was made before the upgrade.")
        case .foreign:
            self.init(
                status: 503, level: .error,
                detail: "The database file belongs to another program. Set REEL_DATABASE to a file of ReelCraft's own.")
        case .failed:
            self.init(
                status: 500, level: .error,
                detail: "The database could not do what was asked. Try again; if it happens twice, look into the "
                    + "responder's log.")
        }
    }

    private init(
        status: Int, headers: [(name: String, value: String)] = [], level: Logger.Level = .debug, detail: String
    ) {
        self.status = status
        self.headers = headers
        self.level = level
        self.detail = detail
    }

    /// The error as clients get it, RFC 9457.
    package var response: Response {
        let problem = ProblemResponse(
            title: HTTPStatus.phrase(status), status: status, detail: detail, errors: problems)
        return Response(
            status: status, headers: headers, contentType: "application/problem+json",
            // Two strings and a number always encode; an empty body would still carry the status.
            body: (try? WireCoding.encode(problem)) ?? Data())
    }
}
