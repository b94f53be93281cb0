import Foundation
import ReelCore

/// What a model can do here. Each is one request of the REST API.
package enum MCPTool: String, CaseIterable, Sendable {
    case makeReel = "make_reel"
    case getJob = "get_job"
    case listJobs = "list_jobs"
    case cancelJob = "cancel_job"
    case listReels = "list_reels"
    case getReel = "get_reel"
    case editReel = "edit_reel"

    /// The REST request that does it.
    ///
    /// - Parameters:
    ///   - arguments: an object, as the client sent it.
    ///   - origin: the request to `/mcp`, for who asks, and for how long it may take.
    /// - Throws: `HTTPError.invalid` for an argument without which there is no address.
    package func request(_ arguments: JSONValue, as origin: Request) throws(HTTPError) -> Request {
        switch self {
        case .makeReel: try Self.posting(arguments, to: "/api/generate-video", as: origin)
        case .editReel:
            try Self.posting(arguments, to: "/api/videos/\(Self.name("video_id", in: arguments))/edit", as: origin)
        case .cancelJob:
            try Self.posting([:], to: "/api/jobs/\(Self.name("job_id", in: arguments))/cancel", as: origin)
        case .getJob: try Self.reading("/api/jobs/\(Self.name("job_id", in: arguments))", as: origin)
        case .getReel: try Self.reading("/api/videos/\(Self.name("video_id", in: arguments))", as: origin)
        case .listJobs:
            try Self.reading("/api/jobs", query: Self.query(["status", "limit", "offset"], in: arguments), as: origin)
        case .listReels:
            try Self.reading("/api/videos", query: Self.query(["limit", "offset"], in: arguments), as: origin)
        }
    }

    private static func reading(_ path: String, query: String = "", as origin: Request) -> Request {
        var request = origin
        request.method = "GET"
        request.path = path
        request.query = Query(query)
        request.contentType = nil
        request.body = .whole(Data())
        request.idempotencyKey = nil
        return request
    }

    /// - Parameter arguments: the body; `idempotency_key` stands for the header.
    private static func posting(
        _ arguments: JSONValue, to path: String, as origin: Request
    ) throws(HTTPError) -> Request {
        var fields = arguments.object ?? [:]
        var request = reading(path, as: origin)
        request.method = "POST"
        if let key = fields.removeValue(forKey: "idempotency_key"), key != .null {
            guard let key = key.string else {
                throw .invalid("The argument idempotency_key should be a string.")
            }
            request.idempotencyKey = key
        }
        fields["video_id"] = nil
        guard let body = try? WireCoding.encode(JSONValue.object(fields)) else {
            throw .invalid("The arguments hold a number that JSON has no place for.")
        }
        request.contentType = "application/json"
        request.body = .whole(body)
        return request
    }

    /// A part of an address: what is a part of no address becomes one that nothing has.
    private static func name(_ argument: String, in arguments: JSONValue) throws(HTTPError) -> String {
        guard let text = arguments[argument].flatMap(text), !text.isEmpty else {
            throw .invalid("The argument \(argument) is missing: it says which one is meant.")
        }
        return encoded(text)
    }

    private static func query(_ names: [String], in arguments: JSONValue) throws(HTTPError) -> String {
        var pairs: [String] = []
        for name in names {
            guard let value = arguments[name] else { continue }
            guard let text = text(value) else {
                throw .invalid("The argument \(name) should be a string or a number.")
            }
            pairs.append("\(name)=\(encoded(text))")
        }
        return pairs.joined(separator: "&")
    }

    private static func text(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text): text
        case .number(let number): Int(exactly: number).map(String.init) ?? String(number)
        default: nil
        }
    }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .unreserved) ?? ""
    }
}
