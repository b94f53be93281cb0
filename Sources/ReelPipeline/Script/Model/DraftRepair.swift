import ReelCore

/// Makes a script out of a model's draft: what it still says wrongly is replaced by the article's own words, and its
/// length is put right.
package struct DraftRepair {
    let article: Article
    let grounded: GroundedArticle
    let limits: ScriptLimits
    private let sentences: [Sentence]
    private let keywords: Keywords

    package init(article: Article, grounded: GroundedArticle, limits: ScriptLimits) {
        self.article = article
        self.grounded = grounded
        self.limits = limits
        sentences = Sentences.all(in: SpeakableText.paragraphs(of: article))
        keywords = Keywords(sentences: sentences.map(\.text), title: SpeakableText.title(of: article))
    }

    /// - Throws: `ModelError.unusable` when too little is left.
    package func finish(_ draft: ModelDraft) throws -> Script {
        let faulty = Set(draft.faults(grounded).map { $0.number - 1 })
        var scenes: [Scene] = []
        var said = Set(draft.scenes.indices.filter { !faulty.contains($0) }.map { draft.scenes[$0].script })
        var replaced = 0
        for (index, var scene) in draft.scenes.enumerated() {
            if faulty.contains(index) {
                replaced += 1
                guard let sentence = replacement(for: scene, source: draft.sources[index], not: said) else { continue }
                scene = Scene(sceneNumber: 0, script: sentence)
                said.insert(sentence)
            } else {
                scene.source = source(draft.sources[index])
            }
            if scene.assetKeywords.isEmpty { scene.assetKeywords = keywords.keywords(for: scene.script) }
            scene.source = scene.source ?? grounded.source(of: scene.script)
            scene.grounded = true
            scenes.append(scene)
        }
        fill(&scenes, &said)
        trim(&scenes)
        guard scenes.count >= limits.scenes.lowerBound - 2, seconds(scenes) >= limits.window.lowerBound * 0.9 else {
            throw ModelError.unusable("too little of what was said stands in the article")
        }
        for index in scenes.indices { scenes[index].sceneNumber = index + 1 }
        let title = grounded.unsupportedClaims(in: draft.title).isEmpty ? draft.title : SpeakableText.title(of: article)
        return Script(
            title: title, scenes: scenes,
            origin: ScriptOrigin(.model, replacedScenes: replaced == 0 ? nil : replaced))
    }

    private func seconds(_ scenes: [Scene]) -> Double {
        limits.pace.seconds(ofScenes: scenes.map(\.script))
    }

    /// What the model says a scene rests on, if it stands in the article word by word.
    private func source(_ quotation: String) -> SourceSpan? {
        guard let span = grounded.source(of: quotation), span.end > span.start else { return nil }
        // Far more than was quoted is not what was meant.
        return span.text.count <= 3 * quotation.count + 80 ? span : nil
    }

    /// A sentence that is not said yet, from the place that the scene was about.
    private func replacement(for scene: Scene, source: String, not said: Set<String>) -> String? {
        let wanted = Set(Terms.stems(in: scene.script + " " + source))
        let longest = 30
        let free = sentences.filter {
            $0.isSelfContained && $0.wordCount <= longest && !said.contains($0.text)
        }
        return free.max { score($0, wanted) < score($1, wanted) }?.text
    }

    private func score(_ sentence: Sentence, _ wanted: Set<String>) -> Double {
        let shared = Double(wanted.intersection(sentence.terms).count)
        // Between sentences that fit equally, the shorter and the earlier.
        return shared - Double(sentence.wordCount) / 100 - Double(sentence.index) / 10_000
    }

    /// Adds sentences of the article before the last scene while the script is too short.
    private func fill(_ scenes: inout [Scene], _ said: inout Set<String>) {
        let about = Set(Terms.stems(in: article.title))
        while seconds(scenes) < limits.window.lowerBound || scenes.count < limits.scenes.lowerBound {
            let room = limits.window.upperBound - seconds(scenes)
            let told = Set(scenes.flatMap { Terms.stems(in: $0.script) })
            let free = sentences.filter { sentence in
                sentence.isSelfContained && sentence.wordCount <= 30 && !said.contains(sentence.text)
                    && limits.pace.seconds(ofScenes: [sentence.text]) < room
                    && 2 * Set(sentence.terms).intersection(told).count < Set(sentence.terms).count * 2
            }
            guard scenes.count < limits.scenes.upperBound,
                let sentence = free.max(by: { score($0, about) < score($1, about) })?.text
            else { return }
            said.insert(sentence)
            let scene = Scene(
                sceneNumber: 0, script: sentence, assetKeywords: keywords.keywords(for: sentence), grounded: true,
                source: grounded.source(of: sentence))
            scenes.insert(scene, at: max(0, scenes.count - 1))
        }
    }

    /// Takes scenes out of the middle while the script is too long, spoken faster even: the hook and the close are what holds it.
    private func trim(_ scenes: inout [Scene]) {
        while seconds(scenes) > limits.longestDraft, scenes.count > max(3, limits.scenes.lowerBound) {
            let excess = seconds(scenes) - limits.targetSeconds
            // The scene whose loss comes nearest to what is too much.
            let inner = scenes.indices.dropFirst().dropLast()
            guard
                let victim = inner.min(by: { left, right in
                    abs(cost(scenes[left]) - excess) < abs(cost(scenes[right]) - excess)
                })
            else { return }
            scenes.remove(at: victim)
        }
    }

    private func cost(_ scene: Scene) -> Double {
        limits.pace.seconds(speaking: scene.script) + limits.pace.perScene
    }
}
