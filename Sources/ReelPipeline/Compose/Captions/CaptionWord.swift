import ReelCore
import ReelText

/// A word as it is shown: what is lit up as one.
package struct CaptionWord: Hashable, Sendable {
    /// What lies between it and the word before.
    package enum Separator: Hashable, Sendable {
        case space
        /// Nothing: scripts without spaces, where a line may end after every word.
        case adjacent
        /// Nothing: it is the rest of a word that is too long for one line.
        case rest
    }

    package var text: String
    /// Seconds from the start of the scene.
    package var start: Double
    package var end: Double
    package var separator: Separator

    package init(text: String, start: Double, end: Double, separator: Separator = .space) {
        self.text = text
        self.start = start
        self.end = end
        self.separator = separator
    }

    /// Divides it, and its time by the lengths of the parts.
    func divided(_ parts: [String], separator: Separator) -> [CaptionWord] {
        let total = parts.reduce(0) { $0 + $1.count }
        guard parts.count > 1, total > 0 else { return [self] }
        var done = 0
        return parts.enumerated().map { index, part in
            func time(_ share: Int) -> Double { start + (end - start) * Double(share) / Double(total) }
            defer { done += part.count }
            return CaptionWord(
                text: part, start: time(done), end: time(done + part.count),
                separator: index == 0 ? self.separator : separator)
        }
    }
}

extension CaptionGrouping {
    /// More than this of one word is not read anyway; an address is long enough by then to be known again.
    static let mostCharacters = 48
    /// A word that is wider than a line by more than this is divided; one that is not is drawn a little smaller.
    static let widest = 1.2

    /// The words, with those divided that would not fit into a line.
    package func fitting(_ words: [CaptionWord]) -> [CaptionWord] {
        words.flatMap { word -> [CaptionWord] in
            var word = word
            if word.text.count > Self.mostCharacters { word.text = word.text.prefix(Self.mostCharacters - 1) + "…" }
            let isTooWide = width(word.text) > maxWidth * Self.widest || word.text.count > maxCharacters
            return isTooWide && !WritingSystem.isComplex(word.text)
                ? word.divided(parts(word.text), separator: .rest) : [word]
        }
    }

    /// The fewest parts that fit, about equally wide, with a hyphen where a word is cut between letters.
    private func parts(_ text: String) -> [String] {
        var rest = Array(text)
        var parts: [String] = []
        var count = max(2, Int((width(text) / maxWidth).rounded(.up)))
        while count > 1, rest.count > 3 {
            let share = width(String(rest)) / Double(count)
            var at = 1
            while at < rest.count - 2, width(String(rest[...at])) < share { at += 1 }
            let cut = bestCut(rest, near: at)
            var part = String(rest[..<cut])
            if rest[cut - 1].isLetter, rest[cut].isLetter { part += "-" }
            parts.append(part)
            rest.removeFirst(cut)
            count -= 1
        }
        return parts + [String(rest)]
    }

    /// After a hyphen, slash or dot if there is one nearby.
    private func bestCut(_ text: [Character], near wanted: Int) -> Int {
        let reach = max(1, wanted / 3)
        let nearby = (max(2, wanted - reach)...max(2, min(text.count - 2, wanted + reach)))
            .filter { $0 < text.count && "-–—/._:@=&?".contains(text[$0 - 1]) }
        return nearby.min { abs($0 - wanted) < abs($1 - wanted) } ?? wanted
    }
}
