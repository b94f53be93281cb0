import Foundation
import ReelCore

/// A message of the Model Context Protocol to this service: JSON-RPC 2.0, one to a request.
package enum MCPMessage: Hashable, Sendable {
    /// Wants an answer that bears its id.
    case request(id: JSONValue, method: String, parameters: JSONValue)
    /// Wants none.
    case notification(method: String)

    /// - Throws: `MCPError` when it is no message, or one that is not for a server.
    package init(_ value: JSONValue) throws(MCPError) {
        guard let fields = value.object else {
            throw MCPError(
                .invalidRequest, "The body should be one JSON-RPC message, an object; batches are not taken.")
        }
        let id = fields["id"]
        if let id, !Self.isID(id) {
            throw MCPError(.invalidRequest, "The id should be a string or a whole number.")
        }
        guard fields["jsonrpc"] == "2.0" else {
            throw MCPError(.invalidRequest, "The field jsonrpc should be \"2.0\".", id: id)
        }
        guard let method = fields["method"]?.string else {
            throw MCPError(.invalidRequest, "The field method should be a string.", id: id)
        }
        let parameters = fields["params"] ?? [:]
        guard parameters.object != nil else {
            throw MCPError(.invalidRequest, "The field params should be an object.", id: id)
        }
        if let id {
            self = .request(id: id, method: method, parameters: parameters)
        } else {
            self = .notification(method: method)
        }
    }

    /// Whole numbers from 2^53 on would come back as others.
    private static func isID(_ value: JSONValue) -> Bool {
        let exact = -(1 << 53 - 1)...(1 << 53 - 1)
        return value.string != nil || value.integer.map(exact.contains) ?? false
    }
}

/// Why a message gets an error (JSON-RPC 2.0, 5.1).
package struct MCPError: Error, Hashable, Sendable {
    package enum Code: Int, Sendable {
        case parseError = -32700
        case invalidRequest = -32600
        case methodNotFound = -32601
        case invalidParameters = -32602
    }

    package var code: Code
    package var message: String
    /// Of the request, where it was read.
    package var id: JSONValue?

    package init(_ code: Code, _ message: String, id: JSONValue? = nil) {
        self.code = code
        self.message = message
        self.id = id
    }

    /// What is no message at all is refused by HTTP as well; other errors are answers.
    var status: Int { code == .parseError || code == .invalidRequest ? 400 : 200 }

    var answer: JSONValue {
        [
            "jsonrpc": "2.0", "id": id ?? .null,
            "error": ["code": .number(Double(code.rawValue)), "message": .string(message)],
        ]
    }
}
