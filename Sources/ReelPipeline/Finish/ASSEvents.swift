import Foundation

/// What of an Advanced SubStation Alpha document matters for checking it.
package struct ASSEvents: Hashable, Sendable {
    package struct Event: Hashable, Sendable {
        /// Frames of the document in which it is seen.
        package var frames: Range<Int>
        /// All that follows the times, unchanged.
        package var rest: String
        /// What can be read, without its commands; empty for a drawing.
        package var words: String
    }

    /// Everything before the first event.
    package var header: String
    package var events: [Event] = []

    package init(_ document: String, frameRate: Int) {
        var header: [Substring] = []
        for line in document.split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.hasPrefix("Dialogue:") else {
                if events.isEmpty { header.append(line) }
                continue
            }
            // Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
            let fields = line.dropFirst("Dialogue:".count).split(
                separator: ",", maxSplits: 9, omittingEmptySubsequences: false)
            guard fields.count == 10, let start = Self.frame(fields[1], frameRate),
                let end = Self.frame(fields[2], frameRate), start < end
            else { continue }
            events.append(
                Event(
                    frames: start..<end, rest: fields[3...].joined(separator: ","), words: Self.words(fields[9])))
        }
        self.header = header.joined(separator: "\n")
    }

    /// An event is drawn into the first frame that does not lie before its time.
    private static func frame(_ time: Substring, _ frameRate: Int) -> Int? {
        let parts = time.split(separator: ":").map { $0.trimmingCharacters(in: .whitespaces) }
        guard parts.count == 3, let hours = Int(parts[0]), let minutes = Int(parts[1]), let seconds = Double(parts[2])
        else { return nil }
        let hundredths = (hours * 60 + minutes) * 6000 + Int((seconds * 100).rounded())
        return (hundredths * frameRate + 99) / 100
    }

    private static func words(_ text: Substring) -> String {
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
                // A drawing's text is a path.
                if command.firstMatch(of: /\\p[1-9]/) != nil { return "" }
            case _ where depth > 0: command.append(character)
            default: words.append(character)
            }
        }
        return words
    }

    /// A document of one frame a second that shows every text once, in all its layers.
    package var specimens: (document: String, count: Int) {
        var lines = [header]
        var seen: Set<String> = []
        var count = 0
        for event in events where !event.words.isEmpty && seen.insert(event.words).inserted {
            for shown in events where shown.frames.contains(event.frames.lowerBound) {
                lines.append("Dialogue: 0,\(Self.clock(count)),\(Self.clock(count + 1)),\(shown.rest)")
            }
            count += 1
        }
        return (lines.joined(separator: "\n") + "\n", count)
    }

    private static func clock(_ seconds: Int) -> String {
        String(format: "%d:%02d:%02d.00", seconds / 3600, seconds / 60 % 60, seconds % 60)
    }
}
