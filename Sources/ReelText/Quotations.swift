/// What a script says in the words of others.
package enum Quotations {
    /// A stretch of a text.
    package struct Part: Hashable, Sendable {
        package var text: String
        package var isQuoted: Bool

        package init(_ text: String, isQuoted: Bool) {
            self.text = text
            self.isQuoted = isQuoted
        }
    }

    /// Words below which quotation marks hold a title, a name or irony, and nobody's speech.
    private static let fewestWords = 4

    /// The scenes of a script, each in the parts that are quoted and those that are not, in order and without the white space
    /// between them. A quotation may begin in one scene and end in a later one; one that is never closed is none.
    package static func parts(ofScenes scenes: [String]) -> [[Part]] {
        let characters = scenes.map(Array.init)
        var quoted = characters.map { Array(repeating: false, count: $0.count) }
        var open: (scene: Int, index: Int, closers: String)?
        for (scene, text) in characters.enumerated() {
            for (index, character) in text.enumerated() {
                if let start = open {
                    guard start.closers.contains(character) else { continue }
                    mark(from: (start.scene, start.index), to: (scene, index))
                    open = nil
                } else if let closers = closers[character], opens(text, index) {
                    open = (scene, index, closers)
                }
            }
        }
        return zip(characters, quoted).map(parts)

        func mark(from start: (scene: Int, index: Int), to end: (scene: Int, index: Int)) {
            var words = 0
            let ranges = (start.scene...end.scene).map { scene in
                let first = scene == start.scene ? start.index : 0
                let last = scene == end.scene ? wordEnd(characters[scene], end.index) : characters[scene].count
                words += DictionaryWords.count(in: String(characters[scene][first..<last]))
                return (scene: scene, range: first..<last)
            }
            guard words >= fewestWords else { return }
            for (scene, range) in ranges { for index in range { quoted[scene][index] = true } }
        }
    }

    /// What may close behind each mark that opens: German opens low, Danish inwards.
    private static let closers: [Character: String] = [
        "\u{201C}": "\u{201D}", "\u{201E}": "\u{201C}\u{201D}", "\"": "\"", "\u{AB}": "\u{BB}", "\u{BB}": "\u{AB}",
        "\u{300C}": "\u{300D}", "\u{300E}": "\u{300F}",
    ]

    /// Whether a mark stands where something begins: inches and the like follow a word.
    private static func opens(_ text: [Character], _ index: Int) -> Bool {
        guard index > 0, text[index] == "\"" else { return true }
        return !text[index - 1].isLetter && !text[index - 1].isNumber
    }

    /// The end of the word in which a quotation ends: its punctuation is said with it. In scripts without spaces the mark
    /// itself and the punctuation behind it.
    private static func wordEnd(_ text: [Character], _ index: Int) -> Int {
        var end = index + 1
        while end < text.count, !text[end].isWhitespace, !text[end].unicodeScalars.contains(where: isWordOfUnspaced) {
            end += 1
        }
        return end
    }

    private static func isWordOfUnspaced(_ scalar: Unicode.Scalar) -> Bool {
        WritingSystem.isUnspaced(scalar) && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
    }

    private static func parts(_ text: [Character], _ quoted: [Bool]) -> [Part] {
        var parts: [Part] = []
        var start = 0
        for index in 1..<(text.count + 1) where index == text.count || quoted[index] != quoted[start] {
            let part = String(String(text[start..<index]).trimmedBlanks)
            // A dash or a full stop that is left between two quotations is nobody's.
            if part.contains(where: { $0.isLetter || $0.isNumber }) {
                parts.append(Part(part, isQuoted: quoted[start]))
            } else if !part.isEmpty, let last = parts.indices.last {
                parts[last].text += " " + part
            } else if !part.isEmpty {
                parts.append(Part(part, isQuoted: quoted[start]))
            }
            start = index
        }
        return parts
    }
}
