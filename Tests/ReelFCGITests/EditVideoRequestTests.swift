import Foundation
import ReelCore
import ReelFCGI
import ReelHTTP
import Testing

@Suite struct EditVideoRequestTests {
    private let script = Script(
        title: "Hens",
        scenes: [
            Scene(
                sceneNumber: 1, script: "Hens lay eggs.", assetKeywords: ["hen"], grounded: true,
                source: SourceSpan(start: 10, end: 44, text: "Hens lay eggs, and they sing of it"),
                visual: SceneChoice(
                    kind: .picture, provider: .article, url: "https://example.org/hen.jpg", motion: .panLeft)),
            Scene(
                sceneNumber: 2, script: "40 eggs.", sceneType: .text, grounded: true,
                visual: SceneChoice(
                    kind: .card, motion: .zoomOut, card: Card(kind: .number, heading: "40", text: "eggs"))),
            Scene(sceneNumber: 3, script: "That is a lot.", visual: SceneChoice(kind: .backdrop, motion: .zoomIn)),
        ],
        origin: ScriptOrigin(.article), palette: ReelPalette(name: "lead", colours: ["#000000"]))

    private func video(_ style: ReelStyle? = ReelStyle(captions: .soft, theme: .plum)) -> Video {
        Video(
            id: VideoID(rawValue: 7), title: "Hens", sourceURL: "https://example.org/hens", filePath: "outputs/h.mp4",
            duration: 20, sizeMB: 1, script: script, createdAt: Date(), quality: .draft, style: style)
    }

    private func edit(_ json: String, heard recording: RecordedNarration? = nil) throws -> JobRequest {
        try EditVideoRequest(
            Request(method: "POST", path: "/", contentType: "application/json", body: .whole(Data(json.utf8))),
            of: video(), script, heard: recording
        ).job
    }

    /// Nobody can say other words by a recording, or the same in another order.
    @Test func aRecordingIsHeardWhileItsWordsStay() throws {
        let recording = RecordedNarration(kind: .m4a)
        func isHeard(_ json: String) throws -> Bool { try edit(json, heard: recording).narration == recording }
        #expect(try isHeard(#"{"aspect": "1:1"}"#))
        #expect(try isHeard(#"{"title": "Other hens"}"#))
        #expect(try isHeard(#"{"scenes": [{"scene_number": 1, "picture": null}], "captions": "plate"}"#))
        #expect(try !isHeard(#"{"scenes": [{"scene_number": 3, "script": "Forty are a lot."}]}"#))
        #expect(try !isHeard(#"{"scenes": [{"scene_number": 3, "remove": true}]}"#))
        #expect(try !isHeard(#"{"order": [3, 2, 1]}"#))
        #expect(try !isHeard(#"{"voice": "rms"}"#))
        #expect(try edit(#"{"aspect": "1:1"}"#).narration == nil)
    }

    @Test func aChangedSentenceChangesNothingElse() throws {
        let job = try edit(#"{"scenes": [{"scene_number": 3, "script": " Forty are a lot. "}]}"#)
        var expected = script
        expected.scenes[2].script = "Forty are a lot."
        #expect(
            job
                == JobRequest(
                    url: "https://example.org/hens", quality: .draft, script: expected,
                    style: ReelStyle(captions: .soft, theme: .plum), editOf: VideoID(rawValue: 7)))
    }

    @Test func whatIsSaidAnewIsGroundedOnlyByTheArticlesOwnWords() throws {
        let shorter = try edit(#"{"scenes": [{"scene_number": 1, "script": "they sing of it"}]}"#).script?.scenes[0]
        #expect(shorter?.source == SourceSpan(start: 29, end: 44, text: "they sing of it"))
        #expect(shorter?.grounded == true)
        let other = try edit(#"{"scenes": [{"scene_number": 1, "script": "Hens never lay eggs."}]}"#).script?.scenes[0]
        #expect(other?.source == nil && other?.grounded == nil && other?.assetKeywords == [])
        #expect(other?.visual == script.scenes[0].visual)
    }

    /// A card shows the words of its scene; others would make it lie.
    @Test func aCardWithOtherWordsIsChosenAnew() throws {
        let scene = try edit(#"{"scenes": [{"scene_number": 2, "script": "41 eggs."}]}"#).script?.scenes[1]
        #expect(scene?.visual == nil)
    }

    @Test func scenesAreMovedAndRemoved() throws {
        let job = try edit(#"{"scenes": [{"scene_number": 2, "remove": true}], "order": [3, 1]}"#)
        #expect(job.script?.scenes.map(\.script) == ["That is a lot.", "Hens lay eggs."])
        #expect(job.script?.scenes.map(\.sceneNumber) == [1, 2])
        #expect(job.script?.scenes[1].visual == script.scenes[0].visual)
    }

    @Test func aPictureIsChosenOrTakenAway() throws {
        let job = try edit(
            #"{"scenes": [{"scene_number": 1, "picture": null}, "#
                + #"{"scene_number": 2, "picture": {"url": "https://example.org/egg.png"}}]}"#)
        let scenes = try #require(job.script?.scenes)
        #expect(scenes[0].visual == nil && scenes[0].source != nil)
        #expect(
            scenes[1].visual
                == SceneChoice(
                    kind: .picture, provider: .client, url: "https://example.org/egg.png", motion: .zoomOut))
        #expect(scenes[1].sceneType == .media)
    }

    @Test func theLookMayBeAnotherOne() throws {
        let square = try edit(#"{"aspect": "1:1", "quality": "high", "title": "Of hens"}"#)
        #expect(square.style == ReelStyle(aspect: .square, captions: .soft, theme: .plum))
        #expect(square.quality == .high && square.script?.title == "Of hens")
        #expect(square.script?.palette == script.palette)
        #expect(try edit(#"{"theme": "clay"}"#).script?.palette == nil)
    }

    @Test(arguments: [
        (#"{}"#, "changes nothing"),
        (#"{"scenes": [{"scene_number": 3, "script": "That is a lot."}]}"#, "changes nothing"),
        (#"{"order": [1, 2, 3]}"#, "changes nothing"),
        (#"[]"#, "JSON object"),
        (#"{"scenes": {}}"#, "list of changes"),
        (#"{"scenes": []}"#, "list of changes"),
        (#"{"scenes": ["x"]}"#, "scenes[0] should be an object"),
        (#"{"scenes": [{"script": "Words."}]}"#, "one of the video's scenes: 1, 2, 3"),
        (#"{"scenes": [{"scene_number": 4, "script": "Words."}]}"#, "one of the video's scenes: 1, 2, 3"),
        (#"{"scenes": [{"scene_number": "1", "script": "Words."}]}"#, "one of the video's scenes"),
        (#"{"scenes": [{"scene_number": 1}]}"#, "scenes[0] changes nothing"),
        (#"{"scenes": [{"scene_number": 1, "script": ""}]}"#, "scenes[0].script is blank"),
        (#"{"scenes": [{"scene_number": 1, "script": 5}]}"#, "should be a string"),
        (#"{"scenes": [{"scene_number": 1, "script": "…"}]}"#, "nothing in it that can be spoken"),
        (#"{"scenes": [{"scene_number": 1, "script": "\#(String(repeating: "a", count: 501))"}]}"#, "at most 500"),
        (#"{"scenes": [{"scene_number": 2, "script": "Far more words than can be shown."}]}"#, "at most 5"),
        (#"{"scenes": [{"scene_number": 1, "remove": "yes"}]}"#, "true or false"),
        (#"{"scenes": [{"scene_number": 1, "remove": true, "script": "Words."}]}"#, "one of the two"),
        (#"{"scenes": [{"scene_number": 1, "script": "A."}, {"scene_number": 1, "script": "B."}]}"#, "named twice"),
        (#"{"scenes": [{"scene_number": 1, "picture": "https://example.org/"}]}"#, "object such as"),
        (#"{"scenes": [{"scene_number": 1, "picture": {"url": "file:///etc/passwd"}}]}"#, "only http and https"),
        (
            #"{"scenes": [{"scene_number": 1, "picture": {"url": "https://a:b@example.org/"}}]}"#,
            "scenes[0].picture.url holds a user name"
        ),
        (
            #"{"scenes": [{"scene_number": 1, "remove": true}, {"scene_number": 2, "remove": true}, "#
                + #"{"scene_number": 3, "remove": true}]}"#, "removes every scene"
        ),
        (#"{"order": [3, 1]}"#, "1, 2, 3 in another order"),
        (#"{"order": [3, 1, 2, 2]}"#, "in another order"),
        (#"{"order": [3, 1, "2"]}"#, "in another order"),
        (#"{"order": "321"}"#, "in another order"),
        (#"{"scenes": [{"scene_number": 1, "remove": true}], "order": [3, 2, 1]}"#, "2, 3 in another order"),
        (#"{"title": " "}"#, "title is blank"),
        (#"{"title": 5}"#, "should be a string"),
        (#"{"aspect": "3:4"}"#, "one of 9:16, 1:1, 16:9"),
        (#"{"quality": "best"}"#, "one of draft, standard, high"),
        (#"{"priority": 1000}"#, "from -100 to 100"),
    ])
    func refusesWithWords(json: String, words: String) throws {
        do {
            _ = try edit(json)
            Issue.record("taken: \(json)")
        } catch {
            let refusal = Refusal(error)
            #expect(refusal.problem.status == 422)
            #expect(refusal.detail.contains(words), "\(refusal.detail)")
        }
    }
}
