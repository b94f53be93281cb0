import Foundation
import ReelCore

/// A request that is refused, or failed: what a client is answered (RFC 9457).
package struct Problem: Error, Hashable, Sendable {
    package var status: Int
    /// What was wrong and what to do, for people.
    package var detail: String
    /// Beside `Content-Type` and `Content-Length`.
    package var headers: [String: String]
    /// What is wrong with each field, where that is known.
    package var errors: [FieldProblem]?

    package init(
        status: Int, headers: [String: String] = [:], errors: [FieldProblem]? = nil, detail: String
    ) {
        self.status = status
        self.headers = headers
        self.errors = errors
        self.detail = detail
    }

    package static let contentType = "application/problem+json"

    package var body: Data {
        let wire = ProblemResponse(
            title: HTTPStatus.phrase(status), status: status, detail: detail, errors: errors)
        // Strings and a number always encode; an empty body would still carry the status.
        return (try? WireCoding.encode(wire)) ?? Data()
    }
}

extension Problem {
    /// Unicode scalars of a header that an answer quotes.
    private static let longestQuotation = 200

    /// The request names a server that is not this one.
    package static func unknownHost(_ host: String) -> Problem {
        Problem(
            status: 421,
            detail: "This service is not known as \(quoted(host)). Use localhost, its IP address or the name that its "
                + "operator gave it; whoever runs it can add a name with the setting hosts (REEL_HOSTS).")
    }

    /// A page of another site wants what only our own pages and those that the settings name may have.
    package static func foreignPage(_ origin: String) -> Problem {
        Problem(
            status: 403,
            detail: "Pages of \(quoted(origin)) may not use this service. Whoever runs it can allow them with the "
                + "setting origins (REEL_ORIGINS).")
    }

    package static func methodNotAllowed(_ method: String, allowed: [String]) -> Problem {
        Problem(
            status: 405, headers: ["Allow": allowed.joined(separator: ", ")],
            detail: "\(method) is not possible here; use \(allowed.joined(separator: " or ")).")
    }

    private static func quoted(_ text: String) -> String { text.excerpt(longestQuotation) }
}
