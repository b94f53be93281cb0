import Foundation
import Logging
import ReelCore
import ReelSignals
import ReelStore

extension Responder {
    /// `POST /api/generate-video`.
    func createJob(_ request: Request, _ logger: Logger) throws -> Response {
        let input = try CreateJobRequest(request)
        if input.reuse, let job = try store.completedJob(forURL: input.job.url) {
            return try .json(
                JobCreatedResponse(
                    jobID: job.id, status: job.status,
                    message: "A video for this URL exists already. Use job_id to get it."),
                headers: [("Location", "/api/jobs/\(job.id)")])
        }
        return try accept(
            input.job, options: input.options, for: request,
            message: "Video generation job created. Use job_id to track progress.", logger)
    }

    /// The answer to a request that asks for a job: `202` when the job is on the disk.
    ///
    /// - Throws: `HTTPError`, `StoreError`.
    func accept(
        _ request: JobRequest, options: JobOptions, for sent: Request, message: String, _ logger: Logger
    ) throws -> Response {
        if let problem = voiceProblem(request) { throw HTTPError.invalidFields([problem]) }
        // The last step before the store: its writers wait for each other.
        try sent.budget?.check()
        let enqueueing = EnqueueOptions(
            idempotencyKey: try sent.checkedKey(), queueLimit: settings.queueLimit,
            scheduledLimit: settings.scheduledLimit, job: options)
        let job: Job
        switch try store.enqueue(request, options: enqueueing) {
        case .accepted(let new):
            job = new
            runners.tell(.wake)
            logger.info("job created", metadata: ["job_id": "\(job.id)"])
        case .repeated(let old): job = old
        case .otherRequest(let old): throw HTTPError.keyOfAnotherRequest(old.id)
        case .queueFull(let waiting): throw HTTPError.queueFull(waiting: waiting)
        case .scheduleFull(let waiting): throw HTTPError.scheduleFull(waiting: waiting)
        }
        return Response(
            status: 202, headers: [("Location", "/api/jobs/\(job.id)")],
            body: JobCreatedResponse(jobID: job.id, status: job.status, message: message).json)
    }

    /// What is wrong with the voice that a request names: one of a speech service that is not offered here.
    private func voiceProblem(_ request: JobRequest) -> FieldProblem? {
        guard let name = request.style?.voice, let voice = VoiceName(requested: name), voice.isOfService,
            settings.service?.offers(voice) != true
        else { return nil }
        return FieldProblem(
            "voice", "The field voice names \(name), which no speech service offers here: send one of GET /api/voices.")
    }
}

extension Request {
    /// The header `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): any printable ASCII, in quotes or not.
    ///
    /// - Throws: `HTTPError.invalid`.
    fileprivate func checkedKey() throws(HTTPError) -> String? {
        guard var key = idempotencyKey?.trimmingCharacters(in: .whitespaces) else { return nil }
        if key.count >= 2, key.hasPrefix("\""), key.hasSuffix("\"") { key = String(key.dropFirst().dropLast()) }
        guard (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw .invalid("The Idempotency-Key should have 1 to 255 printable ASCII characters, such as a UUID.")
        }
        return key
    }
}
