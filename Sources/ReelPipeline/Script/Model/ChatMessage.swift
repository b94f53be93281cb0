import Foundation
import ReelCore

/// One turn of a conversation with a model.
struct ChatMessage: Hashable, Codable, Sendable {
    enum Role: String, Codable, Sendable {
        case system, user, assistant
    }

    var role: Role
    var content: String

    init(_ role: Role, _ content: String) {
        self.role = role
        self.content = content
    }
}

/// How an endpoint is asked for JSON; not every one knows every way.
enum ResponseFormat: CaseIterable, Sendable {
    case schema, object, none

    func json(_ schema: JSONValue) -> JSONValue? {
        switch self {
        case .schema:
            .object([
                "type": .string("json_schema"),
                "json_schema": .object(["name": .string("reel_script"), "strict": .bool(true), "schema": schema]),
            ])
        case .object: .object(["type": .string("json_object")])
        case .none: nil
        }
    }

    var simpler: ResponseFormat? {
        switch self {
        case .schema: .object
        case .object: ResponseFormat.none
        case .none: nil
        }
    }
}

/// What an endpoint answers, as far as it is read (OpenAI, "Create chat completion").
package struct ChatCompletion: Decodable, Sendable {
    package struct Choice: Decodable, Sendable {
        var message: Message
        var finishReason: String?

        enum CodingKeys: String, CodingKey {
            case message
            case finishReason = "finish_reason"
        }
    }

    package struct Message: Decodable, Sendable {
        var content: JSONValue?
        var refusal: String?

        /// A string, or the texts of a list of parts.
        var text: String {
            content?.string ?? content?.array?.compactMap { $0["text"]?.string }.joined() ?? ""
        }
    }

    package struct Usage: Decodable, Sendable {
        var promptTokens: Int?
        var completionTokens: Int?

        enum CodingKeys: String, CodingKey {
            case promptTokens = "prompt_tokens"
            case completionTokens = "completion_tokens"
        }
    }

    var choices: [Choice]
    var usage: Usage?
}
