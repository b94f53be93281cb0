import Foundation
import FoundationNetworking
import ReelCore
import ReelTestKit
import Synchronization
import Testing

/// A model's endpoint that puts the key it was sent into whatever it answers: the key ends up nowhere.
@Suite(.timeLimit(.minutes(5)), .serialized) struct EchoedKeyTests {
    private static let key = "sk/echoed+by-the=endpoint"
    private static let message = #"{"error": {"message": "Incorrect API key provided: \#(key)"}}"#
    private static let answers: [(status: Int, body: String)] = [
        (401, message), (400, message), (500, message), (200, "Bearer \(key)"),
        (200, #"{"choices": [{"message": {"refusal": "I know \#(key)"}}]}"#),
        (200, #"{"choices": [{"message": {"content": "{\"title\": \"\#(key)\", \"scenes\": []}"}}]}"#),
    ]

    /// - Parameter fallsBack: whether the job goes on with the article's own words, and the reason is logged; or else fails with it.
    @Test(arguments: [false, true]) func noFileNoLogAndNoAnswerHoldsIt(fallsBack: Bool) async throws {
        let article = try String(
            contentsOf: UpWorld.root.appending(path: "Tests/Fixtures/pages/bread.html"), encoding: .utf8)
        let answer = Mutex(Self.answers[0])
        try await withLocalHTTPServer { request in
            guard request.path.hasPrefix("/v1/") else { return .html(article) }
            guard request.header("authorization") == "Bearer \(Self.key)" else { return .notFound }
            let (status, body) = answer.withLock { $0 }
            return .data(Data(body.utf8), type: "application/json", status: status)
        } perform: { server in
            try await withTemporaryFolder { folder in
                let up = try UpWorld(
                    in: folder,
                    settings: [
                        "REEL_LLM_URL": server.url("/v1"), "REEL_LLM_MODEL": "small", "REEL_LLM_KEY": Self.key,
                        "REEL_LLM_TRIES": "1", "REEL_LLM_FALLBACK": "\(fallsBack)", "REEL_FETCH_ALLOW": server.endpoint,
                        "REEL_LOG_LEVEL": "debug",
                    ])
                try await up.untilReady()
                for (number, next) in Self.answers.enumerated() {
                    answer.withLock { $0 = next }
                    let id = try await up.accept(server.url("/bread?\(number)"))
                    if fallsBack {
                        let line = "the article's own words are taken"
                        try await eventually("the log of answer \(number)") {
                            up.program.output.components(separatedBy: line).count == number + 2
                        }
                        _ = try await up.ask("/api/jobs/\(id)/cancel", method: "POST")
                    }
                    var job = ""
                    try await eventually("the end of job \(number)") {
                        job = try await up.ask("/api/jobs/\(id)")
                        return job.contains(#""completed_at":""#)
                    }
                    #expect(fallsBack || job.contains("The language model wrote no script"), "\(job)")
                    for path in ["/api/jobs/\(id)", "/api/jobs/\(id)/attempts", "/api/jobs"] {
                        let text = try await up.ask(path).replacing("\\/", with: "/")
                        #expect(!text.contains(Self.key), "\(path): \(text)")
                    }
                }
                #expect(server.requests.count { $0.path.hasPrefix("/v1/") } >= Self.answers.count)
                up.program.send(SIGTERM)
                _ = await up.program.exit()
                #expect(up.program.output.contains("***"))
                #expect(try files(with: Self.key, in: folder) == [])
            }
        }
    }

    /// Among all files below a folder, the database and the log among them.
    private func files(with text: String, in folder: URL) throws -> [String] {
        let all = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        var found: [String] = []
        for case let file as URL in all {
            guard let data = try? Data(contentsOf: file) else { continue }
            let spellings = [text, text.replacing("/", with: "\\/")]
            if spellings.contains(where: { data.range(of: Data($0.utf8)) != nil }) { found.append(file.path) }
        }
        return found
    }
}
