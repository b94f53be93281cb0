import ReelCore
import ReelText

/// Writes a script out of the article's own sentences, without a model.
///
/// The title is the hook where it can be spoken; the lead follows; sentences from all parts of the article tell the
/// rest, in its own order, and the last is one from near its end.
public struct ExtractiveWriter: ScriptWriter {
    public init() {}

    public func write(_ article: Article, within limits: ScriptLimits) async throws -> Script {
        try script(of: article, limits)
    }

    /// - Throws: `ScriptError.tooShort`.
    package func script(of article: Article, _ limits: ScriptLimits) throws -> Script {
        let paragraphs = SpeakableText.paragraphs(of: article)
        let sentences = withoutTitleRepeated(Sentences.all(in: paragraphs), article)
        let title = SpeakableText.title(of: article)
        let keywords = Keywords(sentences: sentences.map(\.text), title: title)
        let builder = SceneBuilder(limits: limits, keywords: keywords)
        let scenes: [Scene]
        if let list = Listicle(article, title: title), let entries = list.entries(within: limits) {
            scenes = builder.scenes(entries: entries)
        } else {
            let told = sentences.filter { $0.index >= Self.claimReach || !answersItself($0, title) }
            let people = PersonMentions(told.map(\.text), text: paragraphs.joined(separator: "\n"), title: title)
            let draft = draft(told, title: title, people, within: limits)
            scenes = builder.scenes(hook: draft.hook, sentences: draft.sentences)
        }
        let seconds = limits.pace.seconds(ofScenes: scenes.map(\.script))
        guard seconds >= limits.shortestSeconds, scenes.count >= limits.scenes.lowerBound else {
            throw ScriptError.tooShort(
                speakable: min(seconds, limits.shortestSeconds), needed: min(30, limits.shortestSeconds))
        }
        return Script(
            title: title.isEmpty ? fallbackTitle(sentences) : title, scenes: scenes, origin: ScriptOrigin(.article)
        ).withSources(in: GroundedArticle(article))
    }

    private struct Draft {
        var hook: String?
        var sentences: [String]
        var seconds: Double
    }

    /// The best choice of sentences that gives enough scenes when it is cut between clauses only; if there is none,
    /// the best choice of all.
    private func draft(
        _ sentences: [Sentence], title: String, _ people: PersonMentions, within limits: ScriptLimits
    ) -> Draft {
        let scorer = SentenceScorer(sentences, title: title, sentenceCount: (sentences.last?.index ?? 0) + 1)
        let measures = SentenceSelection.Measures(sentences, pace: limits.pace)
        var first: Draft?
        for longest in [28, 22, 17] {
            let selection = SentenceSelection(
                sentences, measures: measures, scorer: scorer, people: people, pace: limits.pace, longestScene: longest)
            let draft = draft(sentences, title: title, selection, within: limits)
            let scenes = draft.sentences.flatMap { ClauseSplitter.scenes(of: $0) }.count + (draft.hook == nil ? 0 : 1)
            if scenes >= limits.scenes.lowerBound, draft.seconds >= limits.window.lowerBound { return draft }
            first = first ?? draft
        }
        return first!
    }

    /// - Parameter selection: empty; sentences that would make a longer scene than it allows are taken only where there
    ///   is nothing else.
    private func draft(
        _ sentences: [Sentence], title: String, _ selection: SentenceSelection, within limits: ScriptLimits
    ) -> Draft {
        var selection = selection
        let window = limits.window
        let lead = selection.takeLead().map { sentences[$0] }
        let hook = hook(title, before: lead)
        if let hook { selection.add(seconds: limits.pace.seconds(speaking: hook) + limits.pace.perScene) }
        // With room for a text scene, as long as no sentence for one is found.
        let room = Self.textSceneSeconds
        selection.takeBest(from: 0.8, to: 1, upTo: window.upperBound - room)
        selection.takeBest(from: 0.35, to: 0.7, upTo: window.upperBound - room)
        selection.fill(to: window.lowerBound - room, upTo: window.upperBound - room)
        let shown = selection.inOrder.dropFirst().lazy.compactMap { TextSceneMaker.phrase(in: sentences[$0].text) }
            .map { limits.pace.seconds(speaking: $0) + limits.pace.perScene }.first { $0 <= 1.3 * room }
        if let shown { selection.add(seconds: shown) }
        selection.fill(to: window.lowerBound, upTo: window.upperBound)
        selection.longestScene = .max
        selection.fill(to: window.lowerBound, upTo: window.upperBound)
        selection.exchange(to: window.lowerBound, upTo: window.upperBound)
        // Rather short than with sentences that nobody understands; rather those than no reel.
        selection.fillInOrder(to: limits.shortestSeconds, upTo: window.upperBound)
        return Draft(
            hook: hook,
            sentences: selection.inOrder.map { sentences[$0].text },
            seconds: selection.seconds)
    }

    /// What a text scene costs, about.
    private static let textSceneSeconds = 2.6

    /// How many of an article's first sentences may be the claim that is looked into.
    private static let claimReach = 3

    /// Under a question for a title stands the claim that is looked into: said after the question it would be an answer.
    private func answersItself(_ sentence: Sentence, _ title: String) -> Bool {
        guard title.hasSuffix("?") else { return false }
        let terms = Set(Terms.stems(in: title))
        return terms.intersection(sentence.terms).count * 10 >= terms.count * 7
    }

    /// Pages repeat their title as the first line of the text.
    private func withoutTitleRepeated(_ sentences: [Sentence], _ article: Article) -> [Sentence] {
        let title = Terms.words(in: article.title)
        return sentences.filter { $0.words != title }
    }

    /// The title as a spoken sentence, unless it cannot be one or the lead says the same anyway.
    private func hook(_ title: String, before lead: Sentence?) -> String? {
        guard (3...16).contains(DictionaryWords.count(in: title)), !Boilerplate.hasAddress(title),
            !Boilerplate.isBoilerplate(title),
            title.count(where: \.isNumber) * 3 < title.count(where: \.isLetter)
        else { return nil }
        let terms = Set(Terms.stems(in: title))
        guard !terms.isEmpty else { return nil }
        if let lead, !title.hasSuffix("?") {
            let shared = terms.intersection(lead.terms).count
            if lead.isSelfContained, lead.wordCount < 26, shared * 10 >= terms.count * 8 { return nil }
        }
        if title.last!.isSentenceEnd { return title }
        let last = title.unicodeScalars.last!
        return Punctuation.hasNoSentenceEnd(last)
            ? title : title + (WritingSystem.isUnspaced(last) && WritingSystem.isEastAsian(last) ? "\u{3002}" : ".")
    }

    private func fallbackTitle(_ sentences: [Sentence]) -> String {
        let words = sentences.first?.text.split(separator: " ") ?? []
        return words.prefix(10).joined(separator: " ") + (words.count > 10 ? "\u{2026}" : "")
    }
}
