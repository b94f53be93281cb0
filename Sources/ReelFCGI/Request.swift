import Foundation

/// A request as plain values, copied out of libfcgi, whose pointers die with it.
package struct Request: Sendable {
    package enum Body: Sendable {
        case whole(Data)
        /// More than `limit` bytes came; they were read and thrown away.
        case tooLong(limit: Int)
    }

    package var method: String
    /// As it was sent, percent-encoded, without the query.
    package var path: String
    package var query: Query
    package var contentType: String?
    package var body: Body
    /// nginx's own number for the request, which its access log holds too.
    package var id: String?
    /// The header `Origin`, which browsers send with whatever a page asks for.
    package var origin: String?
    /// The header `Host`: how the client calls this service.
    package var host: String?
    package var idempotencyKey: String?
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
        let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) ?? target.endIndex
        let contentType = variable("CONTENT_TYPE") ?? ""
        self.init(
            method: variable("REQUEST_METHOD") ?? "GET", path: String(target[..<mark]),
            query: variable("QUERY_STRING") ?? String(target[mark...].dropFirst()),
            contentType: contentType.isEmpty ? nil : contentType, body: body)
        id = variable("REQUEST_ID")
        origin = variable("HTTP_ORIGIN")
        host = variable("HTTP_HOST")
        idempotencyKey = variable("HTTP_IDEMPOTENCY_KEY")
    }

    /// Whether the answer changes nothing (RFC 9110, 9.2.1).
    package var onlyReads: Bool { ["GET", "HEAD", "OPTIONS"].contains(method) }

    /// The media type of the body in lower case, without parameters such as `charset`.
    package var mediaType: String? {
        contentType.map { type in
            type.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
        }
    }
}

/// The part of an address after `?`, as `application/x-www-form-urlencoded` (WHATWG URL, 5.1). Of a name that comes
/// twice the last value counts, and an empty value is as good as none.
package struct Query: Hashable, Sendable {
    private var values: [String: String] = [:]

    package init(_ text: String) {
        if text.isEmpty { return }
        for pair in text.split(separator: "&") {
            let name = pair.prefix { $0 != "=" }
            values[Self.decode(name)] = Self.decode(pair.dropFirst(name.count).dropFirst())
        }
    }

    package subscript(name: String) -> String? {
        values[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The value as it was sent, an empty one too.
    package subscript(given name: String) -> String? { values[name] }

    private static func decode(_ text: Substring) -> String {
        let spaced = String(text).replacing("+", with: " ")
        return spaced.removingPercentEncoding ?? spaced
    }
}
