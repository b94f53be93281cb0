import Foundation
import ReelCore
import ReelStore

extension Responder {
    /// `GET /api/jobs?status=&limit=50&offset=0`.
    func listJobs(_ request: Request) throws -> Response {
        let listing = try store.jobs(status: request.query.jobStatus(), page: request.query.page())
        return Response(
            status: 200,
            body: Self.page(of: listing.items) { JobListResponse(jobs: $0, total: listing.total).json })
    }

    /// Bytes of a list's JSON. 200 jobs with the longest addresses have 1 MiB, so that a page is cut short only where rows are
    /// longer than the API accepts today; `count` says how many it has.
    package static let listLimit = 2 << 20

    /// The JSON of as many of the rows as fit; at least one.
    static func page<Row>(of rows: [Row], json: ([Row]) throws -> Data) rethrows -> Data {
        var rows = rows[...]
        while true {
            let body = try json(Array(rows))
            if body.count <= listLimit || rows.count <= 1 { return body }
            // By their mean length, and some fewer, as the longest may come first.
            rows = rows.prefix(max(1, rows.count * listLimit / body.count * 7 / 8))
        }
    }
}

extension Query {
    /// How many rows a page may have.
    package static let limits = 1...200

    /// - Throws: `HTTPError.invalid`.
    package func page() throws(HTTPError) -> Page {
        let limit = try limit(next: "offset")
        let offset = try number("offset", default: 0)
        guard offset >= 0 else { throw .invalid("offset is \(offset); it should be 0 or more.") }
        return Page(limit: limit, offset: offset)
    }

    /// - Parameter next: what gets the rows behind these.
    /// - Throws: `HTTPError.invalid`.
    func limit(next: String) throws(HTTPError) -> Int {
        let limit = try number("limit", default: 50)
        guard Self.limits.contains(limit) else {
            throw .invalid(
                "limit is \(limit); it should be from \(Self.limits.lowerBound) to \(Self.limits.upperBound). Use \(next) "
                    + "to get the next page.")
        }
        return limit
    }

    /// - Throws: `HTTPError.invalid`.
    package func jobStatus() throws(HTTPError) -> JobStatus? {
        guard let word = self["status"] else { return nil }
        if let status = JobStatus(rawValue: word) { return status }
        let words = JobStatus.allCases.map(\.rawValue).joined(separator: ", ")
        throw .invalid("There is no status \"\(word.excerpt())\"; use one of \(words).")
    }

    func number(_ name: String, default value: Int) throws(HTTPError) -> Int {
        guard let text = self[given: name] else { return value }
        if let number = Int(text) { return number }
        throw .invalid("\(name) is \"\(text.excerpt())\"; it should be a whole number.")
    }
}
