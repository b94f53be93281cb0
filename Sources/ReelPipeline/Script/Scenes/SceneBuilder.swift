import Foundation
import ReelCore
import ReelText

/// From chosen sentences to numbered scenes of a length that can be looked at.
struct SceneBuilder {
    let limits: ScriptLimits
    let keywords: Keywords

    /// - Parameters:
    ///   - hook: what is said first, if it is not the first sentence.
    ///   - sentences: in the order of the article.
    func scenes(hook: String?, sentences: [String]) -> [Scene] {
        var parts = sentences.flatMap { ClauseSplitter.scenes(of: $0) }
        splitFurther(&parts, into: limits.scenes.lowerBound - (hook == nil ? 0 : 1))
        joinShort(&parts, into: limits.scenes.upperBound - (hook == nil ? 0 : 1))
        if let hook { parts.insert(hook, at: 0) }
        return numbered(withNumbers(parts.map { Scene(sceneNumber: 0, script: Self.withoutTrailingDash($0)) }))
    }

    /// The entries of a list, each a heading and what is said of it.
    func scenes(entries: [Listicle.Entry]) -> [Scene] {
        var textScenes = 0
        var scenes: [Scene] = []
        for entry in entries {
            let words = entry.heading.split(separator: " ").count
            if entry.sentence.isEmpty, entry.isItem, textScenes < Self.mostTextScenes, words <= 5 {
                scenes.append(Scene(sceneNumber: 0, script: entry.heading, sceneType: .text))
                textScenes += 1
            } else {
                let parts = [entry.heading, entry.sentence].filter { !$0.isEmpty }
                scenes.append(Scene(sceneNumber: 0, script: parts.joined(separator: " ")))
            }
        }
        return numbered(scenes)
    }

    static let mostTextScenes = 2

    /// With up to two text scenes, each before the sentence whose number it shows.
    private func withNumbers(_ scenes: [Scene]) -> [Scene] {
        var result = scenes
        var seconds = limits.pace.seconds(ofScenes: scenes.map(\.script))
        var count = 0
        // Not before the hook; two do not stand side by side.
        var index = 1
        while index < result.count, count < Self.mostTextScenes, result.count < limits.scenes.upperBound {
            defer { index += 1 }
            guard result[index - 1].sceneType == .media, Self.opensSentence(result, index),
                let phrase = TextSceneMaker.phrase(in: result[index].script)
            else { continue }
            let said = result[..<index].map(\.script).joined(separator: " ").lowercased()
            let text = phrase.hasSuffix("\u{201D}") ? phrase : phrase + "."
            let cost = limits.pace.seconds(speaking: text) + limits.pace.perScene
            guard !said.contains(Self.core(phrase).lowercased()), seconds + cost <= limits.window.upperBound else {
                continue
            }
            result.insert(Scene(sceneNumber: 0, script: text, sceneType: .text), at: index)
            seconds += cost
            count += 1
            index += 3
        }
        return result
    }

    private static func core(_ phrase: String) -> String {
        phrase.trimmingCharacters(in: CharacterSet(charactersIn: "\u{201C}\u{201D}"))
    }

    /// Whether a sentence begins with this scene: in the middle of one nothing may be put.
    private static func opensSentence(_ scenes: [Scene], _ index: Int) -> Bool {
        Punctuation.lastMark(of: scenes[index - 1].script).map(Punctuation.isSentenceEnd) ?? true
    }

    private func numbered(_ scenes: [Scene]) -> [Scene] {
        scenes.enumerated().map { index, scene in
            var scene = scene
            scene.sceneNumber = index + 1
            // A number has no picture of its own: what the next scene is about stands behind it.
            let about = scene.sceneType == .text && index + 1 < scenes.count ? scenes[index + 1].script : scene.script
            scene.assetKeywords = keywords.keywords(for: about)
            return scene
        }
    }

    /// A sentence that is cut at a dash goes on in the next scene: the pause is there already.
    static func withoutTrailingDash(_ text: String) -> String {
        let rest = text.reversed().drop { "\u{2014}\u{2013}- ".contains($0) }.reversed()
        return rest.isEmpty ? text : String(rest)
    }

    /// Cuts the longest parts until there are as many scenes as a reel needs: between clauses as long as that is
    /// possible, then at less and less good places.
    private func splitFurther(_ parts: inout [String], into count: Int) {
        let ways: [(ClauseSplitter.BreakQuality, fewest: Int)] = [
            (.clause, 5), (.clause, 4), (.comma, 4), (.anywhere, 5), (.anywhere, 3),
        ]
        for (quality, fewest) in ways {
            var whole: Set<String> = []
            while parts.count < count {
                let open = parts.indices.filter { !whole.contains(parts[$0]) }
                guard let longest = open.max(by: { wordCount(parts[$0]) < wordCount(parts[$1]) }) else { break }
                let text = parts[longest]
                // One cut at a time: longer than half of it is always short enough.
                let halves = ClauseSplitter.split(
                    text, longest: max(wordCount(text) - fewest, 1), fewest: fewest, at: quality)
                if halves.count < 2 {
                    whole.insert(text)
                } else {
                    parts.replaceSubrange(longest...longest, with: halves)
                }
            }
        }
    }

    /// Joins neighbours while there are more scenes than a reel may have.
    private func joinShort(_ parts: inout [String], into count: Int) {
        while parts.count > count {
            let places = parts.indices.dropFirst()
            guard let shortest = places.min(by: { wordCount(parts, $0) < wordCount(parts, $1) }) else { return }
            let text = parts.remove(at: shortest)
            parts[shortest - 1] = parts[shortest - 1].followed(by: text)
        }
    }

    private func wordCount(_ parts: [String], _ index: Int) -> Int {
        wordCount(parts[index - 1]) + wordCount(parts[index])
    }

    private func wordCount(_ text: String) -> Int {
        DictionaryWords.count(in: text)
    }
}
