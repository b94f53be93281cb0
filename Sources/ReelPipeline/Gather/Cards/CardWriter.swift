import Foundation
import ReelCore

/// A card that a scene's words make, and how well they do, 0...1.
package struct SceneCard: Hashable, Sendable {
    package var card: Card
    package var worth: Double

    package init(_ card: Card, worth: Double) {
        self.card = card
        self.worth = worth
    }
}

/// Finds the words of a scene that are worth a card: a number with its meaning, a quotation with its source, or a
/// title. All words are the scene's own, or the reel's title.
package struct CardWriter: Sendable {
    private let article: Article
    private let script: Script

    /// Characters.
    private static let longestTitle = 90

    package init(article: Article, script: Script) {
        self.article = article
        self.script = script
    }

    /// - Parameter index: the scene's place in the script.
    package func card(for index: Int) -> SceneCard? {
        let scene = script.scenes[index]
        if let number = NumberPhrase.find(in: scene.script) {
            return SceneCard(Card(kind: .number, heading: number.number, text: number.meaning), worth: 1)
        }
        if let quotation = QuotationPhrase.find(in: scene.script) {
            let source =
                QuotationPhrase.speaker(of: quotation, in: scene.script)
                ?? QuotationPhrase.speaker(of: quotation, in: article.text) ?? Self.source(of: article)
            return SceneCard(Card(kind: .quotation, heading: source ?? script.title, text: quotation), worth: 0.9)
        }
        if index == 0, (1...Self.longestTitle).contains(script.title.count) {
            return SceneCard(Card(kind: .title, heading: script.title), worth: 0.4)
        }
        return TitlePhrase.find(in: scene).map { SceneCard(Card(kind: .title, heading: $0), worth: 0.3) }
    }

    private static func source(of article: Article) -> String? {
        let host = URLComponents(string: article.url ?? "")?.host.map {
            $0.hasPrefix("www.") ? String($0.dropFirst(4)) : $0
        }
        return [article.siteName, host].compactMap { $0 }.first { (1...60).contains($0.count) }
    }
}

/// A name that a scene is about. A common noun by itself ("Shares", "State government") says nothing on a card.
enum TitlePhrase {
    /// The first of the scene's keywords that it says itself and that is a name, with two to four words if there is
    /// one; otherwise a single long one.
    static func find(in scene: Scene) -> String? {
        let spoken = " \(SceneWords.letters(scene.script)) "
        let said = scene.assetKeywords.filter { keyword in
            keyword.count <= 36 && spoken.contains(" \(SceneWords.letters(keyword)) ")
        }
        .compactMap { asSpoken($0, in: scene.script) }.filter { isName($0, in: scene.script) }
        func words(_ text: String) -> Int { text.split(separator: " ").count }
        return said.first { (2...4).contains(words($0)) } ?? said.first { words($0) == 1 && $0.count > 4 }
    }

    /// All its words of weight begin with a capital; a single one not only because a sentence begins with it.
    private static func isName(_ phrase: String, in text: String) -> Bool {
        let words = phrase.split(separator: " ")
        guard words.allSatisfy({ $0.first?.isUppercase == true || $0.count <= 3 && words.count > 2 }),
            // "Republican-dominated" only has one in it.
            !phrase.contains(/-\p{Ll}/)
        else { return false }
        guard words.count == 1, let place = text.range(of: phrase) else { return words.count > 1 }
        let before = text[..<place.lowerBound].last { !$0.isWhitespace && !"\"'\u{201C}\u{2018}".contains($0) }
        return before.map { !".!?:".contains($0) } ?? false
    }

    /// Keywords may be in small letters where the scene has a name. What has a comma or a dash in between there are two
    /// names.
    private static func asSpoken(_ phrase: String, in text: String) -> String? {
        text.range(of: phrase, options: .caseInsensitive).map { String(text[$0]) }
    }
}

extension String {
    /// With a capital at its beginning; the rest stays.
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
