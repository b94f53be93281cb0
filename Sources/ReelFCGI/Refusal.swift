import Foundation
import Logging
import ReelCore
import ReelHTTP
import ReelStore

/// What an error means for a client and for the log.
package struct Refusal: Sendable {
    package var problem: Problem
    package var level: Logger.Level

    /// The sentences for people.
    package var detail: String { problem.detail }

    /// The one place that knows what each error becomes.
    package init(_ error: any Error) {
        switch error {
        case let error as HTTPError: self.init(error)
        case let error as StoreError: self.init(error)
        case let problem as Problem: self.init(problem: problem, level: .debug)
        case let error as CPUBudget.Exceeded:
            self.init(
                status: 413, level: .warning,
                detail: "This request was not carried out: \(error). Send less in one request.")
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
                detail:
                    "There is nothing at \(path.excerpt(200)). The API's paths are /api/generate-video, /api/jobs, /api/videos, "
                    + "/api/voices, /feeds/reels.xml, /mcp, /health and /metrics.")
        case .methodNotAllowed(let method, let allowed):
            self.init(problem: .methodNotAllowed(method.excerpt(20), allowed: allowed), level: .debug)
        case .notJSON(let contentType):
            self.init(
                status: 415,
                detail:
                    "The body's Content-Type is \(contentType?.excerpt() ?? "missing"); send JSON with Content-Type: "
                    + "application/json.")
        case .bodyTooLong(let limit):
            self.init(
                status: 413,
                detail:
                    "The body is longer than \(limit) bytes, besides a recording; a request for a video needs far less."
            )
        case .recordingLater:
            self.init(
                status: 503, headers: ["Retry-After": "2"],
                detail: "Other recordings are just being taken. Nothing was added; try again in a few seconds.")
        case .malformedJSON(let detail): self.init(status: 400, detail: detail)
        case .invalid(let detail): self.init(status: 422, detail: detail)
        case .invalidFields(let problems):
            self.init(
                status: 422, errors: problems, detail: problems.prefix(5).map(\.message).joined(separator: " "))
        case .noSuchJob(let id):
            self.init(status: 404, detail: "There is no job \(id.excerpt()). GET /api/jobs lists those there are.")
        case .noSuchVideo(let id):
            self.init(status: 404, detail: "There is no video \(id.excerpt()). GET /api/videos lists those there are.")
        case .noSuchVoice(let name):
            self.init(
                status: 404,
                detail: "There is no sample of a voice \(name.excerpt()). GET /api/voices lists those there are.")
        case .noSuchShare(let id):
            self.init(
                status: 404,
                detail: "The video has no link \(id.excerpt()). GET /api/videos/{id}/shares lists those it has.")
        case .tooManyShares(let id, let limit):
            self.init(
                status: 409,
                detail:
                    "Video \(id) has \(limit) links already. Revoke one with DELETE /api/videos/\(id)/shares/{share_id}."
            )
        case .noSuchFeedPage(let number, let last):
            self.init(status: 404, detail: "There is no page \(number) of the feed; the last one is page \(last).")
        case .noSample(let name, let advice):
            self.init(status: 404, detail: "The voice \(name.excerpt()) cannot be heard here now. \(advice)")
        case .sampleLater:
            self.init(
                status: 503, headers: ["Retry-After": "1"],
                detail: "Another voice is just being heard for the first time. Try again in a second.")
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
                status: 429, headers: ["Retry-After": "60"],
                detail: "\(waiting) jobs are waiting already. Nothing was added; try again when some are done.")
        case .scheduleFull(let waiting):
            self.init(
                status: 429, headers: ["Retry-After": "3600"],
                detail: "\(waiting) jobs wait for their run_at already. Nothing was added; leave run_at out, or try "
                    + "again when some have begun.")
        case .overdue:
            self.init(
                status: 503, headers: ["Retry-After": "2"], level: .warning,
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
                status: 503, headers: ["Retry-After": "2"], level: .warning,
                detail: "The database is busy: another program holds it. Nothing was changed; try again in a moment.")
        case .full:
            self.init(
                status: 507, level: .error,
                detail: "The disk that holds the database is full. Nothing was changed; make room and try again.")
        case .unreadable:
            self.init(
                status: 500, level: .error,
                detail:
                    "The record of this in the database cannot be read; all others are well. ReelRunner doctor names "
                    + "it. It can be restored from a backup; otherwise create the job again.")
        case .absent:
            self.init(
                status: 503, level: .error,
                detail: "There is no database where REEL_DATABASE says. Start the service again, or restore a backup.")
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
        status: Int, headers: [String: String] = [:], errors: [FieldProblem]? = nil, level: Logger.Level = .debug,
        detail: String
    ) {
        self.init(problem: Problem(status: status, headers: headers, errors: errors, detail: detail), level: level)
    }

    private init(problem: Problem, level: Logger.Level) {
        self.problem = problem
        self.level = level
    }

    package var response: Response {
        Response(
            status: problem.status, headers: problem.headers.map { ($0.key, $0.value) },
            contentType: Problem.contentType, body: problem.body)
    }
}
