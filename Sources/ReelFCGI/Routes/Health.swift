import Foundation
import Logging
import ReelCore
import ReelSettings
import ReelSignals
import ReelStore

extension Responder {
    /// `GET /health`. Without a runner the service is healthy all the same: it accepts jobs, and they wait.
    func health(_ logger: Logger) throws -> Response {
        let living = presence.livingCount()
        do {
            try store.checkHealth()
        } catch {
            logger.error("the database does not answer: \(error)")
            return try .json(
                HealthResponse(
                    status: "unhealthy", message: "The database does not answer: \(Refusal(error).detail)",
                    runners: living),
                status: 503)
        }
        return try .json(
            HealthResponse(
                status: "healthy", message: diskNotice ?? "ReelCraft API is running", runners: living))
    }

    /// Why jobs that wait are not begun although a runner lives.
    private var diskNotice: String? {
        guard settings.reserve.shortage(at: layout.root) > 0 else { return nil }
        return "The disk is nearly full: jobs are accepted, and begin when \(settings.reserve.bytes >> 20) MiB are "
            + "free under REEL_HOME (REEL_DISK_RESERVE)."
    }
}
