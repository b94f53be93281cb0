import Foundation
import ReelCore

/// Makes one reel through the API and says how far it is.
struct FirstReel: Sendable {
    let client: ServiceClient
    /// Whether the job ends with the task; otherwise it goes on, and the next start follows it.
    let cancelsJob: Bool
    /// Told of each step: percent and message.
    let show: @Sendable (Int, String) -> Void

    /// - Returns: the finished video.
    /// - Throws: `ServiceProblem`; `CancellationError`.
    func make(_ url: String, quality: Quality) async throws -> VideoResponse {
        let request: JSONValue = .object(["url": .string(url), "quality": .string(quality.rawValue)])
        let created = try await client.post("/api/generate-video", request, as: JobCreatedResponse.self)
        return try await follow(created.jobID)
    }

    /// The sample's reel, unless it is there. A job of an earlier start is followed on.
    ///
    /// - Returns: `nil` when the reel was there.
    func makeSample(_ url: String) async throws -> VideoResponse? {
        let videos = try await client.get("/api/videos?limit=200", as: VideoListResponse.self).videos
        guard !videos.contains(where: { $0.sourceURL == url }) else { return nil }
        let jobs = try await client.get("/api/jobs?limit=200", as: JobListResponse.self).jobs
        if let job = jobs.first(where: { $0.sourceURL == url && !$0.status.isFinal }) {
            return try await follow(job.id)
        }
        return try await make(url, quality: .standard)
    }

    private func follow(_ id: String) async throws -> VideoResponse {
        do {
            return try await followToItsEnd(id)
        } catch is CancellationError where cancelsJob {
            // This task takes no more requests, being cancelled.
            let cancelling = Task { try await client.post("/api/jobs/\(id)/cancel", .object([:]), as: JSONValue.self) }
            _ = try? await cancelling.value
            throw CancellationError()
        }
    }

    private func followToItsEnd(_ id: String) async throws -> VideoResponse {
        var silences = 0
        while true {
            do {
                let job = try await client.get("/api/jobs/\(id)", as: JobResponse.self)
                silences = 0
                show(job.progress, job.progressMessage)
                switch job.status {
                case .completed:
                    guard let video = job.videoID else { throw ServiceProblem("The job has no video.") }
                    return try await client.get("/api/videos/\(video)", as: VideoResponse.self)
                case .failed: throw ServiceProblem(job.errorMessage ?? "The job failed without a word.")
                case .cancelled: throw ServiceProblem("The job was cancelled.")
                default: break
                }
            } catch let problem as ServiceProblem where problem.isTransient && silences < 60 {
                // A process may be starting again; the job goes on without it.
                silences += 1
            }
            try await Task.sleep(for: .milliseconds(500))
        }
    }
}
