import Foundation
import ReelText

/// One token for the speech engine: a name of ASCII letters, digits and what numbers need, and the punctuation after
/// it, which makes the engine's pauses and melody.
package struct EngineToken: Hashable, Sendable {
    package var name: String
    /// One of `""`, `","`, `"."`, `"?"`.
    package var punctuation: String

    package init(_ name: String, _ punctuation: String = "") {
        self.name = name
        self.punctuation = punctuation
    }
}

/// A written word as the engine is to read it. Without tokens it is silent.
package struct PronouncedWord: Hashable, Sendable {
    package var tokens: [EngineToken]
    package var endsSentence: Bool
}

/// From written words to what the engine can say. Numbers, ordinals, years and percentages it reads well by itself;
/// currencies, symbols, abbreviations and letters beyond ASCII it does not.
package enum Pronunciation {
    /// - Parameter written: the text cut at white space.
    /// - Returns: one for each written word, in order.
    package static func words(_ written: [String]) -> [PronouncedWord] {
        let bare = written.map { BareWord($0) }
        var words: [PronouncedWord] = []
        var lastSpoken: Int?
        for (index, word) in bare.enumerated() {
            let next = index + 1 < bare.count ? bare[index + 1] : nil
            let previous = index > 0 ? bare[index - 1] : nil
            var names = WordReading.names(of: word.core, after: previous?.core, before: next?.core)
            if names.count > 1 { names = names.filter { !$0.isEmpty } }
            let ends = word.endsSentence(before: next)
            var tokens = names.flatMap(split).map { EngineToken($0) }
            let punctuation = ends && word.punctuation.isEmpty ? "." : word.punctuation
            if !tokens.isEmpty {
                tokens[tokens.count - 1].punctuation = ends ? punctuation : word.innerPunctuation
            } else if !punctuation.isEmpty, let last = lastSpoken {
                // A dash that stands alone is a pause after the word before it.
                if words[last].tokens[words[last].tokens.count - 1].punctuation.isEmpty {
                    words[last].tokens[words[last].tokens.count - 1].punctuation = ","
                }
            }
            if !tokens.isEmpty { lastSpoken = index }
            words.append(PronouncedWord(tokens: tokens, endsSentence: ends))
        }
        return words
    }

    /// Cuts what no word is as long as, so that the engine's rules, which work on one word at a time, stay bounded.
    private static func split(_ name: String) -> [String] {
        let longest = 40
        guard name.utf8.count > longest else { return [name] }
        let bytes = Array(name.utf8)
        return stride(from: 0, to: bytes.count, by: longest).map { start in
            String(decoding: bytes[start..<min(start + longest, bytes.count)], as: UTF8.self)
        }
    }
}

/// A written word without the punctuation around it.
struct BareWord {
    /// ASCII.
    let core: String
    /// What followed the core, as one of the engine's marks.
    let punctuation: String
    private let startsUpperCase: Bool
    private let endsWithPeriod: Bool

    init(_ written: String) {
        let folded = ASCIIFolding.fold(written)
        let bytes = Array(folded.utf8)
        let isCore: (UInt8) -> Bool = { byte in
            Self.isLetterOrDigit(byte) || Self.coreSigns.contains(byte)
        }
        let first = bytes.firstIndex(where: isCore)
        let last = bytes.lastIndex { Self.isLetterOrDigit($0) || $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }
        var core = ""
        var tail = folded
        if let first, let last = last ?? bytes.lastIndex(where: isCore), first <= last {
            core = String(decoding: bytes[first...last], as: UTF8.self)
            tail = String(decoding: bytes[(last + 1)...], as: UTF8.self)
        }
        endsWithPeriod = tail.hasPrefix(".")
        if endsWithPeriod, Abbreviation.isInitialism(core) { core += "." }
        self.core = core
        startsUpperCase = first.map { !Self.isLowerCase(bytes[$0]) } ?? false
        punctuation = Self.mark(tail)
    }

    /// Whether a pause for breath belongs after this word. A period after an abbreviation ends nothing unless the
    /// text ends.
    func endsSentence(before next: BareWord?) -> Bool {
        guard punctuation == "." || punctuation == "?" else { return next == nil }
        guard let next else { return true }
        guard next.startsUpperCase else { return false }
        return !(endsWithPeriod && Abbreviation.expectsMore(core, beforeNumber: next.core.first?.isNumber == true))
    }

    /// The mark where no sentence ends: a period is then part of an abbreviation.
    var innerPunctuation: String {
        endsWithPeriod && punctuation == "." ? "" : punctuation == "?" || punctuation == "." ? "," : punctuation
    }

    /// Signs that are read, beside letters and digits.
    private static let coreSigns = Set("$#&@+=%~".utf8)

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    private static func isLowerCase(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }

    private static func mark(_ tail: String) -> String {
        if tail.contains("?") { return "?" }
        if tail.contains(where: { ".!".contains($0) }) { return "." }
        if tail.contains(where: { ",;:)-".contains($0) }) { return "," }
        return ""
    }
}
