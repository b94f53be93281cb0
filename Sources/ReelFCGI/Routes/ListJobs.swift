import Foundation
import ReelCore
import ReelStore

extension Responder {
    /// `GET /api/jobs?status=&limit=50&offset=0`.
    func listJobs(_ request: Request) throws -> Response {
        let listing = try store.jobs(status: request.query.jobStatus(), page: request.query.page())
        return Response(status: 200, body: JobListResponse(jobs: listing.items, total: listing.total).json)
    }
}

extension Query {
    /// How many rows a page may have.
    package static let limits = 1...200

    /// - Throws: `HTTPError.invalid`.
    package func page() throws(HTTPError) -> Page {
        let limit = try number("limit", default: 50)
        guard Self.limits.contains(limit) else {
            throw .invalid(
                "limit is \(limit); it should be from \(Self.limits.lowerBound) to \(Self.limits.upperBound). Use offset "
                    + "to get the next page.")
        }
        let offset = try number("offset", default: 0)
        guard offset >= 0 else { throw .invalid("offset is \(offset); it should be 0 or more.") }
        return Page(limit: limit, offset: offset)
    }

    /// - Throws: `HTTPError.invalid`.
    package func jobStatus() throws(HTTPError) -> JobStatus? {
        guard let word = self["status"] else { return nil }
        if let status = JobStatus(rawValue: word) { return status }
        let words = JobStatus.allCases.map(\.rawValue).joined(separator: ", ")
        throw .invalid("There is no status \"\(word)\"; use one of \(words).")
    }

    private func number(_ name: String, default value: Int) throws(HTTPError) -> Int {
        guard let text = self[given: name] else { return value }
        if let number = Int(text) { return number }
        throw .invalid("\(name) is \"\(text)\"; it should be a whole number.")
    }
}
