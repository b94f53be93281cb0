import Foundation
import ReelCore
import ReelSettings

/// The answer of the REST API as the result of a tool: its JSON as text, for models, and as it is, for programs. A refusal is
/// a result that says so; its sentences say what to do.
package struct MCPResult {
    package let value: JSONValue

    /// - Parameters:
    ///   - tool: what was called.
    ///   - response: the REST API's answer.
    ///   - base: what links begin with.
    init(of tool: MCPTool, _ response: Response, base: PublicAddress) throws {
        var body = try WireCoding.read(response.body)
        let isError = response.status >= 400
        if isError, let wait = response.headers.first(where: { $0.name == "Retry-After" })?.value,
            case .object(var fields) = body
        {
            fields["retry_after"] = Int(wait).map { .number(Double($0)) }
            body = .object(fields)
        }
        let text = isError ? Self.sentences(body) : String(decoding: response.body, as: UTF8.self)
        var content: [JSONValue] = [["type": "text", "text": .string(text)]]
        if !isError, tool == .getReel, let film = Self.film(body, base) { content.append(film) }
        value = ["content": .array(content), "structuredContent": body, "isError": .bool(isError)]
    }

    private static func sentences(_ problem: JSONValue) -> String {
        let wait = problem["retry_after"]?.integer.map { " Wait \($0) seconds." } ?? ""
        return (problem["detail"]?.string ?? "It did not work.") + wait
    }

    /// A link to the film, which the client may fetch.
    private static func film(_ reel: JSONValue, _ base: PublicAddress) -> JSONValue? {
        guard let path = reel["url"]?.string else { return nil }
        return [
            "type": "resource_link", "uri": .string(path.hasPrefix("/") ? base.absolute(path) : path),
            "name": .string(reel["title"]?.string ?? "Reel"), "mimeType": "video/mp4",
        ]
    }
}
