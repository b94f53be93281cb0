import Foundation
import ReelCore
import ReelText

/// An article that is a list: headings of one level, each with a few sentences. Its script keeps the list's order, one
/// entry for each item as far as the time allows.
struct Listicle {
    /// A heading and what is said of it; the hook and the lead are entries without a heading of the list.
    struct Entry: Sendable {
        var heading: String
        var sentence: String
        var isItem: Bool
    }

    private struct Item {
        var heading: String
        var sentences: [Sentence]
    }

    private let title: String
    private let lead: Sentence?
    private let items: [Item]

    /// - Returns: `nil` for an article that is no list.
    init?(_ article: Article, title: String) {
        let levels = Dictionary(grouping: article.blocks.filter { $0.kind == .heading }, by: \.level)
        guard let (level, headings) = levels.max(by: { $0.value.count < $1.value.count }), headings.count >= 3 else {
            return nil
        }
        let numbered = headings.count { Self.number.matches($0.text) }
        let announced = Self.announcedCount(article.title)
        let isAnnounced = announced.map { abs($0 - headings.count) <= 1 } ?? false
        guard isAnnounced || 10 * numbered >= 7 * headings.count else { return nil }

        var items: [Item] = []
        var before: [String] = []
        var current: (heading: String, paragraphs: [String])?
        func close() {
            guard let (heading, paragraphs) = current else { return }
            items.append(Item(heading: heading, sentences: Self.sentences(paragraphs)))
        }
        for block in article.blocks {
            if block.kind == .heading, block.level == level {
                close()
                current = (Self.spoken(block.text), [])
            } else if block.kind != .heading {
                if current == nil { before.append(block.text) } else { current?.paragraphs.append(block.text) }
            }
        }
        close()
        // A list that announces five keeps the five that are numbered; an epilogue is none of them.
        items = items.filter { !$0.heading.isEmpty }
        guard items.count >= 3 else { return nil }
        self.items = items
        self.title = title
        lead = Self.sentences(before).first { $0.isSelfContained && (6...28).contains($0.wordCount) }
    }

    /// The entries that fit: every heading if possible, then sentences for as many items as there is time for.
    ///
    /// - Returns: `nil` when they do not make a reel.
    func entries(within limits: ScriptLimits) -> [Entry]? {
        let window = limits.window
        let pace = limits.pace
        let cost = { (texts: [String]) in
            pace.seconds(speaking: texts.filter { !$0.isEmpty }.joined(separator: " ")) + pace.perScene
                + (texts.allSatisfy { !$0.isEmpty } && texts.count > 1 ? pace.betweenSentences : 0)
        }
        let hook = title.split(separator: " ").count >= 3 ? Self.closed(title) : ""
        var seconds = pace.atTheEnd + (hook.isEmpty ? 0 : cost([hook]))
        let most = max(3, limits.scenes.upperBound - (hook.isEmpty ? 0 : 1))
        // With room for a sentence each; otherwise those in the middle are left out.
        var shown = items.count <= most ? items : items.prefix((most + 1) / 2) + items.suffix(most / 2)
        while shown.count > 3, seconds + shown.reduce(0, { $0 + cost([$1.heading]) + 2.2 }) > limits.longestDraft {
            shown.remove(at: shown.count / 2)
        }
        seconds += shown.reduce(0) { $0 + cost([$1.heading]) }
        var entries = shown.map { Entry(heading: $0.heading, sentence: "", isItem: true) }
        if let lead, seconds + cost([lead.text]) + 2.2 * Double(shown.count) <= window.upperBound {
            entries.insert(Entry(heading: "", sentence: lead.text, isItem: false), at: 0)
            seconds += cost([lead.text])
        }
        // A short sentence for each, then a longer one, then a second one, as long as there is time.
        for (longest, most) in [(14, 1), (26, 1), (26, 2)] {
            for (index, item) in zip(entries.indices.suffix(shown.count), shown) {
                let said = entries[index].sentence
                guard Self.count(said, in: item) < most,
                    let sentence = Self.next(in: item, after: said, longest: longest)
                else { continue }
                let extra = pace.seconds(speaking: sentence) + pace.betweenSentences
                guard seconds + extra <= window.upperBound else { continue }
                entries[index].sentence += (said.isEmpty ? "" : " ") + sentence
                seconds += extra
            }
        }
        if !hook.isEmpty { entries.insert(Entry(heading: hook, sentence: "", isItem: false), at: 0) }
        Self.split(&entries, into: limits.scenes.lowerBound)
        return seconds >= limits.shortestSeconds && entries.count >= limits.scenes.lowerBound ? entries : nil
    }

    private static func count(_ said: String, in item: Item) -> Int {
        item.sentences.count { said.contains($0.text) }
    }

    /// The first sentence can lean on its heading; a later one stands alone or follows it.
    private static func next(in item: Item, after said: String, longest: Int) -> String? {
        let free = item.sentences.prefix(4).filter { !said.contains($0.text) && $0.wordCount <= longest }
        guard said.isEmpty else { return free.first { $0.isSelfContained }?.text }
        return (free.first { $0.isSelfContained } ?? free.first { $0.index == 0 })?.text
    }

    /// A short list has few entries: then a heading stands alone before what is said of it.
    private static func split(_ entries: inout [Entry], into count: Int) {
        var index = 0
        while entries.count < count, index < entries.count {
            if entries[index].isItem, !entries[index].sentence.isEmpty, !entries[index].heading.isEmpty {
                entries.insert(Entry(heading: "", sentence: entries[index].sentence, isItem: false), at: index + 1)
                entries[index].sentence = ""
            }
            index += 1
        }
    }

    private static func sentences(_ paragraphs: [String]) -> [Sentence] {
        Sentences.all(in: paragraphs.map(SpeakableText.clean).filter { !Boilerplate.isBoilerplate($0) })
    }

    /// "3. Keep the stove low" as it is said: without the number, closed with a period.
    private static func spoken(_ heading: String) -> String {
        let text = SpeakableText.clean(number.replacing(in: heading))
        guard (1...14).contains(text.split(separator: " ").count), text.contains(where: \.isLetter),
            !Boilerplate.isBoilerplate(text), !Boilerplate.hasAddress(text)
        else { return "" }
        return closed(text)
    }

    private static func closed(_ text: String) -> String {
        text.last?.isSentenceEnd == true ? text : text + "."
    }

    /// The number of things that a title promises: "7 ways to…", "Five reasons why…".
    private static func announcedCount(_ title: String) -> Int? {
        let words = title.split(separator: " ").prefix(6)
        for word in words {
            let bare = word.lowercased().filter { $0.isLetter || $0.isNumber }
            if let number = Int(bare), (3...100).contains(number) { return number }
            if let number = NumberWords.small[bare], number >= 3 { return Int(number) }
        }
        return nil
    }

    private static let number = Pattern(
        "^\\s*(?:#|No\\.? ?|Number |Step |Tip |Reason |Rule )?\\d{1,3}\\s*[.):\u{2013}\u{2014}-]?\\s+",
        ignoringCase: true)
}
