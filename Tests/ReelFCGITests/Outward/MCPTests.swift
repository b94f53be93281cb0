import Foundation
import ReelCore
import ReelFCGI
import ReelStore
import ReelTestKit
import Testing

/// `POST /mcp`, message by message. The official client drives it in `scripts/check-interop`.
@Suite struct MCPTests {
    private func send(
        _ world: World, _ message: String, headers: [String: String] = [:]
    ) async throws -> FastCGIResponse {
        try await world.request("POST", "/mcp", json: message, headers: headers)
    }

    /// The result of a tool.
    private func call(_ world: World, _ name: String, _ arguments: String = "{}") async throws -> (
        isError: Bool, body: [String: Any], text: String
    ) {
        let answer = try await send(
            world,
            #"{"jsonrpc": "2.0", "id": "x", "method": "tools/call", "params": {"name": "\#(name)", "arguments": \#(arguments)}}"#
        )
        #expect(answer.status == 200 && answer.headers["content-type"] == "application/json")
        #expect(answer.json["id"] as? String == "x")
        let result = try #require(answer.json["result"] as? [String: Any])
        let content = try #require((result["content"] as? [[String: Any]])?.first)
        return (
            try #require(result["isError"] as? Bool), try #require(result["structuredContent"] as? [String: Any]),
            try #require(content["text"] as? String)
        )
    }

    /// JSON in one form, to be compared.
    private func text(_ json: [String: Any]) throws -> Data {
        try JSONSerialization.data(withJSONObject: json, options: .sortedKeys)
    }

    @Test func aRevisionIsAgreedOn() async throws {
        try await withWorld { world in
            for (wish, agreed) in [
                ("2025-06-18", "2025-06-18"), ("2025-11-25", "2025-11-25"), ("2024-11-05", "2025-11-25"),
                ("2099-01-01", "2025-11-25"),
            ] {
                let answer = try await send(
                    world,
                    #"{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "\#(wish)", "capabilities": {}}}"#
                )
                let result = try #require(answer.json["result"] as? [String: Any])
                #expect(result["protocolVersion"] as? String == agreed)
                #expect((result["capabilities"] as? [String: Any])?["tools"] != nil)
                #expect(answer.headers["mcp-session-id"] == nil)
            }
            let ping = #"{"jsonrpc": "2.0", "id": 7, "method": "ping"}"#
            let known = try await send(world, ping, headers: ["HTTP_MCP_PROTOCOL_VERSION": "2025-06-18"])
            #expect(known.status == 200 && known.json["id"] as? Int == 7)
            let unknown = try await send(world, ping, headers: ["HTTP_MCP_PROTOCOL_VERSION": "1999-01-01"])
            #expect(unknown.status == 400)
            let said = try await send(world, #"{"jsonrpc": "2.0", "method": "notifications/initialized"}"#)
            #expect(said.status == 202 && said.body.isEmpty)
        }
    }

    @Test(arguments: [
        ("{", 400, -32700), ("[]", 400, -32600), ("1", 400, -32600), (#"{"id": 1, "method": "ping"}"#, 400, -32600),
        (#"{"jsonrpc": "2.0", "id": 1}"#, 400, -32600),
        (#"{"jsonrpc": "2.0", "id": null, "method": "ping"}"#, 400, -32600),
        (#"{"jsonrpc": "2.0", "id": 1.5, "method": "ping"}"#, 400, -32600),
        (#"{"jsonrpc": "2.0", "id": 99999999999999999999, "method": "ping"}"#, 400, -32600),
        (#"{"jsonrpc": "2.0", "id": 9007199254740993, "method": "ping"}"#, 400, -32600),
        (#"{"jsonrpc": "2.0", "id": -9223372036854775808, "method": "ping"}"#, 400, -32600),
        (#"{"jsonrpc": "2.0", "id": 1, "method": "ping", "params": []}"#, 400, -32600),
        (#"{"jsonrpc": "2.0", "id": 1, "result": {}}"#, 400, -32600),
        (#"[{"jsonrpc": "2.0", "id": 1, "method": "ping"}]"#, 400, -32600),
        (#"{"jsonrpc": "2.0", "id": 1, "method": "resources/list"}"#, 200, -32601),
        (#"{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "rm"}}"#, 200, -32602),
        (
            #"{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "get_job", "arguments": []}}"#,
            200, -32602
        ),
    ])
    func whatIsNoCallGetsAnError(message: String, status: Int, code: Int) async throws {
        try await withWorld { world in
            let answer = try await send(world, message)
            #expect(answer.status == status)
            #expect((answer.json["error"] as? [String: Any])?["code"] as? Int == code)
            #expect(answer.json.keys.contains("id"))
        }
    }

    @Test func isAskedByPostAndInJSON() async throws {
        try await withWorld { world in
            for method in ["GET", "DELETE"] {
                let refused = try await world.request(method, "/mcp")
                #expect(refused.status == 405 && refused.headers["allow"] == "POST")
            }
            #expect(try await world.request("POST", "/mcp", json: "{}", contentType: "text/plain").status == 415)
            let page = ["HTTP_HOST": "localhost", "HTTP_ORIGIN": "https://evil.example"]
            #expect(try await send(world, "{}", headers: page).status == 403)
            #expect(try await send(world, "{}", headers: ["HTTP_HOST": "evil.example"]).status == 421)
        }
    }

    /// A reel's life by tools alone: what each answers is what REST answers.
    @Test func toolsDoWhatRESTDoes() async throws {
        try await withWorld { world in
            let made = try await call(world, "make_reel", #"{"url": "https://example.org/a", "quality": "draft"}"#)
            let id = try #require(made.body["job_id"] as? String)
            #expect(!made.isError && made.body["status"] as? String == "pending")
            let jobID = try #require(JobID(rawValue: id))
            let job = try #require(try world.store.job(jobID))
            #expect(job.request == JobRequest(url: "https://example.org/a", quality: .draft))
            for (tool, arguments, path) in [
                ("get_job", #"{"job_id": "\#(id)"}"#, "/api/jobs/\(id)"), ("list_jobs", "{}", "/api/jobs"),
                ("list_jobs", #"{"status": "pending", "limit": 1, "offset": 0}"#, "/api/jobs?status=pending&limit=1"),
                ("list_reels", #"{"limit": 5}"#, "/api/videos?limit=5"),
            ] {
                let result = try await call(world, tool, arguments)
                let rest = try await world.request("GET", path)
                #expect(!result.isError && result.text == rest.text, "\(tool)")
                #expect(try text(result.body) == text(rest.json))
            }
            #expect(
                try await call(world, "cancel_job", #"{"job_id": "\#(id)"}"#).body["status"] as? String == "cancelled")
            #expect(try world.store.job(job.id)?.status == .cancelled)
            let reel = try world.finishedVideo()
            let shown = try await call(world, "get_reel", #"{"video_id": \#(reel)}"#)
            #expect(shown.body["title"] as? String == "Done")
            let edited = try await call(
                world, "edit_reel",
                #"{"video_id": \#(reel), "scenes": [{"scene_number": 1, "script": "Other words."}]}"#)
            let edit = try #require((edited.body["job_id"] as? String).flatMap(JobID.init))
            #expect(try world.store.job(edit)?.request.editOf == reel)
        }
    }

    /// The same sentence, the same fields, the same numbers.
    @Test func toolsRefuseAsRESTDoes() async throws {
        var settings = FCGISettings()
        settings.queueLimit = 1
        try await withWorld(settings) { world in
            let reel = try world.finishedVideo()
            let jobID = JobID()
            for (tool, arguments, method, path, body) in [
                ("make_reel", #"{"url": "ftp://a"}"#, "POST", "/api/generate-video", #"{"url": "ftp://a"}"#),
                ("make_reel", "{}", "POST", "/api/generate-video", "{}"),
                (
                    "make_reel", #"{"text": 5, "quality": "best"}"#, "POST", "/api/generate-video",
                    #"{"text": 5, "quality": "best"}"#
                ),
                ("get_job", #"{"job_id": "\#(jobID)"}"#, "GET", "/api/jobs/\(jobID)", nil),
                ("get_job", #"{"job_id": "../videos"}"#, "GET", "/api/jobs/..%2Fvideos", nil),
                ("cancel_job", #"{"job_id": "\#(jobID)"}"#, "POST", "/api/jobs/\(jobID)/cancel", nil),
                ("list_jobs", #"{"limit": 201}"#, "GET", "/api/jobs?limit=201", nil),
                ("list_jobs", #"{"status": "done&limit=3"}"#, "GET", "/api/jobs?status=done%26limit%3D3", nil),
                ("get_reel", #"{"video_id": 99}"#, "GET", "/api/videos/99", nil),
                ("edit_reel", #"{"video_id": \#(reel)}"#, "POST", "/api/videos/\(reel)/edit", "{}"),
            ] as [(String, String, String, String, String?)] {
                let result = try await call(world, tool, arguments)
                let rest = try await world.request(method, path, json: body)
                #expect(result.isError && rest.status >= 400, "\(tool) \(arguments)")
                #expect(try text(result.body) == text(rest.json), "\(tool) \(arguments)")
                #expect(result.text == rest.json["detail"] as? String)
            }
            #expect(try await call(world, "get_job").isError)
            #expect(try await call(world, "get_job", #"{"job_id": {}}"#).isError)
            // The limit of the queue is one, whoever asks.
            let order = #"{"url": "https://example.org/a", "idempotency_key": "k"}"#
            let first = try await call(world, "make_reel", order)
            #expect(!first.isError)
            #expect(
                try await call(world, "make_reel", order).body["job_id"] as? String == first.body["job_id"] as? String)
            let full = try await call(world, "make_reel", #"{"url": "https://example.org/b"}"#)
            #expect(full.isError && full.body["status"] as? Int == 429 && full.body["retry_after"] as? Int == 60)
            #expect(full.text.hasSuffix("Wait 60 seconds."))
        }
    }

    /// Whatever REST takes, a tool's description has: nobody adds a look to one of them alone.
    @Test func toolsAreDescribedByTheirEnumerations() async throws {
        try await withWorld { world in
            let answer = try await send(world, #"{"jsonrpc": "2.0", "id": 1, "method": "tools/list"}"#)
            let tools = try #require((answer.json["result"] as? [String: Any])?["tools"] as? [[String: Any]])
            #expect(tools.compactMap { $0["name"] as? String } == MCPTool.allCases.map(\.rawValue))
            for tool in tools {
                let schema = try #require(tool["inputSchema"] as? [String: Any])
                let properties = try #require(schema["properties"] as? [String: Any])
                #expect(schema["type"] as? String == "object")
                #expect((schema["required"] as? [String])?.allSatisfy { properties[$0] != nil } == true)
            }
            let make = try #require(
                (tools[0]["inputSchema"] as? [String: Any])?["properties"] as? [String: [String: Any]])
            #expect(make["theme"]?["enum"] as? [String] == Theme.allCases.map(\.rawValue))
            #expect(make["quality"]?["enum"] as? [String] == Quality.allCases.map(\.rawValue))
        }
    }
}
