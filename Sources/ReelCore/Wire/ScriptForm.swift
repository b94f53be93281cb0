import Foundation

/// A script as somebody outside wrote it, a client or a model: read field by field, with a message for each that is wrong.
///
/// The fields are those that `Script` is stored with. Of a scene only `script` must be there; what is computed here
/// (`grounded`, `source`, `origin`) is passed over, so that a script that was got from the API can be sent back changed.
public struct ScriptForm: Sendable {
    public private(set) var script = Script(title: "", scenes: [])
    public private(set) var problems: [FieldProblem] = []

    /// A reel of a minute has at most this many pictures of four seconds, and then some.
    public static let sceneCounts = 1...24
    /// Unicode scalars, as JSON Schema counts; a grapheme cluster may have any number of them.
    public static let longestTitle = 200
    public static let longestScene = 500
    /// Words of a scene of the type `text`, which fill the picture.
    public static let textSceneWords = 1...5
    static let mostKeywords = 10
    static let longestKeyword = 80

    /// - Parameters:
    ///   - value: the JSON of a script.
    ///   - name: the field that holds the script, for the messages.
    public init(_ value: JSONValue, field name: String = "script") {
        guard case .object = value else {
            problems.append(
                FieldProblem(name, #"The field \#(name) should be an object, such as {"title": …, "scenes": […]}."#))
            return
        }
        script.title = text(value["title"], "\(name).title", longest: Self.longestTitle).asOneLine
        if let language = value["language"] {
            script.language = language.string.flatMap { SpokenLanguage(code: $0) }?.code
            if script.language == nil {
                problems.append(
                    FieldProblem(
                        "\(name).language",
                        "The field \(name).language should be the code of a language that is spoken here, such as en, de "
                            + "or pt-br. It can be left out."))
            }
        }
        guard let scenes = value["scenes"]?.array, Self.sceneCounts.contains(scenes.count) else {
            problems.append(
                FieldProblem(
                    "\(name).scenes",
                    "The field \(name).scenes should be a list of \(Self.sceneCounts.lowerBound) to "
                        + "\(Self.sceneCounts.upperBound) scenes."))
            return
        }
        for (index, scene) in scenes.enumerated() {
            script.scenes.append(self.scene(scene, number: index + 1, "\(name).scenes[\(index)]"))
        }
    }

    private mutating func scene(_ value: JSONValue, number: Int, _ name: String) -> Scene {
        var scene = Scene(sceneNumber: number, script: "")
        guard case .object = value else {
            problems.append(FieldProblem(name, "The field \(name) should be an object with a field script."))
            return scene
        }
        if let given = value["scene_number"], given.integer != number {
            problems.append(
                FieldProblem(
                    "\(name).scene_number",
                    "The field \(name).scene_number should be \(number): scenes are numbered from 1 in their order. "
                        + "It can be left out."))
        }
        scene.script = text(value["script"], "\(name).script", longest: Self.longestScene)
        scene.assetType = choice(value["asset_type"], "\(name).asset_type") ?? .image
        scene.sceneType = choice(value["scene_type"], "\(name).scene_type") ?? .media
        scene.assetKeywords = keywords(value["asset_keywords"], "\(name).asset_keywords")
        if scene.sceneType == .text, let fault = Self.fault(ofTextScene: scene.script, in: "\(name).script") {
            problems.append(FieldProblem("\(name).script", fault))
        }
        return scene
    }

    private mutating func text(_ value: JSONValue?, _ name: String, longest: Int) -> String {
        guard let text = value?.string else {
            problems.append(
                FieldProblem(
                    name,
                    value == nil
                        ? "The field \(name) is missing: it should be a string."
                        : "The field \(name) should be a string."
                ))
            return ""
        }
        let trimmed = text.withoutControls.trimmingCharacters(in: .whitespacesAndNewlines)
        if let fault = Self.fault(of: trimmed, in: name, longest: longest) {
            problems.append(FieldProblem(name, fault))
            return ""
        }
        return trimmed
    }

    /// What keeps a text from being spoken or shown; `nil` when nothing does.
    ///
    /// - Parameters:
    ///   - text: without the space around it, and without controls.
    ///   - name: the field of the form.
    ///   - longest: Unicode scalars.
    public static func fault(of text: String, in name: String, longest: Int) -> String? {
        if text.isEmpty { return "The field \(name) is blank." }
        let length = text.unicodeScalars.count
        if length > longest {
            return "The field \(name) has \(length) characters; at most \(longest) are possible."
        }
        let canBeSpoken = text.contains { $0.isLetter || $0.isNumber }
        return canBeSpoken ? nil : "The field \(name) has nothing in it that can be spoken."
    }

    /// What keeps a text from being the few large words of a text scene; `nil` when nothing does.
    public static func fault(ofTextScene text: String, in name: String) -> String? {
        let words = text.split(whereSeparator: \.isWhitespace).count
        guard words > textSceneWords.upperBound else { return nil }
        return "The field \(name) has \(words) words, but a scene of the type text shows at most "
            + "\(textSceneWords.upperBound)."
    }

    private mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ value: JSONValue?, _ name: String
    ) -> Choice? where Choice.RawValue == String {
        guard let value else { return nil }
        if let choice = value.string.flatMap(Choice.init) { return choice }
        let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        problems.append(FieldProblem(name, "The field \(name) should be one of \(choices)."))
        return nil
    }

    private mutating func keywords(_ value: JSONValue?, _ name: String) -> [String] {
        guard let value else { return [] }
        let words = value.array?.compactMap(\.string) ?? []
        guard words.count == value.array?.count, words.count <= Self.mostKeywords,
            words.allSatisfy({ $0.unicodeScalars.count <= Self.longestKeyword })
        else {
            problems.append(
                FieldProblem(
                    name,
                    "The field \(name) should be a list of at most \(Self.mostKeywords) strings of at most "
                        + "\(Self.longestKeyword) characters."))
            return []
        }
        return words.map { $0.asOneLine.trimmingCharacters(in: .whitespacesAndNewlines) }.filter { !$0.isEmpty }
    }
}
