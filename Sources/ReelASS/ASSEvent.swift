/// One `Dialogue` line: a text or a drawing, and when it is seen.
package struct ASSEvent: Hashable, Sendable {
    /// Higher ones lie above.
    package var layer: Int
    package var start: ASSTime
    /// The first time at which it is not seen any more.
    package var end: ASSTime
    /// The name of its style.
    package var style: String
    /// The fields `Name, MarginL, MarginR, MarginV, Effect` as they are written; by default the style's margins hold.
    package var placement = ",0,0,0,"
    /// With its override tags.
    package var text: String

    package init(layer: Int = 0, start: ASSTime, end: ASSTime, style: String, text: String) {
        (self.layer, self.start, self.end, self.style, self.text) = (layer, start, end, style, text)
    }

    static let prefix = "Dialogue:"
    static let format = "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text"

    package var line: String { "\(Self.prefix) \(layer),\(start),\(end),\(style),\(placement),\(text)\n" }

    /// - Returns: `nil` for another line, for a time that cannot be read, and for an event that ends before it begins.
    init?(line: Substring) {
        guard line.hasPrefix(Self.prefix) else { return nil }
        let fields = line.dropFirst(Self.prefix.count).split(
            separator: ",", maxSplits: 9, omittingEmptySubsequences: false)
        guard fields.count == 10, let start = ASSTime(fields[1]), let end = ASSTime(fields[2]), start < end else {
            return nil
        }
        self.init(
            layer: Int(fields[0].drop { $0 == " " }) ?? 0, start: start, end: end, style: String(fields[3]),
            text: String(fields[9]))
        placement = fields[4...8].joined(separator: ",")
    }

    /// What can be read of the text, without its tags; empty for a drawing, whose text is a path.
    package var words: String {
        var words = ""
        var depth = 0
        var isEscaped = false
        var command = ""
        for character in text {
            if isEscaped {
                isEscaped = false
                switch character {
                case "N", "n", "h": words.append(" ")
                default: words.append(character)
                }
                continue
            }
            switch character {
            case "\\" where depth == 0: isEscaped = true
            case "{":
                depth += 1
                command = ""
            case "}" where depth > 0:
                depth -= 1
                if command.firstMatch(of: /\\p[1-9]/) != nil { return "" }
                command = ""
            case _ where depth > 0: command.append(character)
            default: words.append(character)
            }
        }
        return words
    }
}
