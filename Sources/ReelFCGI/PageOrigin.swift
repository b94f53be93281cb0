import Foundation
import ReelSettings

/// Which page a browser asks for, and what pages of other sites may do. There are no accounts: a page that somebody happens
/// to visit must not drive the service behind their back.
struct PageOrigin {
    private enum Kind {
        /// No browser's page, or our own.
        case own
        /// A site that the settings name.
        case friend(String)
        case stranger(String)
    }

    private let kind: Kind

    init(_ request: Request, allowed: Set<Origin>) {
        guard let text = request.origin else {
            kind = .own
            return
        }
        let origin = Origin(text)
        if let origin, let host = request.host, origin.matches(hostHeader: host) {
            kind = .own
        } else if let origin, allowed.contains(origin) {
            kind = .friend(text)
        } else {
            kind = .stranger(text)
        }
    }

    /// - Throws: `HTTPError.foreignPage` when a stranger's page wants to change something, or asks whether it may.
    func check(_ request: Request) throws(HTTPError) {
        guard case .stranger(let origin) = kind else { return }
        if !request.onlyReads || request.method == "OPTIONS" { throw .foreignPage(String(origin.prefix(200))) }
    }

    /// What a friend's browser needs to hear before it shows the page an answer (WHATWG Fetch, 3.2).
    var headers: [(name: String, value: String)] {
        guard case .friend(let origin) = kind else { return [] }
        return [
            ("Access-Control-Allow-Origin", origin), ("Access-Control-Expose-Headers", "Location, Retry-After"),
            ("Vary", "Origin"),
        ]
    }

    /// The answer to a browser that asks first.
    ///
    /// - Throws: `HTTPError.noSuchPath`.
    func preflight(_ path: String) throws(HTTPError) -> Response {
        let methods = Router.methods(at: path)
        guard !methods.isEmpty else { throw .noSuchPath(path) }
        let list = (methods + ["OPTIONS"]).joined(separator: ", ")
        var response = Response(status: 204, headers: headers + [("Allow", list)], body: Data())
        if !headers.isEmpty {
            response.headers += [
                ("Access-Control-Allow-Methods", list),
                ("Access-Control-Allow-Headers", "Content-Type, Idempotency-Key, Last-Event-ID"),
                ("Access-Control-Max-Age", "600"),
            ]
        }
        return response
    }
}
