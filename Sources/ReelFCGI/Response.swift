import Foundation
import ReelCore
import ReelHTTP

/// A response as plain values.
package struct Response: Sendable {
    package var status: Int
    /// Beside `Content-Type` and `Content-Length`, which come from the body.
    package var headers: [(name: String, value: String)]
    package var contentType: String
    package var body: Data

    package init(
        status: Int, headers: [(name: String, value: String)] = [], contentType: String = "application/json",
        body: Data
    ) {
        self.status = status
        self.headers = headers
        self.contentType = contentType
        self.body = body
    }

    package static func json(
        _ value: some Encodable, status: Int = 200, headers: [(name: String, value: String)] = []
    ) throws -> Response {
        Response(status: status, headers: headers, body: try WireCoding.encode(value))
    }

    /// What a responder writes to the web server (RFC 3875, 6): a header with the status as a field, a blank line, the
    /// body.
    ///
    /// - Parameter withBody: `false` answers HEAD: the length is told, the body is not sent.
    package func serialized(withBody: Bool = true) -> Data {
        var bytes = Data(capacity: 256 + (withBody ? body.count : 0))
        func put(_ name: String, _ value: String) {
            for part in [name, ": "] { bytes.append(contentsOf: part.utf8) }
            // A line break would begin another header.
            bytes.append(contentsOf: value.utf8.lazy.filter { $0 >= 0x20 && $0 != 0x7F })
            bytes.append(contentsOf: "\r\n".utf8)
        }
        put("Status", "\(status) \(HTTPStatus.phrase(status))")
        // 304: the length would be that of what is not sent (RFC 9110, 8.6), and nothing has a type.
        if status != 304 {
            put("Content-Type", contentType)
            // nginx sends a file in the place of the body.
            if !headers.contains(where: { $0.name == "X-Accel-Redirect" }) { put("Content-Length", String(body.count)) }
        }
        // What a job is changes from one moment to the next.
        if !headers.contains(where: { $0.name == "Cache-Control" }) { put("Cache-Control", "no-store") }
        for header in headers { put(header.name, header.value) }
        bytes.append(contentsOf: "\r\n".utf8)
        if withBody { bytes.append(body) }
        return bytes
    }
}
