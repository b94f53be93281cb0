import ReelText

/// Chooses the sentences that are spoken.
struct SentenceSelection {
    private let sentences: [Sentence]
    private let scorer: SentenceScorer
    private let pace: SpeechPace
    private let people: PersonMentions
    /// Positions in `sentences`.
    private(set) var chosen: Set<Int> = []
    /// Estimated seconds of what is chosen, pauses included.
    private(set) var seconds: Double
    /// The sentence that opens the reel.
    private var lead: Int?

    /// The weight of a sentence's own score against its similarity to those already chosen (lambda of maximal marginal
    /// relevance).
    private static let relevanceShare = 0.7

    /// Words; a sentence that would make a longer scene is not a candidate.
    var longestScene: Int
    /// For each sentence the words of the longest scene that it would make.
    private let sceneWords: [Int]
    /// For each sentence its seconds, the pauses after its scenes included.
    private let costs: [Double]

    /// What each sentence would cost, reckoned once for all selections of an article.
    struct Measures {
        var sceneWords: [Int]
        var costs: [Double]

        init(_ sentences: [Sentence], pace: SpeechPace) {
            let parts = sentences.map { ClauseSplitter.scenes(of: $0.text) }
            sceneWords = parts.map { $0.map(DictionaryWords.count).max() ?? 0 }
            costs = parts.map { $0.reduce(0) { $0 + pace.seconds(speaking: $1) + pace.perScene } }
        }
    }

    init(
        _ sentences: [Sentence], measures: Measures, scorer: SentenceScorer, people: PersonMentions, pace: SpeechPace,
        longestScene: Int
    ) {
        self.sentences = sentences
        self.people = people
        self.scorer = scorer
        self.pace = pace
        self.longestScene = longestScene
        seconds = pace.atTheEnd
        sceneWords = measures.sceneWords
        costs = measures.costs
    }

    /// The first sentence that can open the reel: the lead, unless it needs what is not there.
    @discardableResult
    mutating func takeLead() -> Int? {
        guard
            let lead = sentences.indices.prefix(8).first(where: {
                sentences[$0].isSelfContained && (6...50).contains(sentences[$0].wordCount)
            }) ?? sentences.indices.first
        else { return nil }
        take(lead)
        self.lead = lead
        return lead
    }

    /// The best that stands alone between two places of the article, 0...1.
    mutating func takeBest(from low: Double, to high: Double, upTo limit: Double) {
        let last = Double(max(sentences.last?.index ?? 1, 1))
        let inside = sentences.indices.filter { position in
            let place = Double(sentences[position].index) / last
            return place >= low && place <= high && sentences[position].isSelfContained
                && people.areKnown(in: position, after: chosen)
                && sceneWords[position] <= longestScene
        }
        if let best = best(of: inside, upTo: limit) { take(best) }
    }

    /// Takes sentence after sentence until the target is reached or nothing more fits below the limit.
    mutating func fill(to target: Double, upTo limit: Double) {
        while seconds < target {
            let candidates = sentences.indices.filter {
                sceneWords[$0] <= longestScene && isUnderstood($0, in: chosen)
            }
            guard let best = best(of: candidates, upTo: limit) else { return }
            take(best)
        }
    }

    /// Takes whatever is left in the article's order, for articles that have hardly enough.
    mutating func fillInOrder(to target: Double, upTo limit: Double) {
        for position in sentences.indices where seconds < target && !chosen.contains(position) {
            if seconds + costs[position] <= limit { take(position) }
        }
    }

    /// Where too little is said but no sentence more fits, as among sentences of one length, puts one or two others in
    /// the place of one that was chosen: the exchange that reaches the target and costs least, if there is one.
    mutating func exchange(to target: Double, upTo limit: Double) {
        guard seconds < target else { return }
        let fitting = sentences.indices.filter { !chosen.contains($0) && sceneWords[$0] <= longestScene }
        let candidates = fitting.sorted { scorer.scores[$0] > scorer.scores[$1] }.prefix(Self.mostCandidates)
        var best: (out: Int, new: [Int], gain: Double)?
        for out in chosen.sorted() where out != lead {
            let rest = chosen.subtracting([out])
            let others = candidates.filter { !isLike($0, rest) }
            for (place, first) in others.enumerated() {
                for new in [[first]] + others[(place + 1)...].map({ [first, $0] }) {
                    let length = new.reduce(seconds - costs[out]) { $0 + costs[$1] }
                    guard (target...limit).contains(length) else { continue }
                    let gain = new.reduce(-scorer.scores[out]) { $0 + scorer.scores[$1] }
                    guard gain > best?.gain ?? -.infinity, isSound(rest, with: new) else { continue }
                    best = (out, new, gain)
                }
            }
        }
        guard let best else { return }
        chosen.remove(best.out)
        seconds -= costs[best.out]
        for position in best.new { take(position) }
    }

    /// Pairs are tried: more would take long and change little.
    private static let mostCandidates = 40

    private func isLike(_ position: Int, _ others: some Sequence<Int>) -> Bool {
        others.contains { scorer.similarity(position, $0) > 0.6 }
    }

    /// Whether everything is understood as well as before, and the same parts of the article are told, after an exchange.
    private func isSound(_ rest: Set<Int>, with new: [Int]) -> Bool {
        let after = rest.union(new)
        guard new.count < 2 || !isLike(new[0], [new[1]]), parts(of: after).isSuperset(of: parts(of: chosen)) else {
            return false
        }
        return new.allSatisfy { isUnderstood($0, in: after) }
            && rest.allSatisfy { isUnderstood($0, in: after) || !isUnderstood($0, in: chosen) }
    }

    private func isUnderstood(_ position: Int, in chosen: Set<Int>) -> Bool {
        (sentences[position].isSelfContained || follows(position, in: chosen))
            && people.areKnown(in: position, after: chosen)
    }

    /// Those of the middle (1) and the end (2) of the article from which something is chosen.
    private func parts(of chosen: Set<Int>) -> Set<Int> {
        let last = Double(max(sentences.last?.index ?? 1, 1))
        return Set(
            chosen.compactMap { position in
                switch Double(sentences[position].index) / last {
                case 0.8...: 2
                case 0.35...0.7: 1
                default: nil
                }
            })
    }

    private func best(of candidates: [Int], upTo limit: Double) -> Int? {
        var best: (position: Int, score: Double)?
        let highest = scorer.scores.max() ?? 1
        for position in candidates
        where !chosen.contains(position) && seconds + costs[position] <= limit {
            let similarity = chosen.map { scorer.similarity(position, $0) }.max() ?? 0
            // The same thing said twice is worse than anything else.
            if similarity > 0.6 { continue }
            let score = Self.relevanceShare * scorer.scores[position] / highest - (1 - Self.relevanceShare) * similarity
            if score > best?.score ?? -.infinity { best = (position, score) }
        }
        return best?.position
    }

    /// Whether the sentence before, in the same paragraph, is spoken, so that its "he" and "this" have somebody to
    /// mean.
    private func follows(_ position: Int, in chosen: Set<Int>) -> Bool {
        guard position > 0, chosen.contains(position - 1) else { return false }
        let before = sentences[position - 1]
        let this = sentences[position]
        // Whose words these are has to have been said.
        if ContextDependence.isBareQuotation(this.text), !before.text.contains(where: { "\"\u{201C}".contains($0) }),
            !before.text.contains(" said"), !before.text.contains(" says")
        {
            return false
        }
        return before.index == this.index - 1 && before.paragraph == this.paragraph
    }

    /// The positions chosen, in the article's order.
    var inOrder: [Int] { chosen.sorted() }

    /// Counts something that is spoken beside the chosen sentences.
    mutating func add(seconds: Double) {
        self.seconds += seconds
    }

    private mutating func take(_ position: Int) {
        if chosen.insert(position).inserted { seconds += costs[position] }
    }
}
