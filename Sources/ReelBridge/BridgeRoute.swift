import NIOHTTP1
import ReelCore
import ReelHTTP

/// What a request to the bridge is answered with.
package enum BridgeRoute: Equatable, Sendable {
    case webSocket
    /// Server-sent events for the page, if any, that asks.
    case events(EventStreamRequest, Principal)
    /// An answer without an upgrade.
    case refuse(Problem)

    package init(_ head: HTTPRequestHead, access: AccessPolicy) {
        do throws(Problem) {
            let principal = try access.principal(for: RequestSource(head.headers))
            let path = head.uri.prefix { $0 != "?" }
            if path == "/ws" {
                self = try Self.webSocket(head, principal)
            } else if let name = Self.eventsJob(path) {
                self = try Self.events(name, head, principal)
            } else {
                throw .nothingHere
            }
        } catch {
            self = .refuse(error)
        }
    }

    /// The name between `/api/jobs/` and `/events`.
    private static func eventsJob(_ path: Substring) -> Substring? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 5 && parts[..<3] == ["", "api", "jobs"] && parts[4] == "events" ? parts[3] : nil
    }

    private static func events(
        _ name: Substring, _ head: HTTPRequestHead, _ principal: Principal
    ) throws(Problem) -> BridgeRoute {
        guard head.method == .GET else { throw .methodNotAllowed(head.method.rawValue, allowed: ["GET"]) }
        guard isWithoutBody(head) else {
            throw Problem(status: 400, detail: "A request for a stream of events has no body.")
        }
        try principal.require(.watch)
        guard let id = JobID(rawValue: String(name)) else { throw .noSuchJob }
        // What is no number was not given by us: the stream begins at the start, as without it.
        let last = head.headers["last-event-id"].first.flatMap { Int64($0) }.flatMap { $0 >= 0 ? $0 : nil }
        return .events(EventStreamRequest(jobID: id, lastEventID: last), principal)
    }

    private static func webSocket(_ head: HTTPRequestHead, _ principal: Principal) throws(Problem) -> BridgeRoute {
        guard head.method == .GET else { throw .methodNotAllowed(head.method.rawValue, allowed: ["GET"]) }
        let upgrades = head.headers[canonicalForm: "upgrade"].map { $0.lowercased() }
        let hop = head.headers[canonicalForm: "connection"].map { $0.lowercased() }
        guard upgrades.contains("websocket"), hop.contains("upgrade") else {
            throw Problem(
                status: 426, headers: ["Upgrade": "websocket"],
                detail: "This address speaks WebSocket. Connect with a WebSocket client, such as a browser's "
                    + "new WebSocket(\"ws://…/ws\"); over plain HTTP, ask GET /api/jobs/{id}.")
        }
        guard head.headers["sec-websocket-version"] == ["13"] else {
            throw Problem(
                status: 426, headers: ["Upgrade": "websocket", "Sec-WebSocket-Version": "13"],
                detail: "This server speaks WebSocket version 13 (RFC 6455).")
        }
        guard head.headers["sec-websocket-key"].count == 1 else {
            throw Problem(status: 400, detail: "A WebSocket request has one Sec-WebSocket-Key (RFC 6455).")
        }
        guard isWithoutBody(head) else {
            throw Problem(status: 400, detail: "A WebSocket request has no body (RFC 6455).")
        }
        try principal.require(.watch)
        return .webSocket
    }

    private static func isWithoutBody(_ head: HTTPRequestHead) -> Bool {
        !head.headers.contains(name: "transfer-encoding") && head.headers["content-length"].allSatisfy { $0 == "0" }
    }
}

extension RequestSource {
    fileprivate init(_ headers: HTTPHeaders) {
        func value(_ name: String) -> String? {
            let values = headers[name]
            return values.isEmpty ? nil : values.joined(separator: ", ")
        }
        self.init(
            host: value("host"), origin: value("origin"),
            // Set by nginx/bridge.conf. No page can send a header whose name begins with Sec- (WHATWG Fetch, 2.2.2), so this
            // cannot be forged by one even where nginx has an older configuration that does not set it.
            serverName: value("sec-reelcraft-server-name"), address: value("x-forwarded-for"))
    }
}

extension Problem {
    static let nothingHere = Problem(
        status: 404, detail: "There is nothing here. The WebSocket is at /ws, events at /api/jobs/{id}/events.")

    static let noSuchJob = Problem(
        status: 404,
        detail: "There is no such job. Use the job_id that POST /api/generate-video answered, or look at GET /api/jobs."
    )

    static let unreadable = Problem(
        status: 503, headers: ["Retry-After": "2"],
        detail: "The job could not be read just now. Ask again in a few seconds.")

    static let full = Problem(
        status: 503, headers: ["Retry-After": "60"],
        detail: "Too many connections are open just now. Try again in a minute.")
}
