import Foundation
import ReelCore
import Testing

@Suite struct ScriptFormTests {
    private func form(_ json: String) throws -> ScriptForm {
        ScriptForm(try WireCoding.decode(JSONValue.self, from: Data(json.utf8)))
    }

    @Test func takesAWholeScript() throws {
        let form = try form(
            #"""
            {"title": " Hens ", "extra": 1, "scenes": [
              {"scene_number": 1, "script": "Forty eggs.", "scene_type": "text"},
              {"script": " Hens lay eggs.\n", "asset_keywords": ["hen", " "], "asset_type": "image/video",
               "grounded": true, "source": {"start": 0, "end": 4, "text": "Hens"}}]}
            """#)
        #expect(form.problems.isEmpty)
        #expect(
            form.script
                == Script(
                    title: "Hens",
                    scenes: [
                        Scene(sceneNumber: 1, script: "Forty eggs.", sceneType: .text),
                        Scene(sceneNumber: 2, script: "Hens lay eggs.", assetKeywords: ["hen"], assetType: .any),
                    ]))
    }

    /// What the API gives can be sent back.
    @Test func takesWhatAScriptIsStoredAs() throws {
        let script = Script(
            title: "Hens",
            scenes: [
                Scene(
                    sceneNumber: 1, script: "Hens lay eggs.", assetKeywords: ["hens"], grounded: true,
                    source: SourceSpan(start: 3, end: 17, text: "Hens lay eggs."))
            ], origin: ScriptOrigin(.model, model: "m", usage: ModelUsage(requests: 1)))
        let again = ScriptForm(try WireCoding.decode(JSONValue.self, from: WireCoding.encode(script)))
        #expect(again.problems.isEmpty && again.script.scenes[0].script == "Hens lay eggs.")
        #expect(again.script.origin == nil && again.script.scenes[0].grounded == nil)
    }

    @Test(arguments: [
        ("[]", "script", "object"),
        (#"{"scenes": [{"script": "A b."}]}"#, "script.title", "missing"),
        (#"{"title": 4, "scenes": [{"script": "A b."}]}"#, "script.title", "a string"),
        (#"{"title": "T"}"#, "script.scenes", "1 to 24"),
        (#"{"title": "T", "scenes": [{"script": " \n"}]}"#, "script.scenes[0].script", "blank"),
        (#"{"title": "T", "scenes": [{"script": "…!"}]}"#, "script.scenes[0].script", "nothing in it"),
        (
            #"{"title": "T", "scenes": [{"script": "A"}, {"script": "B", "scene_number": 3}]}"#,
            "script.scenes[1].scene_number", "should be 2"
        ),
        (
            #"{"title": "T", "scenes": [{"script": "A", "asset_type": "gif"}]}"#, "script.scenes[0].asset_type",
            "image, video"
        ),
        (
            #"{"title": "T", "scenes": [{"script": "A", "scene_type": 1}]}"#, "script.scenes[0].scene_type",
            "media, text"
        ),
        (
            #"{"title": "T", "scenes": [{"script": "A", "asset_keywords": "hen"}]}"#,
            "script.scenes[0].asset_keywords", "list"
        ),
        (
            #"{"title": "T", "scenes": [{"script": "One two three four five six", "scene_type": "text"}]}"#,
            "script.scenes[0].script", "6 words"
        ),
    ])
    func saysWhatIsWrong(json: String, field: String, words: String) throws {
        let problems = try form(json).problems
        #expect(problems.map(\.field) == [field])
        #expect(problems.first?.message.contains(words) == true, "\(problems)")
    }

    @Test func oneMessageForEachField() throws {
        let long = String(repeating: "a", count: 501)
        let form = try form(#"{"title": "", "scenes": [{"script": "\#(long)"}, {"scene_type": "x"}]}"#)
        #expect(
            form.problems.map(\.field) == [
                "script.title", "script.scenes[0].script", "script.scenes[1].script", "script.scenes[1].scene_type",
            ])
    }
}
