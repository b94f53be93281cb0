import Foundation
import ReelCore
import ReelSettings

/// How the user wants words to be said: a text file with a line for each, a word, a tab, and what is said instead.
///
///     # Lines that begin with # and empty ones are passed over.
///     Nguyen	win
///     SQL	sequel
///     km/h	kilometres per hour
///
/// A word is what stands between white space in the script, without the punctuation around it. One that is given in small
/// letters is found however it is written; one with a capital only as it is given. What is said may be several words. The
/// captions keep the word as it is written.
public struct PronunciationList: Hashable, Codable, Sendable {
    /// A part of a written word that is said.
    struct Said: Hashable {
        var text: String
        /// Index of the written word.
        var word: Int
    }

    private var words: [String: String] = [:]

    /// Nothing is said otherwise than it is written.
    public init() {}

    /// What one line may have, in characters, and how many lines there may be: more is another kind of file.
    private static let longestSide = 200
    private static let mostWords = 10_000
    private static let largestFile = 2 << 20

    /// - Throws: `SettingsError`, naming the line that cannot be used.
    public init(contentsOf file: URL) throws {
        let text: String
        do {
            let file = file.resolvingSymlinksInPath()
            let size = try file.resourceValues(forKeys: [.isRegularFileKey, .fileSizeKey])
            guard size.isRegularFile == true, let bytes = size.fileSize, bytes <= Self.largestFile else {
                throw CocoaError(.fileReadTooLarge)
            }
            text = try String(contentsOf: file, encoding: .utf8)
        } catch {
            throw Self.unusable(
                file.path, "the path of a text file in UTF-8 that can be read and has at most 2 MiB")
        }
        try self.init(text, named: file.path)
    }

    /// - Parameter name: of the file, for messages.
    package init(_ text: String, named name: String) throws {
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let line = line.trimmingPrefix("\u{FEFF}")
            if line.allSatisfy(\.isWhitespace) || line.hasPrefix("#") { continue }
            let sides = line.split(separator: "\t", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
            let place = "\(name), line \(index + 1)"
            guard sides.count == 2, sides.allSatisfy({ (1...Self.longestSide).contains($0.count) }) else {
                throw Self.unusable(place, "a word, one tab, and what is said instead: \(line.prefix(60))")
            }
            guard !sides[0].contains(where: \.isWhitespace) else {
                throw Self.unusable(place, "one word before the tab, not several: \(sides[0].prefix(60))")
            }
            guard sides.allSatisfy({ $0.contains { $0.isLetter || $0.isNumber } }) else {
                throw Self.unusable(place, "letters or numbers on both sides of the tab: \(line.prefix(60))")
            }
            guard words.updateValue(sides[1], forKey: sides[0]) == nil else {
                throw Self.unusable(place, "a word that is not in the list yet: \(sides[0].prefix(60))")
            }
            guard words.count <= Self.mostWords else {
                throw Self.unusable(place, "the end of the list: it may have \(Self.mostWords) words")
            }
        }
    }

    /// The entries that a text needs, so that what is kept of its speech does not depend on the others; `nil` for none.
    func needed(in text: String) -> PronunciationList? {
        guard !words.isEmpty else { return nil }
        var few = PronunciationList()
        for written in Pronunciation.written(text) {
            let core = Self.core(written)
            if let key = key(of: core), let said = words[key] { few.words[key] = said }
        }
        return few.words.isEmpty ? nil : few
    }

    /// What is said for each written word, in order.
    func apply(to written: [String]) -> [Said] {
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

    private static func unusable(_ place: String, _ expected: String) -> SettingsError {
        .invalidValue(key: "REEL_NARRATE_PRONUNCIATIONS", value: place, expected: expected)
    }
}
