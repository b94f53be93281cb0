import NIOHTTP1
import ReelCore
import ReelSettings

/// What a request to the bridge is answered with.
package enum BridgeRoute: Equatable, Sendable {
    case webSocket
    /// Server-sent events. `allowedOrigin` is the page of another site that may read them, as its browser named it.
    case events(EventStreamRequest, allowedOrigin: String?)
    case refuse(Refusal)

    /// An answer without an upgrade.
    package struct Refusal: Hashable, Sendable {
        package var status: HTTPResponseStatus
        package var detail: String
        package var headers: [String: String] = [:]
    }

    package init(_ head: HTTPRequestHead, origins: Set<Origin>) {
        let path = head.uri.prefix { $0 != "?" }
        self =
            switch path {
            case "/ws": Self.webSocket(head, origins: origins)
            default: Self.eventsJob(path).map { Self.events($0, head, origins: origins) } ?? .refuse(.nothingHere)
            }
    }

    /// The name between `/api/jobs/` and `/events`.
    private static func eventsJob(_ path: Substring) -> Substring? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 5 && parts[..<3] == ["", "api", "jobs"] && parts[4] == "events" ? parts[3] : nil
    }

    private static func events(_ name: Substring, _ head: HTTPRequestHead, origins: Set<Origin>) -> BridgeRoute {
        guard head.method == .GET else {
            return .refuse(
                Refusal(
                    status: .methodNotAllowed, detail: "A stream of events is read with GET.", headers: ["Allow": "GET"]
                ))
        }
        guard isWithoutBody(head) else {
            return .refuse(Refusal(status: .badRequest, detail: "A request for a stream of events has no body."))
        }
        guard isAllowed(head.headers, origins: origins) else { return .refuse(.otherSite) }
        guard let id = JobID(rawValue: String(name)) else { return .refuse(.noSuchJob) }
        // What is no number was not given by us: told from the start, as without it.
        let last = head.headers["last-event-id"].first.flatMap { Int64($0) }.flatMap { $0 >= 0 ? $0 : nil }
        let foreign = head.headers["origin"].first.flatMap { text in
            Origin(text).flatMap { origins.contains($0) ? text : nil }
        }
        return .events(EventStreamRequest(jobID: id, lastEventID: last), allowedOrigin: foreign)
    }

    private static func isWithoutBody(_ head: HTTPRequestHead) -> Bool {
        !head.headers.contains(name: "transfer-encoding") && head.headers["content-length"].allSatisfy { $0 == "0" }
    }

    private static func webSocket(_ head: HTTPRequestHead, origins: Set<Origin>) -> BridgeRoute {
        guard head.method == .GET else {
            return .refuse(
                Refusal(
                    status: .methodNotAllowed, detail: "A WebSocket is opened with GET.", headers: ["Allow": "GET"]))
        }
        let wishes = head.headers[canonicalForm: "upgrade"].map { $0.lowercased() }
        let hop = head.headers[canonicalForm: "connection"].map { $0.lowercased() }
        guard wishes.contains("websocket"), hop.contains("upgrade") else {
            return .refuse(
                Refusal(
                    status: .upgradeRequired,
                    detail: "This address speaks WebSocket. Connect with a WebSocket client, such as a browser's "
                        + "new WebSocket(\"ws://…/ws\"); over plain HTTP, ask GET /api/jobs/{id}.",
                    headers: ["Upgrade": "websocket"]))
        }
        guard head.headers["sec-websocket-version"] == ["13"] else {
            return .refuse(
                Refusal(
                    status: .upgradeRequired, detail: "This server speaks WebSocket version 13 (RFC 6455).",
                    headers: ["Upgrade": "websocket", "Sec-WebSocket-Version": "13"]))
        }
        guard head.headers["sec-websocket-key"].count == 1 else {
            return .refuse(
                Refusal(status: .badRequest, detail: "A WebSocket request has one Sec-WebSocket-Key (RFC 6455)."))
        }
        guard isWithoutBody(head) else {
            return .refuse(Refusal(status: .badRequest, detail: "A WebSocket request has no body (RFC 6455)."))
        }
        guard isAllowed(head.headers, origins: origins) else { return .refuse(.otherSite) }
        return .webSocket
    }

    /// Only browsers send `Origin`, and they always do: without one there is no page to distrust. A page's own server is
    /// the one in the `Host` header, which the proxy passes on as it came.
    private static func isAllowed(_ headers: HTTPHeaders, origins: Set<Origin>) -> Bool {
        let claims = headers["origin"]
        if claims.isEmpty { return true }
        guard claims.count == 1, let origin = Origin(claims[0]) else { return false }
        if origins.contains(origin) { return true }
        let hosts = headers["host"]
        return hosts.count == 1 && origin.matches(hostHeader: hosts[0])
    }
}

extension BridgeRoute.Refusal {
    static let nothingHere = BridgeRoute.Refusal(
        status: .notFound, detail: "There is nothing here. The WebSocket is at /ws, events at /api/jobs/{id}/events.")

    static let otherSite = BridgeRoute.Refusal(
        status: .forbidden,
        detail: "Pages of another site may not connect. Whoever runs this server can allow them with the setting "
            + "origins (REEL_ORIGINS).")

    static let noSuchJob = BridgeRoute.Refusal(
        status: .notFound,
        detail: "There is no such job. Use the job_id that POST /api/generate-video answered, or look at GET /api/jobs."
    )

    static let unreadable = BridgeRoute.Refusal(
        status: .serviceUnavailable, detail: "The job could not be read just now. Ask again in a few seconds.",
        headers: ["Retry-After": "2"])

    static let full = BridgeRoute.Refusal(
        status: .serviceUnavailable, detail: "Too many connections are open just now. Try again in a minute.",
        headers: ["Retry-After": "60"])
}
