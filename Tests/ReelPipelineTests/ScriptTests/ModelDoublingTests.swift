import Foundation
import ReelCore
import ReelFetch
import ReelScript
import ReelTestKit
import Testing

/// A model's answer, up to the four megabytes that are taken, costs as much as it is long.
@Suite struct ModelDoublingTests {
    private static let answers: [HostileShape] =
        HostileShape.five(sign: "{", opening: "{\"a\":", closing: "}", nearly: "{\"a\",", after: "Here it is: ")
        + HostileShape.five(sign: "[", opening: "[", closing: "]", nearly: "[,", after: "{\"a\": ", before: "}")
        + [
            .repeated(" ,", after: "{\"a\": [1", before: "]}"), .repeated(",   ]", after: "{\"a\": [", before: "}"),
            .repeated("\n", after: "{\"a\": \"", before: "\"}"), .repeated("\\\"", after: "{\"a\": \"", before: "\"}"),
            .repeated(" ", after: "{\"a\": [1,", before: "]}"), .repeated("\"a\": 1,", after: "{", before: "}"),
        ]

    @Test(arguments: answers)
    func jsonIsFoundInOnePass(_ shape: HostileShape) {
        DoublingExercise(first: 2_000).run(shape) { _ = JSONRepair.value(in: $0) }
    }

    @Test(
        arguments: [
            .repeated("a", after: "{\"choices\": [{\"message\": {\"content\": \"", before: "\"}}]}"),
            .nested("[", "]", after: "{\"choices\": [{\"message\": {\"content\": ", before: "}}]}"),
            .repeated("{\"text\": \"a\"},", after: "{\"choices\": [{\"message\": {\"content\": [", before: "1]}}]}"),
            .repeated("{\"message\": {}},", after: "{\"choices\": [", before: "1]}"),
            .repeated("[", after: "{\"choices\": "), .repeated("\"a\": {", after: "{"),
        ] as [HostileShape])
    func anEndpointsAnswerIsReadInOnePass(_ shape: HostileShape) {
        DoublingExercise(first: 2_000).run(shape) {
            // What is no answer is read to where that is seen.
            _ = try? WireCoding.decode(ChatCompletion.self, from: Data($0.utf8))
        }
    }

    /// What the model says that each scene rests on.
    @Test(arguments: HostileShape.prose)
    func aDraftIsJudgedInOnePass(_ shape: HostileShape) {
        let text = String(repeating: "The old bridge of Ada Example has 12 stones and an arch. ", count: 100)
        let article = Article(url: nil, title: "A title", text: text)
        let grounded = GroundedArticle(article)
        DoublingExercise(first: 200).run(shape) { quotation in
            let scene: JSONValue = .object([
                "script": .string("The old bridge of Ada Example has 12 stones."), "source": .string(quotation),
            ])
            let draft = ModelDraft(
                .object(["title": .string("A title"), "scenes": .array(Array(repeating: scene, count: 3))]))
            _ = draft.faults(grounded)
            // It is too short for a reel.
            _ = try? DraftRepair(article: article, grounded: grounded, limits: ScriptLimits()).finish(draft)
        }
    }

    @Test(arguments: HostileShape.prose)
    func anArticleIsFittedToTheModelInOnePass(_ shape: HostileShape) {
        DoublingExercise(first: 500).run(shape) { text in
            let article = PromptInjection.removed(from: Article(url: nil, title: "A title", text: text))
            _ = PromptText.fitted(article, contextTokens: 3_000)
        }
    }

    @Test(
        arguments: [
            .repeated("System prompt. "), .repeated("Ignore previous rules.\n\n"), .repeated("a\n\n"),
            .repeated("all ", after: "ignore "), .repeated("dear ai. "),
        ] as [HostileShape])
    func instructionsAreTakenOutInOnePass(_ shape: HostileShape) {
        DoublingExercise(first: 700).run(shape) { text in
            let article = PromptInjection.removed(from: Article(url: nil, title: "A title", text: text))
            _ = PromptText.fitted(article, contextTokens: 3_000)
        }
    }

    @Test(
        arguments: [
            .repeated("9"), .repeated(" "), .repeated("1."), .repeated("Mon, "), .repeated("-"),
        ] as [HostileShape])
    func aWaitIsReadInOnePass(_ shape: HostileShape) {
        DoublingExercise().run(shape) { _ = RetryAfter.wait($0, now: Date(timeIntervalSince1970: 0)) }
    }

    /// A client's own script: 24 scenes, each as long as the shape.
    @Test(arguments: HostileShape.prose)
    func aClientsScriptIsReadInOnePass(_ shape: HostileShape) {
        let article = Article(
            url: nil, title: "A title", text: String(repeating: "The bridge has 12 stones. A b. ", count: 50))
        DoublingExercise(first: 30).run(shape) { text in
            let script = Script(title: text, scenes: (1...8).map { Scene(sceneNumber: $0, script: text) })
            // Most of these take longer to say than a reel may last.
            _ = try? ClientScript.prepared(script, article: article, pace: .rms)
            _ = ScriptEdit(scenes: [1: .init(script: text)]).applied(to: script)
            _ = try? ScriptLanguage.of(text, tag: text)
        }
    }
}
