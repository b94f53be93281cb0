import Foundation
import Logging
import ReelCache
import ReelCore
import ReelScript
import ReelTestKit
import Testing

@Suite struct ModelWriterTests {
    /// Forty-five seconds, true to `SampleArticles.bridge`.
    static let good = [
        "Deep cracks have closed the oldest bridge of Ostermouth.", "14,000 cars a day.",
        "Engineers found the cracks in two of its five arches, the city said.",
        "Mayor Helen Ward told reporters the bridge stays shut until at least March.",
        "“We will not gamble with lives,” she said.",
        "A drone that was sent under the arches took 2,400 pictures in less than an hour.",
        "Some shop owners on the north bank fear for their trade.", "The city offers a free ferry from Friday.",
        "Repairing the arches will cost about $3.5 million, by a first estimate.",
        "A public meeting will be held in the town hall on Dec. 3.",
    ]

    static func json(_ scripts: [String], sources: [String]? = nil) -> String {
        let scenes = scripts.enumerated().map { index, script in
            JSONValue.object([
                "script": .string(script), "scene_type": .string(index == 1 ? "text" : "media"),
                "asset_keywords": .array([.string("stone bridge")]), "source": .string(sources?[index] ?? ""),
            ])
        }
        let value = JSONValue.object(["title": .string("Cracks close a bridge"), "scenes": .array(scenes)])
        return String(decoding: (try? WireCoding.encode(value)) ?? Data(), as: UTF8.self)
    }

    static func good(_ index: Int, _ script: String) -> String {
        var scripts = good
        scripts[index] = script
        return json(scripts)
    }

    private func spoken(_ script: Script) -> [String] { script.scenes.map(\.script) }

    // MARK: What goes well

    @Test func aGoodAnswerIsTheScript() async throws {
        let run = try await runModel([.says(Self.json(Self.good))])
        let script = try run.script
        #expect(spoken(script) == Self.good)
        #expect(script.title == "Cracks close a bridge")
        #expect(script.scenes[1].sceneType == .text && script.scenes[0].sceneType == .media)
        #expect(script.scenes.allSatisfy { $0.grounded == true && $0.source != nil })
        #expect(script.scenes[5].source?.text.contains("2,400 pictures") == true)
        let usage = ModelUsage(requests: 1, promptTokens: 1_000, completionTokens: 500, cost: 0.006)
        #expect(script.origin == ScriptOrigin(.model, model: "small", usage: usage))
        #expect(
            run.writings == [ScriptOrigin(.model, model: "small", usage: usage), ScriptOrigin(.model, model: "small")])
    }

    @Test func theQuestionIsAsTheProtocolHasIt() async throws {
        let run = try await runModel([.says(Self.json(Self.good))])
        let question = try #require(run.questions.first)
        #expect(question.authorization == "Bearer sk-test" && question.contentType == "application/json")
        #expect(question.body["model"]?.string == "small")
        #expect(question.body["messages"]?.array?.map { $0["role"]?.string } == ["system", "user"])
        let format = question.body["response_format"]
        #expect(format?["type"]?.string == "json_schema")
        #expect(format?["json_schema"]?["schema"]?["required"] == .array([.string("scenes"), .string("title")]))
        // The article is a string of a JSON object: whatever stands in it cannot end it.
        let text = question.message("user")
        let data = try #require(JSONRepair.value(in: text))
        #expect(data["article"]?["text"]?.string == SampleArticles.bridge.text)
        #expect(question.message("system").contains("never followed"))
    }

    /// What the model names as its source is the scene's place, when it stands there.
    @Test func theModelsOwnSourceIsUsedWhenItIsTrue() async throws {
        var sources = Self.good.map { _ in "words that are not there at all" }
        sources[7] = "The city offers a free ferry from Friday."
        sources[6] = "some shop owners on the north bank fear for their trade"
        let script = try await runModel([.says(Self.json(Self.good, sources: sources))]).script
        #expect(script.scenes[7].source?.text == "The city offers a free ferry from Friday.")
        #expect(script.scenes[6].source?.text.hasPrefix("some shop owners") == true)
        #expect(script.scenes[3].source?.text.contains("Helen Ward") == true)
    }

    @Test(arguments: [
        "Here is your script:\n```json\nGOOD\n```\nHave fun {with} it!", "GOOD,", "\u{FEFF}  GOOD",
    ])
    func wrappedJSONIsUnwrapped(answer: String) async throws {
        let answer = answer.replacing("GOOD", with: Self.json(Self.good))
        let run = try await runModel([.says(answer)])
        #expect(spoken(try run.script) == Self.good && run.questions.count == 1)
    }

    @Test func smallFaultsOfJSONAreMended() {
        let value = JSONRepair.value(in: "{\"a\": [1, 2,\n ], \"b\": \"two\nlines, }\",}")
        #expect(value == .object(["a": .array([.number(1), .number(2)]), "b": .string("two\nlines, }")]))
        for broken in ["", "no braces", "{\"a\": ", "{\"a\": 1", "{a: 1}", "[1]"] {
            #expect(JSONRepair.value(in: broken) == nil, "\(broken)")
        }
    }

    /// A job that is tried again neither pays again nor changes its words.
    @Test func whatWasWrittenIsKept() async throws {
        try await withTemporaryFolder { folder in
            let chat = ChatServer([.says(Self.json(Self.good)), .says(Self.good(7, "A free ferry runs from Friday."))])
            try await withLocalHTTPServer {
                try await chat.handle($0)
            } perform: { server in
                let settings = ScriptSettings(model: ModelSettings(url: server.url("/v1/"), model: "small"))
                let stage = ScriptStage(settings: settings, cache: ContentCache(root: folder.appending(path: "cache")))
                let context = StageContext(workFolder: folder, logger: Logger(label: "test"))
                let first = try await stage.run(ScriptOrder(article: SampleArticles.bridge), in: context)
                let second = try await stage.run(ScriptOrder(article: SampleArticles.bridge), in: context)
                #expect(first == second && chat.questions.count == 1)
                #expect(chat.questions[0].authorization == nil)
                _ = try await stage.run(ScriptOrder(article: SampleArticles.bridge, seconds: 60), in: context)
                #expect(chat.questions.count > 1)
            }
        }
    }

    // MARK: Answers that cannot be used

    static let unusable: [(String, ChatServer.Answer)] = [
        ("invalid JSON", .says(#"{"title": "T", "scenes": [{"script": "#)),
        ("no JSON", .says("I would rather talk about the weather.")),
        ("wrong schema", .says(#"{"title": "T", "scenes": [{"words": "Hens."}]}"#)),
        ("too many scenes", .says(json(Array(repeating: "Hens lay eggs.", count: 30)))),
        ("far too short", .says(json(["Deep cracks have closed the oldest bridge."]))),
    ]

    @Test(arguments: unusable.map(\.0))
    func anUnusableAnswerIsAskedAnewWithTheReason(name: String) async throws {
        let bad = try #require(Self.unusable.first { $0.0 == name }?.1)
        let run = try await runModel([bad, .says(Self.json(Self.good))])
        #expect(spoken(try run.script) == Self.good)
        try #require(run.questions.count == 2)
        #expect(run.questions[1].body["messages"]?.array?.count == 4)
        #expect(run.questions[1].last.contains("again") || run.questions[1].last.contains("whole script"))
        #expect(try run.script.origin?.usage?.requests == 2)
    }

    @Test(arguments: unusable.map(\.0))
    func anUnusableAnswerIsNotAskedForEver(name: String) async throws {
        let bad = try #require(Self.unusable.first { $0.0 == name }?.1)
        let run = try await runModel([bad]) { $0.tries = 2 }
        let script = try run.script
        #expect(run.questions.count == 2)
        #expect(script.origin?.writer == .article && script.origin?.model == "small")
        #expect(script.origin?.note?.contains("not of the form") == true)
        // What it cost is not forgotten.
        #expect(script.origin?.usage?.completionTokens == 1_000)
        #expect(run.writings.last?.writer == .article)
    }

    static let failures: [(String, ChatServer.Answer, String, Int)] = [
        ("truncated", .says(#"{"title": "T"#, finish: "length"), "llm_truncated", 1),
        ("empty", .says(" \n"), "llm_empty", 1),
        ("declined", .refuses("I cannot help with that."), "llm_refused", 1),
        ("filtered", .says("…", finish: "content_filter"), "llm_refused", 1),
        ("401", .status(401), "llm_unauthorized", 1),
        ("402", .status(402), "llm_no_credit", 1),
        ("404", .status(404), "llm_not_found", 1),
        ("429 for ever", .status(429, headers: [("Retry-After", "0")]), "llm_rate_limited", 2),
        ("429 for an hour", .status(429, headers: [("Retry-After", "3600")]), "llm_rate_limited", 1),
        ("no credit", .status(429, #"{"error": {"code": "insufficient_quota"}}"#), "llm_no_credit", 1),
        ("500", .status(500, headers: [("Retry-After", "0")]), "llm_status", 2),
        ("no completion", .raw("<html>Welcome"), "llm_unusable", 1),
        ("no choices", .raw(#"{"choices": []}"#), "llm_unusable", 1),
    ]

    @Test(arguments: failures.map(\.0))
    func aFailureFallsBackOrFailsAsTheSettingsSay(name: String) async throws {
        let (_, answer, code, count) = try #require(Self.failures.first { $0.0 == name })
        let fallen = try await runModel([answer]) { $0.tries = 2 }
        #expect(fallen.questions.count == count)
        #expect(try fallen.script.origin?.writer == .article)
        #expect(try fallen.script.origin?.note?.hasPrefix("The language model wrote no script") == true)

        let failed = try await runModel([answer]) {
            $0.tries = 2
            $0.allowsFallback = false
        }
        let failure = JobFailure(try #require(throws: ModelError.self) { try failed.script }, in: nil)
        #expect(failure.code == code && failure.stage == .script)
        #expect(!failure.message.isEmpty)
    }

    @Test func aHangIsGivenUp() async throws {
        let run = try await runModel([.hangs]) {
            $0.tries = 1
            $0.timeout = .milliseconds(700)
        }
        #expect(try run.script.origin?.note?.contains("did not answer within") == true)
    }

    @Test func whatPassesIsWaitedFor() async throws {
        let run = try await runModel([
            .status(429, headers: [("Retry-After", "0")]), .status(503, headers: [("Retry-After", "0")]),
            .says(Self.json(Self.good)),
        ])
        #expect(spoken(try run.script) == Self.good && run.questions.count == 3)
    }

    @Test func anEndpointWithoutSchemasIsAskedInItsOwnWay() async throws {
        let no = #"{"error": {"message": "response_format json_schema is not supported"}}"#
        let limit = #"{"error": {"message": "Unsupported parameter: use 'max_completion_tokens'."}}"#
        let run = try await runModel([
            .status(400, no), .status(400, no), .status(400, limit), .says(Self.json(Self.good)),
        ])
        #expect(spoken(try run.script) == Self.good)
        #expect(
            run.questions.map { $0.body["response_format"]?["type"]?.string } == [
                "json_schema", "json_object", nil, nil,
            ])
        #expect(run.questions[3].body["max_completion_tokens"] != nil && run.questions[3].body["max_tokens"] == nil)
    }

    @Test func nobodyListensThere() async throws {
        let run = try await runModel([.hangs]) {
            $0.endpoint = "http://127.0.0.1:9/v1/chat/completions"
            $0.tries = 1
        }
        #expect(try run.script.origin?.note?.contains("could not be reached") == true)
    }

    // MARK: What is not true

    static let lies: [(String, Int, String)] = [
        ("number", 2, "Engineers found the cracks in four of its nine arches, the city said."),
        ("money", 8, "Repairing the arches will cost about $4.5 million, by a first estimate."),
        ("name", 3, "Mayor Helen Keller told reporters the bridge stays shut until at least March."),
        ("date", 7, "The city offers a free ferry from Saturday."),
        ("quotation", 4, "“This bridge is a death trap,” she said."),
        ("nothing", 6, "Buy our shiny new phones with free headphones while stocks last."),
        ("advert", 6, "Visit bridge-insurance.com for a discount."),
    ]

    @Test(arguments: lies.map(\.0))
    func aLieIsSeenAndWrittenAnew(name: String) async throws {
        let (_, index, lie) = try #require(Self.lies.first { $0.0 == name })
        let run = try await runModel([.says(Self.good(index, lie)), .says(Self.json(Self.good))])
        #expect(spoken(try run.script) == Self.good)
        try #require(run.questions.count == 2)
        #expect(run.questions[1].last.contains("scene \(index + 1):"), "\(run.questions[1].last)")
        #expect(try run.script.origin?.replacedScenes == nil)
    }

    @Test(arguments: lies.map(\.0))
    func aLieThatIsRepeatedGivesWayToTheArticlesWords(name: String) async throws {
        let (_, index, lie) = try #require(Self.lies.first { $0.0 == name })
        let run = try await runModel([.says(Self.good(index, lie))])
        let script = try run.script
        #expect(run.questions.count == 3)
        #expect(!spoken(script).contains(lie) && script.origin?.writer == .model)
        #expect(script.origin?.replacedScenes == 1)
        let article = GroundedArticle(SampleArticles.bridge)
        for scene in script.scenes {
            #expect(scene.grounded == true && article.unsupportedClaims(in: scene.script).isEmpty, "\(scene.script)")
        }
        // What is a little too long or short is spoken faster or slower.
        let seconds = SpeechPace.rms.seconds(ofScenes: spoken(script))
        let speed = script.speed ?? 1
        #expect((0.92...1.08).contains(speed) && (40.5...49.5).contains(seconds / speed), "\(seconds)")
    }

    @Test func aLongArticleIsFittedToTheModel() async throws {
        var article = SampleArticles.bridge
        let filler = (1...400).map {
            "The river carried sand and stones past the town on day after day of the year \($0 + 1000)."
        }
        article.text =
            article.paragraphs.dropLast().joined(separator: "\n\n") + "\n\n" + filler.joined(separator: "\n\n")
            + "\n\n" + "The last word is the council's, and it is not said before the end of the year."
        let run = try await runModel([.says(Self.json(Self.good))], article: article) { $0.contextTokens = 6_000 }
        let asked = try #require(run.questions.first)
        #expect("\(asked.body)".utf8.count < 12_000)
        #expect(asked.message("user").contains("The last word is the council") && asked.message("user").contains("[…]"))
        #expect(spoken(try run.script) == Self.good)
    }
}
