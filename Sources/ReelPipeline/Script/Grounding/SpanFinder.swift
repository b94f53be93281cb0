import Foundation
import ReelCore

extension GroundedArticle {
    /// The place that a scene comes from: where its words stand one after the other, though not always side by side
    /// (brackets and asides are not spoken); else the sentences that share most with it.
    package func source(of scene: String) -> SourceSpan? {
        let words = TextTokens.all(in: scene)
        guard !words.isEmpty, words.count <= Self.longestScene, !tokens.isEmpty else { return nil }
        if let range = alignment(words) { return span(range) }
        let title = TextTokens.all(in: article.title)
        if words.count >= 2, Self.contains(title.map(\.key), words.map(\.key)) {
            return SourceSpan(start: 0, end: 0, text: article.title)
        }
        return bestOverlap(words).map { span($0.range) }
    }

    /// The place where all of a scene's words stand, asides left out.
    func verbatim(_ scene: String) -> SourceSpan? {
        let words = TextTokens.all(in: scene)
        guard (2...Self.longestScene).contains(words.count), let range = alignment(words, atLeast: 1) else {
            return nil
        }
        return span(range)
    }

    /// The range in which a scene's words stand in their order, nine in ten of them.
    private func alignment(_ words: [TextToken], atLeast share: Double = 0.9) -> Range<Int>? {
        let wanted = words.map { numbers[$0.key] ?? -1 }
        let known = wanted.indices.filter { wanted[$0] >= 0 }
        guard Double(known.count) >= Double(words.count) * share,
            let anchor = known.min(by: { places[wanted[$0]].count < places[wanted[$1]].count })
        else { return nil }
        var best: (range: Range<Int>, matched: Int)?
        for place in places[wanted[anchor]].prefix(200) {
            var matched = 1
            var last = place
            for index in wanted.indices.suffix(from: anchor + 1) {
                if let next = find(wanted[index], after: last) {
                    last = next
                    matched += 1
                }
            }
            var first = place
            for index in wanted.indices.prefix(anchor).reversed() {
                if let next = find(wanted[index], before: first) {
                    first = next
                    matched += 1
                }
            }
            let range = first..<(last + 1)
            if let found = best, (found.matched, -found.range.count) >= (matched, -range.count) { continue }
            best = (range, matched)
        }
        guard let best, Double(best.matched) >= Double(words.count) * share else { return nil }
        return best.range
    }

    /// Words. A scene of five hundred characters has half as many; a model quotes as much as it likes, and each word is
    /// looked for behind the one before at two hundred places.
    private static let longestScene = 400

    /// How many words of an aside may be passed over.
    private static let longestAside = 60

    private func find(_ id: Int, after place: Int) -> Int? {
        guard id >= 0 else { return nil }
        for next in (place + 1)..<max(place + 1, min(ids.count, place + 1 + Self.longestAside)) where ids[next] == id {
            return next
        }
        return nil
    }

    private func find(_ id: Int, before place: Int) -> Int? {
        guard id >= 0 else { return nil }
        for next in (max(0, place - Self.longestAside)..<place).reversed() where ids[next] == id { return next }
        return nil
    }

    /// The one to three sentences that share most with a scene, and which part of its content words they have, 0...1.
    func bestOverlap(_ words: [TextToken]) -> (range: Range<Int>, share: Double)? {
        let wanted = Set(words.compactMap(Self.stem))
        guard !wanted.isEmpty else { return nil }
        // A word that stands everywhere says little about where a scene comes from.
        var weight: [String: Double] = [:]
        for stem in wanted {
            let count = stems.count { $0.contains(stem) }
            weight[stem] = 1 + log(Double(max(stems.count, 1)) / Double(max(count, 1)))
        }
        let all = wanted.reduce(0) { $0 + (weight[$1] ?? 0) }
        func share(_ window: Range<Int>) -> Double {
            var found: Set<String> = []
            for sentence in window { found.formUnion(stems[sentence].intersection(wanted)) }
            return found.reduce(0) { $0 + (weight[$1] ?? 0) } / all
        }
        var best: (window: Range<Int>, share: Double)?
        for length in 1...3 where length <= sentences.count {
            for start in 0...(sentences.count - length) {
                let share = share(start..<(start + length))
                // A longer window must gain more than its length costs.
                if share > (best?.share ?? 0) + (length > (best?.window.count ?? length) ? 0.12 : 0) {
                    best = (start..<(start + length), share)
                }
            }
        }
        guard let best, best.share > 0 else { return nil }
        let range = sentences[best.window.lowerBound].lowerBound..<sentences[best.window.upperBound - 1].upperBound
        return (range, best.share)
    }

    /// Whether the elements of `part` stand side by side in `all`, each of which is looked at once (Knuth, Morris and
    /// Pratt, "Fast pattern matching in strings", 1977).
    static func contains<Element: Equatable>(_ all: [Element], _ part: [Element]) -> Bool {
        guard !part.isEmpty, part.count <= all.count else { return false }
        // For each beginning of `part` how much of its end is its beginning as well.
        var borders = [0]
        for element in part.dropFirst() {
            var length = borders[borders.count - 1]
            while length > 0, element != part[length] { length = borders[length - 1] }
            borders.append(element == part[length] ? length + 1 : 0)
        }
        var matched = 0
        for element in all {
            while matched > 0, element != part[matched] { matched = borders[matched - 1] }
            if element == part[matched] { matched += 1 }
            if matched == part.count { return true }
        }
        return false
    }
}

extension Script {
    /// The same, each scene with the place it comes from and whether it states only what stands there.
    func withSources(in article: GroundedArticle) -> Script {
        var script = self
        for index in script.scenes.indices {
            let text = script.scenes[index].script
            let verbatim = article.verbatim(text)
            script.scenes[index].source = verbatim ?? article.source(of: text)
            // What stands there word by word needs no second look.
            script.scenes[index].grounded = verbatim != nil || article.unsupportedClaims(in: text).isEmpty
        }
        return script
    }
}
