import Foundation
import Logging
import ReelCore
import ReelDB

extension Responder {
    /// `GET /health`. Without a runner the service is healthy all the same: it accepts jobs, and they wait.
    func health(_ logger: Logger) throws -> Response {
        let living = runners.living()
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
            HealthResponse(status: "healthy", message: "ReelCraft API is running", runners: living))
    }
}
