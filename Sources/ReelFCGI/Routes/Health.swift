import Foundation
import Logging
import ReelCore
import ReelSettings
import ReelSignals
import ReelStore

extension Responder {
    /// `GET /health`. Without a runner or a bridge the status is `200` all the same: jobs are accepted, and what is missing
    /// costs time and no job.
    func health(_ logger: Logger) throws -> Response {
        let living = presence.livingCount()
        let hasBridge = bridge.isThere()
        do {
            try store.checkHealth()
        } catch {
            logger.error("the database does not answer: \(error)")
            let message = "The database does not answer: \(Refusal(error).detail)"
            return try .json(
                HealthResponse(
                    status: "unhealthy", message: message, runners: living, bridge: hasBridge, warnings: [message]),
                status: 503)
        }
        let missing = [living == 0 ? Self.noRunner : nil, hasBridge ? nil : Self.noBridge].compactMap(\.self)
        return try .json(
            HealthResponse(
                status: missing.isEmpty ? "healthy" : "degraded", message: diskNotice ?? "ReelCraft API is running",
                runners: living, bridge: hasBridge, warnings: missing + [diskNotice].compactMap(\.self)))
    }

    private static let noRunner =
        "No runner is at work: jobs are accepted and wait until one is started (ReelRunner run)."
    private static let noBridge =
        "The bridge is not running (ReelBridge): there is no live progress; GET /api/jobs/{job_id} tells of it all the same."

    /// Why jobs that wait are not begun although a runner lives.
    private var diskNotice: String? {
        guard settings.reserve.shortage(at: layout.root) > 0 else { return nil }
        return "The disk is nearly full: jobs are accepted, and begin when \(settings.reserve.bytes >> 20) MiB are "
            + "free under REEL_HOME (REEL_DISK_RESERVE)."
    }
}
