import Foundation

/// How the user wants words to be said: a text file with a line for each, a word, a tab, and what is said instead.
///
///     # Lines that begin with # and empty ones are skipped.
///     Nguyen	win
///     SQL	sequel
///     km/h	kilometres per hour
///
/// A word is what stands between white space in the script, without the punctuation around it. One that is given in small
/// letters is found however it is written; one with a capital only as it is given. What is said may be several words. The
/// captions keep the word as it is written.
public struct PronunciationList: Hashable, Codable, Sendable {
    /// A part of a written word that is said.
    package struct Said: Hashable, Sendable {
        package var text: String
        /// Index of the written word.
        package var word: Int
    }

    private(set) var words: [String: String] = [:]

    /// Bytes; the file's words have two hundred characters at most.
    private static let longestWord = 2_000

    /// Every word is said as it is written.
    public init() {}

    /// - Parameter words: what is said for each word.
    package init(_ words: [String: String]) {
        self.words = words
    }

    /// The entries that a text needs, so that what is kept of its speech does not depend on the others; `nil` for none.
    package func needed(in text: String) -> PronunciationList? {
        guard !words.isEmpty else { return nil }
        var few = PronunciationList()
        for written in WrittenWords.split(text) {
            let core = Self.core(written)
            if let key = key(of: core), let said = words[key] { few.words[key] = said }
        }
        return few.words.isEmpty ? nil : few
    }

    /// What is said for each written word, in order.
    package func apply(to written: [String]) -> [Said] {
        written.enumerated().flatMap { index, word -> [Said] in
            let core = Self.core(word)
            guard !words.isEmpty, let key = key(of: core), let said = words[key] else {
                return [Said(text: word, word: index)]
            }
            // The punctuation stays where it was: the engine makes pauses and melody of it.
            let whole = word[..<core.startIndex] + said + word[core.endIndex...]
            return whole.split(whereSeparator: \.isWhitespace).map { Said(text: String($0), word: index) }
        }
    }

    private func key(of core: Substring) -> String? {
        // No word of the list is longer.
        guard core.utf8.count <= Self.longestWord else { return nil }
        if words[String(core)] != nil { return String(core) }
        let small = core.lowercased()
        return words[small] != nil ? small : nil
    }

    /// Without what is neither letter nor number at either end.
    private static func core(_ word: String) -> Substring {
        let isInner: (Character) -> Bool = { $0.isLetter || $0.isNumber }
        guard let first = word.firstIndex(where: isInner), let last = word.lastIndex(where: isInner) else {
            return word[word.endIndex...]
        }
        return word[first...last]
    }
}
