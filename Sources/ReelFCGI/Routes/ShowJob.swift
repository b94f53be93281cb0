import Foundation
import ReelCore
import ReelStore

extension Responder {
    /// `GET /api/jobs/{job_id}`.
    func showJob(_ name: String) throws -> Response {
        guard let id = JobID(rawValue: name), let job = try store.job(id) else { throw HTTPError.noSuchJob(name) }
        return Response(status: 200, body: JobResponse(job).json)
    }
}
