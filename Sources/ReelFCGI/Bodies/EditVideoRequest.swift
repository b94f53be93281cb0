import Foundation
import ReelCore

/// The body of `POST /api/videos/{id}/edit`, checked against the video that it changes.
package struct EditVideoRequest: Hashable, Sendable {
    /// What the new version is to be made of: the whole script with the changes in it, and the look of the video.
    package var job: JobRequest
    package var options: JobOptions

    /// - Parameters:
    ///   - request: whose body it is.
    ///   - video: the one to be changed.
    ///   - script: the video's.
    ///   - recording: that is heard in the video in place of a voice. It is kept while the same words are said in the same
    ///     order, and no voice is asked for.
    /// - Throws: `HTTPError`.
    package init(_ request: Request, of video: Video, _ script: Script, heard recording: RecordedNarration? = nil)
        throws
    {
        let body = try request.jsonObject(such: #"{"scenes": [{"scene_number": 1, "script": "Other words."}]}"#)
        var form = EditForm(body, script)
        form.read()
        let style = form.fields.style(over: video.style)
        let quality = form.fields.choice("quality", of: Quality.self) ?? video.quality ?? .standard
        let priority = form.fields.read(
            "priority",
            "a whole number from \(JobOptions.priorities.lowerBound) to \(JobOptions.priorities.upperBound)"
        ) { value in value.integer.flatMap { JobOptions.priorities.contains($0) ? $0 : nil } }
        guard form.fields.problems.isEmpty else { throw HTTPError.invalidFields(form.fields.problems) }
        var edited = form.edit.applied(to: script)
        // Colours were chosen by the theme.
        if (style ?? ReelStyle()).theme != (video.style ?? ReelStyle()).theme { edited.palette = nil }
        guard edited != script || style != video.style || quality != video.quality ?? .standard else {
            throw HTTPError.invalid(
                "The edit changes nothing: send title, scenes or order, or another quality, aspect, voice, captions, "
                    + "music or theme.")
        }
        job = JobRequest(
            url: video.sourceURL, quality: quality, script: edited, style: style, editOf: video.id)
        if edited.scenes.map(\.script) == script.scenes.map(\.script), !form.fields.has("voice") {
            job.narration = recording.map { RecordedNarration(kind: $0.kind) }
        }
        options = JobOptions(priority: priority ?? 0)
    }
}

/// The fields that change a script, each judged by itself and then together. Those not known are passed over.
private struct EditForm {
    var fields: FormFields
    var edit = ScriptEdit()
    private let script: Script

    init(_ body: JSONValue, _ script: Script) {
        fields = FormFields(body)
        self.script = script
    }

    mutating func read() {
        readTitle()
        readScenes()
        let staying = edit.staying(of: script)
        guard !staying.isEmpty else {
            return fields.problem(
                "scenes", "The edit removes every scene: leave one at least, or delete the video instead.")
        }
        edit.order = fields.read(
            "order", "a list that names each scene that stays once: \(Self.list(staying)) in another order"
        ) { value in
            let numbers = value.array?.compactMap(\.integer) ?? []
            return numbers.sorted() == staying.sorted() && numbers.count == value.array?.count ? numbers : nil
        }
    }

    private static func list(_ numbers: [Int]) -> String {
        numbers.map(String.init).joined(separator: ", ")
    }

    private mutating func readTitle() {
        guard let value = fields.body["title"] else { return }
        edit.title = text(value, "title", longest: ScriptForm.longestTitle)?.asOneLine
    }

    private mutating func readScenes() {
        guard let value = fields.body["scenes"] else { return }
        guard let changes = value.array, (1...ScriptForm.sceneCounts.upperBound).contains(changes.count) else {
            return fields.problem(
                "scenes",
                #"The field scenes should be a list of changes, such as [{"scene_number": 3, "script": "Other words."}]."#
            )
        }
        for (index, change) in changes.enumerated() { readScene(change, "scenes[\(index)]") }
    }

    private mutating func readScene(_ value: JSONValue, _ name: String) {
        guard let sent = value.object else {
            return fields.problem(name, "The field \(name) should be an object with a field scene_number.")
        }
        guard let number = value["scene_number"]?.integer,
            let scene = script.scenes.first(where: { $0.sceneNumber == number })
        else {
            return fields.problem(
                "\(name).scene_number",
                "The field \(name).scene_number should be the number of one of the video's scenes: "
                    + "\(Self.list(script.scenes.map(\.sceneNumber))).")
        }
        guard edit.scenes[number] == nil else {
            return fields.problem(
                "\(name).scene_number", "Scene \(number) is named twice: put all its changes into one.")
        }
        var change = ScriptEdit.SceneChange()
        if let words = value["script"] {
            change.script = text(words, "\(name).script", longest: ScriptForm.longestScene)
            if scene.sceneType == .text, let words = change.script,
                let fault = ScriptForm.fault(ofTextScene: words, in: "\(name).script")
            {
                fields.problem("\(name).script", fault)
            }
        }
        if let picture = sent["picture"] { change.picture = self.picture(picture, "\(name).picture") }
        if let remove = value["remove"] {
            if let remove = remove.bool {
                change.isRemoved = remove
            } else {
                fields.problem("\(name).remove", "The field \(name).remove should be true or false.")
            }
        }
        let changes = ["script", "picture", "remove"].filter { sent[$0] != nil }
        if changes.isEmpty {
            fields.problem(name, "The field \(name) changes nothing: send script, picture or remove in it.")
        } else if change.isRemoved, changes != ["remove"] {
            fields.problem(name, "The field \(name) removes a scene and changes it: send one of the two.")
        }
        edit.scenes[number] = change
    }

    private mutating func picture(_ value: JSONValue, _ name: String) -> ScriptEdit.Picture? {
        if value == .null { return ScriptEdit.Picture.none }
        guard let url = value["url"]?.string else {
            fields.problem(
                name, #"The field \#(name) should be an object such as {"url": "https://…"}, or null to take it away."#)
            return nil
        }
        do {
            return .address(try ArticleAddress.check(url, in: "\(name).url", of: "picture"))
        } catch {
            fields.problem("\(name).url", Refusal(error).detail)
            return nil
        }
    }

    private mutating func text(_ value: JSONValue, _ name: String, longest: Int) -> String? {
        guard let text = value.string?.withoutControls.trimmingCharacters(in: .whitespacesAndNewlines) else {
            fields.problem(name, "The field \(name) should be a string.")
            return nil
        }
        if let fault = ScriptForm.fault(of: text, in: name, longest: longest) {
            fields.problem(name, fault)
            return nil
        }
        return text
    }
}
