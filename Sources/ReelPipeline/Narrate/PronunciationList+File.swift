import Foundation
import ReelCore
import ReelSettings
import ReelSpeech

/// Reads the user's list from its file.
extension PronunciationList {
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
        var words: [String: String] = [:]
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
        self.init(words)
    }

    private static func unusable(_ place: String, _ expected: String) -> SettingsError {
        .invalidValue(key: "REEL_NARRATE_PRONUNCIATIONS", value: place, expected: expected)
    }
}
