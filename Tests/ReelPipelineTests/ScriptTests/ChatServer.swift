import Foundation
import Logging
import ReelCore
import ReelFetch
import ReelScript
import ReelTestKit
import Synchronization

/// A stand-in for a model's endpoint: answers `POST /v1/chat/completions` as it is documented ("Create chat completion",
/// OpenAI API reference), one prepared answer after the other; the last one again and again.
final class ChatServer: Sendable {
    enum Answer: Sendable {
        /// The assistant's words.
        case says(String, finish: String = "stop")
        case refuses(String)
        case status(Int, String = #"{"error": {"message": "no", "type": "error"}}"#, headers: [(String, String)] = [])
        /// Takes the question and says nothing.
        case hangs
        /// What the answer is depends on the question.
        case decides(@Sendable (ChatServer.Question) -> String)
        /// Bytes that are no completion.
        case raw(String)
    }

    struct Question: Sendable {
        var body: JSONValue
        var authorization: String?
        var contentType: String?

        /// The conversation's last words.
        var last: String { body["messages"]?.array?.last?["content"]?.string ?? "" }
        func message(_ role: String) -> String {
            body["messages"]?.array?.first { $0["role"]?.string == role }?["content"]?.string ?? ""
        }
    }

    private let answers: [Answer]
    private let asked = Mutex<[Question]>([])

    init(_ answers: [Answer]) {
        self.answers = answers
    }

    var questions: [Question] { asked.withLock { $0 } }

    func handle(_ request: LocalRequest) async throws -> LocalResponse {
        guard request.method == "POST", request.path == "/v1/chat/completions",
            let body = try? WireCoding.decode(JSONValue.self, from: request.body)
        else { return .notFound }
        let question = Question(
            body: body, authorization: request.header("authorization"), contentType: request.header("content-type"))
        let number = asked.withLock { asked in
            asked.append(question)
            return asked.count
        }
        switch answers[min(number, answers.count) - 1] {
        case .says(let words, let finish): return Self.completion(.string(words), finish)
        case .decides(let decide): return Self.completion(.string(decide(question)), "stop")
        case .refuses(let words): return Self.completion(.null, "stop", refusal: words)
        case .status(let status, let words, let headers):
            return .data(Data(words.utf8), type: "application/json", status: status, headers: headers)
        case .hangs: return .hanging(after: Data(), type: "application/json")
        case .raw(let text): return .data(Data(text.utf8), type: "application/json")
        }
    }

    private static func completion(_ content: JSONValue, _ finish: String, refusal: String? = nil) -> LocalResponse {
        let json: JSONValue = .object([
            "id": .string("chatcmpl-1"), "object": .string("chat.completion"), "model": .string("small"),
            "choices": .array([
                .object([
                    "index": .number(0), "finish_reason": .string(finish),
                    "message": .object([
                        "role": .string("assistant"), "content": content,
                        "refusal": refusal.map(JSONValue.string) ?? .null,
                    ]),
                ])
            ]),
            "usage": .object(["prompt_tokens": .number(1_000), "completion_tokens": .number(500)]),
        ])
        // Of plain values, which always encode.
        return .data(try! WireCoding.encode(json), type: "application/json")
    }
}

/// What came of one run of the stage with a model.
struct ModelRun: Sendable {
    var result: Result<Script, any Error>
    var questions: [ChatServer.Question]
    /// In the order in which they were told.
    var writings: [ScriptOrigin]

    var script: Script { get throws { try result.get() } }
}

/// Runs the stage against such a server.
func runModel(
    _ answers: [ChatServer.Answer], article: Article = SampleArticles.bridge,
    _ change: @Sendable (inout ModelSettings) -> Void = { _ in }
) async throws -> ModelRun {
    let chat = ChatServer(answers)
    return try await withLocalHTTPServer {
        try await chat.handle($0)
    } perform: { server in
        var settings = ModelSettings(url: server.url("/v1"), model: "small", key: "sk-test")
        settings.inputPrice = 2
        settings.outputPrice = 8
        change(&settings)
        let writings = Recorded()
        let stage = ScriptStage(
            settings: ScriptSettings(model: settings), onWriting: { writings.add($0) })
        let context = StageContext(workFolder: URL(filePath: "/nowhere"), logger: Logger(label: "test"))
        let result: Result<Script, any Error>
        do {
            result = .success(try await stage.run(ScriptOrder(article: article), in: context))
        } catch {
            result = .failure(error)
        }
        return ModelRun(result: result, questions: chat.questions, writings: writings.all)
    }
}

private final class Recorded: Sendable {
    private let list = Mutex<[ScriptOrigin]>([])
    var all: [ScriptOrigin] { list.withLock { $0 } }
    func add(_ origin: ScriptOrigin) { list.withLock { $0.append(origin) } }
}
