import Foundation
import ReelCore

/// A script as a model wrote it, before it is believed.
package struct ModelDraft: Sendable {
    package private(set) var title: String
    package private(set) var scenes: [Scene]
    /// For each scene the words of the article that the model says it rests on.
    package private(set) var sources: [String]
    package private(set) var problems: [FieldProblem]

    package init(_ value: JSONValue) {
        let form = ScriptForm(value)
        title = form.script.title
        scenes = form.script.scenes.map { scene in
            var scene = scene
            scene.script = Self.speakable(scene.script)
            return scene
        }
        sources = value["scenes"]?.array?.map { $0["source"]?.string ?? "" } ?? []
        problems = form.problems
        // Small models write "1." or leave one out: numbers are ours to give.
        problems.removeAll { $0.field.hasSuffix(".scene_number") }
        for (index, scene) in scenes.enumerated() where scene.script.isEmpty && problems.isEmpty {
            problems.append(FieldProblem("script.scenes[\(index)].script", "Scene \(index + 1) says nothing."))
        }
        while sources.count < scenes.count { sources.append("") }
    }

    private static func speakable(_ text: String) -> String {
        SpeakableText.clean(text)
    }

    func seconds(_ pace: SpeechPace) -> Double {
        pace.seconds(ofScenes: scenes.map(\.script))
    }

    package struct Fault: Sendable {
        /// From 1.
        var number: Int
        /// What is wrong, for the model.
        var words: String
    }

    package func faults(_ article: GroundedArticle) -> [Fault] {
        scenes.enumerated().compactMap { index, scene in
            var words = article.unsupportedClaims(in: scene.script).map { claim in
                switch claim.kind {
                case .number: "the number \"\(claim.text)\" does not stand in it"
                case .name: "the name \"\(claim.text)\" does not stand in it"
                case .date: "the date \"\(claim.text)\" does not stand in it"
                case .quotation: "nobody is quoted with \"\(claim.text)\" in it"
                case .content: "nothing in it says this"
                }
            }
            if Boilerplate.hasAddress(scene.script) || Boilerplate.isBoilerplate(scene.script) {
                words.append("addresses, bylines and calls to do something are not spoken")
            }
            if PromptInjection.isSuspicious(scene.script) { words.append("it speaks to a program, not to people") }
            return words.isEmpty ? nil : Fault(number: index + 1, words: words.joined(separator: "; "))
        }
    }

    /// As it was written, for the conversation.
    var json: String {
        let value: JSONValue = .object([
            "title": .string(title),
            "scenes": .array(
                zip(scenes, sources).map { scene, source in
                    .object([
                        "script": .string(scene.script), "scene_type": .string(scene.sceneType.rawValue),
                        "asset_keywords": .array(scene.assetKeywords.map(JSONValue.string)),
                        "source": .string(source),
                    ])
                }),
        ])
        // Strings, lists and objects can always be written.
        return (try? WireCoding.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
