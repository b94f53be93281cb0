import Foundation
import ReelCore
import ReelHTTP

/// A request as plain values, copied out of libfcgi, whose pointers die with it.
package struct Request: Sendable {
    package enum Body: Sendable {
        case whole(Data)
        /// More than `limit` bytes came; they were read and thrown away.
        case tooLong(limit: Int)
        /// A long one came while as many others were held as may be; it was read and thrown away.
        case noPlace
    }

    package var method: String
    /// As it was sent, percent-encoded, without the query.
    package var path: String
    package var query: Query
    package var contentType: String?
    package var body: Body
    /// Bytes that may be read as JSON; more may be a recording.
    package var textLimit = 524_288
    /// nginx's own number for the request, which its access log holds too.
    package var id: String?
    /// What the headers say of the client and its page.
    package var source = RequestSource()
    package var idempotencyKey: String?
    package var conditions = Conditions()
    /// `http` or `https`, by which nginx was asked.
    package var scheme = "http"
    /// The header `MCP-Protocol-Version`.
    package var protocolVersion: String?
    /// What answering it may cost; `nil` for as much as it takes.
    package var budget: CPUBudget?
    /// When it was read: what a client waits for too long has no more use for it.
    package let received = ContinuousClock.now

    package init(
        method: String, path: String, query: String = "", contentType: String? = nil, body: Body = .whole(Data())
    ) {
        self.method = method
        self.path = path
        self.query = Query(query)
        self.contentType = contentType
        self.body = body
    }

    /// - Parameter variable: the value of a CGI variable (RFC 3875). `REQUEST_URI`, the address as the client wrote it, and
    ///   `REQUEST_ID` are nginx's own.
    package init(body: Body, variable: (_ name: String) -> String?) {
        let target = variable("REQUEST_URI") ?? variable("DOCUMENT_URI") ?? "/"
        let pathEnd = target.utf8.firstIndex(of: UInt8(ascii: "?")) ?? target.endIndex
        let contentType = variable("CONTENT_TYPE") ?? ""
        self.init(
            method: variable("REQUEST_METHOD") ?? "GET", path: String(target[..<pathEnd]),
            query: variable("QUERY_STRING") ?? String(target[pathEnd...].dropFirst()),
            contentType: contentType.isEmpty ? nil : contentType, body: body)
        id = variable("REQUEST_ID")
        source = RequestSource(
            host: variable("HTTP_HOST"), origin: variable("HTTP_ORIGIN"), serverName: variable("SERVER_NAME"),
            address: variable("REMOTE_ADDR"))
        idempotencyKey = variable("HTTP_IDEMPOTENCY_KEY")
        conditions = Conditions(
            knownTags: variable("HTTP_IF_NONE_MATCH"), knownSince: variable("HTTP_IF_MODIFIED_SINCE"))
        if variable("REQUEST_SCHEME") == "https" { scheme = "https" }
        protocolVersion = variable("HTTP_MCP_PROTOCOL_VERSION")
    }

    /// Whether the answer changes nothing (RFC 9110, 9.2.1).
    package var onlyReads: Bool { ["GET", "HEAD", "OPTIONS"].contains(method) }

    /// Whether the answer may take seconds: it waits its turn among those that write, so that no reader waits for it.
    package var mayTakeLong: Bool { path.utf8.starts(with: "/api/voices/".utf8) }

    /// What its sender has to be allowed. A preflight asks for what comes after it.
    package var permission: Permission { onlyReads && method != "OPTIONS" ? .read : .change }

    /// The media type of the body in lower case, without parameters such as `charset`.
    package var mediaType: String? {
        contentType.map { type in
            type.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
        }
    }
}
