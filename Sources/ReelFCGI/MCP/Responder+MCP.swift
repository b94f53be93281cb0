import Foundation
import ReelCore

/// `POST /mcp`: the Model Context Protocol over "streamable HTTP". Stateless: there is no session and no stream, and each
/// request has its answer as JSON. A tool is carried out by the REST request that does the same, so that rules, limits and
/// refusals are the same.
extension Responder {
    func mcp(_ request: Request) throws -> Response {
        do {
            if let version = request.protocolVersion, MCPVersion(rawValue: version) == nil {
                let known = MCPVersion.allCases.map(\.rawValue).joined(separator: ", ")
                throw MCPError(
                    .invalidRequest, "MCP-Protocol-Version is \(version.excerpt(40)); this service speaks \(known).")
            }
            switch try MCPMessage(try request.mcpBody()) {
            case .notification:
                // Nothing is under way that one could be told about.
                return Response(status: 202, contentType: "text/plain", body: Data())
            case .request(let id, let method, let parameters):
                return try mcpAnswer(id, method, parameters, request)
            }
        } catch let error as MCPError {
            return try .json(error.answer, status: error.status)
        }
    }

    private func mcpAnswer(
        _ id: JSONValue, _ method: String, _ parameters: JSONValue, _ request: Request
    ) throws -> Response {
        let result: JSONValue
        switch method {
        case "initialize": result = Self.introduction(parameters["protocolVersion"]?.string)
        case "ping": result = [:]
        case "tools/list": result = ["tools": .array(MCPTool.allCases.map(\.description))]
        case "tools/call": result = try call(parameters, id, request)
        default:
            throw MCPError(.methodNotFound, "There is no method \(method.excerpt()) here; there are tools.", id: id)
        }
        return try .json(["jsonrpc": "2.0", "id": id, "result": result] as JSONValue)
    }

    private static func introduction(_ wish: String?) -> JSONValue {
        [
            "protocolVersion": .string(MCPVersion.agreed(on: wish).rawValue),
            "capabilities": ["tools": ["listChanged": false]],
            "serverInfo": ["name": "reelcraft", "title": "ReelCraft", "version": .string(productVersion)],
            "instructions": """
            ReelCraft makes short vertical videos (reels) of articles. make_reel asks for one and gives a job_id; ask \
            get_job every few seconds until its status is completed, failed or cancelled. A completed job has a \
            video_id: get_reel tells where its film is and what is said in it, edit_reel makes another version.
            """,
        ]
    }

    private func call(_ parameters: JSONValue, _ id: JSONValue, _ request: Request) throws -> JSONValue {
        guard let name = parameters["name"]?.string, let tool = MCPTool(rawValue: name) else {
            let given = parameters["name"]?.string ?? ""
            throw MCPError(
                .invalidParameters, "There is no tool \(given.excerpt()); tools/list names those there are.", id: id)
        }
        let arguments = parameters["arguments"] ?? [:]
        guard arguments.object != nil else {
            throw MCPError(.invalidParameters, "The arguments should be an object.", id: id)
        }
        do {
            var route: Route?
            let response = carryOut(try tool.request(arguments, as: request), as: &route)
            return try MCPResult(of: tool, response, base: publicAddress(for: request)).value
        } catch let error as HTTPError {
            return try MCPResult(of: tool, Refusal(error).response, base: publicAddress(for: request)).value
        }
    }
}

extension Request {
    /// The body as any JSON: what kind of message it is, is judged afterwards.
    ///
    /// - Throws: `HTTPError` for what is not said to be JSON, or too long; `MCPError` for what is no JSON.
    fileprivate func mcpBody() throws -> JSONValue {
        guard mediaType == "application/json" else { throw HTTPError.notJSON(contentType: contentType) }
        return try json(in: wholeBody()) { MCPError(.parseError, "The body is not JSON that is taken here: \($0).") }
    }
}
