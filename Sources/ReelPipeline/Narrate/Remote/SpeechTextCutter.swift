import ReelSpeech
import ReelText

/// Cuts what is said into requests of a bounded length, at the ends of sentences where that goes.
package enum SpeechTextCutter {
    /// - Parameters:
    ///   - said: words in order.
    ///   - limit: Unicode scalars of a request.
    /// - Returns: the words of each request; joined by blanks they are within the limit.
    package static func cut(_ said: [PronunciationList.Said], limit: Int) -> [[PronunciationList.Said]] {
        let words = said.flatMap { pieces(of: $0, limit: limit) }
        guard length(words[...]) > limit else { return words.isEmpty ? [] : [words] }
        var requests: [[PronunciationList.Said]] = []
        for sentence in sentences(words) {
            for part in parts(of: sentence, limit: limit) {
                if let last = requests.last, length(last[...]) + 1 + length(part[...]) <= limit {
                    requests[requests.count - 1] += part
                } else {
                    requests.append(part)
                }
            }
        }
        return requests
    }

    /// A word that is longer than a request, cut into pieces.
    private static func pieces(of said: PronunciationList.Said, limit: Int) -> [PronunciationList.Said] {
        var rest = said.text.unicodeScalars[...]
        guard rest.count > limit else { return [said] }
        var pieces: [PronunciationList.Said] = []
        while !rest.isEmpty {
            var piece = said
            piece.text = String(Substring(rest.prefix(limit)))
            pieces.append(piece)
            rest = rest.dropFirst(limit)
        }
        return pieces
    }

    private static func sentences(_ words: [PronunciationList.Said]) -> [[PronunciationList.Said]] {
        var rest = words[...]
        var sentences: [[PronunciationList.Said]] = []
        for sentence in SentenceSplitter.sentences(of: words.map(\.text).joined(separator: " ")) {
            let count = sentence.split(whereSeparator: \.isWhitespace).count
            if count > 0 { sentences.append(Array(rest.prefix(count))) }
            rest = rest.dropFirst(count)
        }
        return rest.isEmpty ? sentences : sentences + [Array(rest)]
    }

    /// A sentence that is longer than a request, cut after the last comma that fits, or else after the last word.
    private static func parts(of sentence: [PronunciationList.Said], limit: Int) -> [[PronunciationList.Said]] {
        var rest = sentence[...]
        var parts: [[PronunciationList.Said]] = []
        while true {
            var used = -1
            let fitting = rest.prefix { word in
                used += word.text.unicodeScalars.count + 1
                return used <= limit
            }
            guard fitting.endIndex < rest.endIndex else { break }
            let comma = fitting.lastIndex {
                $0.text.last.map { ",;:\u{2013}\u{2014}\u{FF0C}\u{3001}".contains($0) } ?? false
            }
            let end = comma.map { $0 + 1 } ?? fitting.endIndex
            parts.append(Array(rest[..<end]))
            rest = rest[end...]
        }
        return rest.isEmpty ? parts : parts + [Array(rest)]
    }

    private static func length(_ words: ArraySlice<PronunciationList.Said>) -> Int {
        words.reduce(-1) { $0 + $1.text.unicodeScalars.count + 1 }
    }
}
