import Foundation
import ReelText

/// How much of an article each sentence tells, and how much two sentences tell the same.
///
/// A sentence is a vector of term weights: frequency in the sentence times the inverse of how many sentences have the
/// term. It is scored by its cosine to the article's centroid (Radev et al., Centroid-based summarization, 2004),
/// biased to the title, the lead and lengths that can be spoken in one breath; sentences are then taken one by one by
/// maximal marginal relevance (Carbonell and Goldstein, 1998).
package struct SentenceScorer: Sendable {
    private let vectors: [TermVector]
    /// One for each sentence, above zero.
    package let scores: [Double]

    /// - Parameter sentenceCount: of the whole article, those that cannot be spoken included.
    package init(_ sentences: [Sentence], title: String, sentenceCount: Int) {
        let titleTerms = Terms.stems(in: title)
        var numbers: [String: Int] = [:]
        for term in sentences.flatMap(\.terms) + titleTerms where numbers[term] == nil { numbers[term] = numbers.count }
        let bags = sentences.map { sentence in sentence.terms.compactMap { numbers[$0] } }

        var frequency = Array(repeating: 0, count: numbers.count)
        for bag in bags { for term in Set(bag) { frequency[term] += 1 } }
        let total = Double(max(sentences.count, 1))
        vectors = bags.map { bag in
            TermVector(bag.map { ($0, 1 + log(total / Double(frequency[$0]))) })
        }

        // A term of one sentence alone says nothing about the article, unless the title has it.
        let central = bags.flatMap(\.self).filter { frequency[$0] > 1 }.map { ($0, 1.0) }
        let named = titleTerms.compactMap { numbers[$0] }.map { ($0, 2.0) }
        let centroid = TermVector(central + named).map { 1 + log($0) }

        let vectors = vectors
        scores = sentences.indices.map { index in
            let place = Double(sentences[index].index) / Double(max(sentenceCount, 1))
            return (vectors[index].cosine(centroid) + 0.02) * Self.placeWeight(place)
                * Self.lengthWeight(sentences[index].wordCount) * Self.toneWeight(sentences[index].text)
        }
    }

    /// Cosine of two sentences' vectors, 0...1.
    package func similarity(_ first: Int, _ second: Int) -> Double {
        vectors[first].cosine(vectors[second])
    }

    /// 1.6 at the beginning, falling to 1 within a third of the article.
    private static func placeWeight(_ place: Double) -> Double {
        1 + 0.6 * max(0, 1 - place * 3)
    }

    /// Best between 8 and 20 words, which make one scene; 16 % of news sentences have more than 30.
    private static func lengthWeight(_ words: Int) -> Double {
        switch words {
        case ..<6: 0.5
        case ..<8: 0.8
        case ...20: 1
        case ...26: 0.9
        case ...32: 0.75
        case ...40: 0.55
        default: 0.3
        }
    }

    /// Questions, the writer's own "I", and people speaking tell less than statements.
    private static func toneWeight(_ text: String) -> Double {
        var weight = 1.0
        if text.hasSuffix("?") { weight *= 0.6 }
        let isQuoted = text.holds("\u{201C}") || text.holds("\"")
        if isQuoted { weight *= 0.8 }
        let padded = " \(text) "
        // Heard from a speaker, the writer's "I" is somebody else's; in quotations it is known whose it is.
        if [" I ", " I'm ", " I\u{2019}m ", " my ", " My ", " I\u{2019}ve ", " I've ", " I\u{2019}d ", " I'd ", " me "]
            .contains(where: padded.holds)
        {
            weight *= isQuoted ? 0.8 : 0.4
        } else if !isQuoted, [" we ", " We ", " our ", " Our ", " us "].contains(where: padded.holds) {
            weight *= 0.7
        }
        if [" you ", " your ", " You ", " Your "].contains(where: padded.holds) { weight *= 0.85 }
        return weight
    }
}

/// Weights of numbered terms. Kept in the order of the numbers, so that sums come out the same in every run.
private struct TermVector: Sendable {
    private var terms: [Int] = []
    private var weights: [Double] = []
    private var norm = 0.0

    /// Weights of one term are added up.
    init(_ pairs: [(term: Int, weight: Double)]) {
        for (term, weight) in pairs.sorted(by: { $0.term < $1.term }) {
            if terms.last == term {
                weights[weights.count - 1] += weight
            } else {
                terms.append(term)
                weights.append(weight)
            }
        }
        norm = weights.reduce(0) { $0 + $1 * $1 }.squareRoot()
    }

    func map(_ transform: (Double) -> Double) -> TermVector {
        TermVector(zip(terms, weights).map { ($0, transform($1)) })
    }

    func cosine(_ other: TermVector) -> Double {
        guard norm > 0, other.norm > 0 else { return 0 }
        var dot = 0.0
        var (mine, theirs) = (0, 0)
        while mine < terms.count, theirs < other.terms.count {
            if terms[mine] == other.terms[theirs] {
                dot += weights[mine] * other.weights[theirs]
                mine += 1
                theirs += 1
            } else if terms[mine] < other.terms[theirs] {
                mine += 1
            } else {
                theirs += 1
            }
        }
        return dot / (norm * other.norm)
    }
}
