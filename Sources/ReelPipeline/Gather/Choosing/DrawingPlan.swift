import ReelCore

/// What is drawn for a scene.
struct Drawing: Hashable, Sendable {
    /// `nil` for a background without words.
    var card: Card?
    /// Whether the words are the client's own.
    var isClients = false
    var seed: Int

    /// Whoever's words they are, they are drawn alike.
    var anybodys: Drawing { Drawing(card: card, seed: seed) }
}

/// Settles what is drawn for the scenes that show no picture: cards and backgrounds in turn, so that neither is seen
/// all the time. A pure function of its inputs.
struct DrawingPlan {
    let scenes: [Scene]
    /// By scene, the card that its words make.
    let cards: [SceneCard?]
    /// By scene, whether it shows no picture.
    let isDrawn: [Bool]
    /// Of the article.
    let title: String

    /// - Returns: by the scene's place in the script.
    func drawings() -> [Int: Drawing] {
        var result: [Int: Drawing] = [:]
        var headings: Set<String> = []
        for index in scenes.indices where isDrawn[index] {
            let kept = scenes[index].visual.flatMap { $0.kind == .card ? $0 : nil }
            let card = kept?.card.flatMap { stays($0, kept, index) ? $0 : nil } ?? newCard(index, result, headings)
            result[index] = Drawing(
                card: card, isClients: card != nil && kept?.provider == .client,
                seed: scenes[index].visual?.seed ?? seed(index, result))
            if let card { headings.insert(card.heading.lowercased()) }
        }
        return result
    }

    /// A card stays as long as its scene says what is on it; one that the client wrote stays whatever is said.
    private func stays(_ card: Card, _ kept: SceneChoice?, _ index: Int) -> Bool {
        if kept?.provider == .client { return true }
        return switch card.kind {
        case .number: says(card.heading, in: index)
        case .quotation: says(card.text ?? card.heading, in: index)
        // The opening one has the title of the reel.
        case .title: says(card.heading, in: index) || index == 0
        }
    }

    private func says(_ words: String, in index: Int) -> Bool {
        " \(SceneWords.letters(scenes[index].script)) ".contains(" \(SceneWords.letters(words)) ")
    }

    private func newCard(_ index: Int, _ before: [Int: Drawing], _ headings: Set<String>) -> Card? {
        guard scenes[index].sceneType == .media else { return nil }
        // A background that was chosen stays one.
        if scenes[index].visual?.kind == .backdrop { return nil }
        guard let card = cards[index]?.card, !headings.contains(card.heading.lowercased()) else { return nil }
        // Titles say least: never two after each other.
        if card.kind == .title, before[index - 1]?.card?.kind == .title { return nil }
        // A scene of text beside it has those words large already.
        let isRepeated = [index - 1, index + 1].contains {
            scenes.indices.contains($0) && scenes[$0].sceneType == .text && says(card.heading, in: $0)
        }
        return isRepeated ? nil : card
    }

    /// Neighbours have different shapes.
    private func seed(_ index: Int, _ before: [Int: Drawing]) -> Int {
        let next = index + 1 < scenes.count ? scenes[index + 1].visual?.seed : nil
        let taken = [before[index - 1]?.seed, next].compactMap { $0.map(Backdrop.motif) }
        var seed = Backdrop.seed(title: title, sceneNumber: scenes[index].sceneNumber)
        while taken.contains(Backdrop.motif(seed)) { seed += 1 }
        return seed
    }
}
