import Foundation
import Logging
import ReelCore
import ReelSignals
import ReelStore

extension Responder {
    /// `POST /api/jobs/{job_id}/retry`: another try at a job that failed or was cancelled; what was made is used again.
    func retryJob(_ name: String, _ logger: Logger) throws -> Response {
        guard let id = JobID(rawValue: name) else { throw HTTPError.noSuchJob(name) }
        switch try store.retry(id, queueLimit: settings.queueLimit) {
        case .notFound: throw HTTPError.noSuchJob(name)
        case .underWay(let job), .completed(let job): throw HTTPError.notToBeRetried(id, job.status)
        case .queueFull(let waiting): throw HTTPError.queueFull(waiting: waiting)
        case .retried:
            runners.tell(.retried(id))
            logger.info("job retried")
            return try .json(
                JobRetriedResponse(jobID: id), status: 202, headers: [("Location", "/api/jobs/\(id)")])
        }
    }

    /// `GET /api/jobs/{job_id}/attempts`: every try so far, in order.
    func listAttempts(_ name: String) throws -> Response {
        guard let id = JobID(rawValue: name), let attempts = try store.attempts(of: id) else {
            throw HTTPError.noSuchJob(name)
        }
        return try .json(AttemptListResponse(attempts))
    }
}
