import ReelSpeech

/// Brings what a server says of when its pieces are heard to the words of the text: servers part words and signs, and write
/// numbers out.
package enum ServerTimes {
    /// Why the times cannot be used.
    package struct Implausible: Error, Hashable {
        package let reason: String
    }

    /// Seconds by which a piece may begin before the one in front of it, and by which times may lie outside the sound.
    private static let overlap = 0.05
    private static let margin = 0.3
    /// Shares of words that must be found among the pieces, and be heard when they are said to be.
    private static let leastFound = 0.6
    private static let leastHeard = 0.8

    /// - Returns: a span for each word; `nil` for one without sound.
    /// - Throws: `Implausible`.
    package static func spans(
        of words: [String], from pieces: [SpeechAnswer.TimedText], in activity: SpeechActivity
    ) throws(Implausible) -> [ClosedRange<Double>?] {
        try check(pieces, duration: activity.duration)
        let spoken = words.map(letters)
        let heard = pieces.map { letters($0.text) }
        guard heard.count <= 8 * words.count + 100 else { throw Implausible(reason: "they are for another text") }
        let matches = matches(spoken, heard)
        let sounding = words.indices.filter { !spoken[$0].isEmpty }
        let found = sounding.count { matches[$0] != nil }
        guard Double(found) >= leastFound * Double(sounding.count) else {
            throw Implausible(reason: "they are for other words")
        }
        let spans = filled(words, matches, pieces)
        try check(spans, activity)
        return spans
    }

    private static func check(
        _ pieces: [SpeechAnswer.TimedText], duration: Double
    ) throws(Implausible) {
        var last = 0.0
        for piece in pieces {
            guard piece.start.isFinite, piece.end.isFinite, piece.end >= piece.start else {
                throw Implausible(reason: "a word ends before it begins")
            }
            guard piece.start >= last - overlap else { throw Implausible(reason: "they go back") }
            guard piece.end <= duration + margin else {
                throw Implausible(reason: "they lie behind the end of the sound")
            }
            last = piece.start
        }
    }

    private static func check(
        _ spans: [ClosedRange<Double>?], _ activity: SpeechActivity
    ) throws(Implausible) {
        let spans = spans.compactMap(\.self)
        guard let whole = activity.whole, let first = spans.first, let last = spans.last else {
            throw Implausible(reason: "no word has a time")
        }
        guard abs(first.lowerBound - whole.lowerBound) <= margin, abs(last.upperBound - whole.upperBound) <= margin
        else { throw Implausible(reason: "they begin or end where the speech does not") }
        let heard = spans.count { activity.isHeard(($0.lowerBound + $0.upperBound) / 2) }
        guard Double(heard) >= leastHeard * Double(spans.count) else {
            throw Implausible(reason: "words lie in silence")
        }
    }

    /// Letters and digits in lower case: what is compared.
    private static func letters(_ text: String) -> String {
        String(
            text.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil })
    }

    /// For each word the pieces that it is made of. Where the letters of all are the same, by the letters; else by the longest
    /// list of words that both have in this order.
    private static func matches(_ words: [String], _ pieces: [String]) -> [ClosedRange<Int>?] {
        if words.joined() == pieces.joined() { return matchesByLetter(words, pieces) }
        let width = pieces.count + 1
        var lengths = [Int32](repeating: 0, count: (words.count + 1) * width)
        for word in words.indices.reversed() {
            for piece in pieces.indices.reversed() {
                let isSame = !words[word].isEmpty && words[word] == pieces[piece]
                lengths[word * width + piece] =
                    isSame
                    ? lengths[(word + 1) * width + piece + 1] + 1
                    : max(lengths[(word + 1) * width + piece], lengths[word * width + piece + 1])
            }
        }
        var matches = [ClosedRange<Int>?](repeating: nil, count: words.count)
        var (word, piece) = (0, 0)
        while word < words.count, piece < pieces.count {
            if !words[word].isEmpty, words[word] == pieces[piece] {
                matches[word] = piece...piece
                (word, piece) = (word + 1, piece + 1)
            } else if lengths[(word + 1) * width + piece] >= lengths[word * width + piece + 1] {
                word += 1
            } else {
                piece += 1
            }
        }
        return matches
    }

    private static func matchesByLetter(_ words: [String], _ pieces: [String]) -> [ClosedRange<Int>?] {
        // For each letter the piece that it stands in.
        let owners = pieces.enumerated().flatMap { index, text in repeatElement(index, count: text.unicodeScalars.count)
        }
        var next = 0
        return words.map { word in
            let count = word.unicodeScalars.count
            guard count > 0 else { return nil }
            defer { next += count }
            return owners[next]...owners[next + count - 1]
        }
    }

    /// Words that were not found share the time of the pieces between their neighbours by their syllables.
    private static func filled(
        _ words: [String], _ matches: [ClosedRange<Int>?], _ pieces: [SpeechAnswer.TimedText]
    ) -> [ClosedRange<Double>?] {
        var spans = matches.map { match in
            match.map { pieces[$0.lowerBound].start...max(pieces[$0.lowerBound].start, pieces[$0.upperBound].end) }
        }
        var word = 0
        var nextPiece = 0
        while word < words.count {
            if let match = matches[word] {
                nextPiece = match.upperBound + 1
                word += 1
                continue
            }
            let end = words[word...].indices.first { matches[$0] != nil } ?? words.count
            let lastPiece = end < words.count ? matches[end]!.lowerBound : pieces.count
            if nextPiece < lastPiece {
                share(
                    pieces[nextPiece].start, pieces[lastPiece - 1].end, among: word..<end, of: words, into: &spans)
            }
            word = end
        }
        return inOrder(spans)
    }

    private static func share(
        _ start: Double, _ end: Double, among range: Range<Int>, of words: [String],
        into spans: inout [ClosedRange<Double>?]
    ) {
        let weights = range.map { SyllableCount.of(words[$0]) }
        let sum = weights.reduce(0, +)
        guard sum > 0, end > start else { return }
        var spent = 0.0
        for (word, weight) in zip(range, weights) where weight > 0 {
            let from = start + (end - start) * spent / sum
            spent += weight
            spans[word] = from...max(from, start + (end - start) * spent / sum)
        }
    }

    private static func inOrder(_ spans: [ClosedRange<Double>?]) -> [ClosedRange<Double>?] {
        var last = 0.0
        return spans.map { span in
            guard let span else { return nil }
            let start = max(span.lowerBound, last)
            last = start
            return start...max(start, span.upperBound)
        }
    }
}
