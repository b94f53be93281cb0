import Foundation
import Logging
import ReelCore
import ReelSignals
import ReelStore

extension Responder {
    /// `POST /api/jobs/{job_id}/cancel`. The store decides; the runners are told so that the end comes at once.
    func cancelJob(_ name: String, _ logger: Logger) throws -> Response {
        guard let id = JobID(rawValue: name) else { throw HTTPError.noSuchJob(name) }
        switch try store.cancel(id) {
        case .notFound: throw HTTPError.noSuchJob(name)
        case .alreadyEnded(let job): throw HTTPError.jobHasEnded(id, job.status)
        case .cancelled:
            runners.tell(.cancelled(id))
            logger.info("job cancelled")
            return try .json(JobCancelledResponse(jobID: id))
        }
    }
}
