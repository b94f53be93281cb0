import ReelCore

/// A document of Advanced SubStation Alpha (ASS, script type v4.00+): what libass draws into frames, and what players
/// load beside a video. The one writer and the one parser of the format.
package struct ASSDocument: Hashable, Sendable {
    /// Everything before the first event, as it is written.
    package var header: String
    package var events: [ASSEvent]

    /// - Parameters:
    ///   - title: a line of text from anybody; `nil` for none.
    ///   - frame: the pixels that positions and sizes in the document are counted in.
    ///   - options: further lines of `[Script Info]`.
    package init(
        title: String? = nil, frame: FrameSize, options: [(name: String, value: String)] = [], style: ASSStyle,
        events: [ASSEvent] = []
    ) {
        let info =
            (title.map { [("Title", ASSText.portable($0))] } ?? []) + [
                ("ScriptType", "v4.00+"), ("PlayResX", String(frame.width)), ("PlayResY", String(frame.height)),
                // Lines break at \N alone.
                ("WrapStyle", "2"),
            ] + options.map { ($0.name, $0.value) }
        header = """
            [Script Info]
            \(info.map { "\($0): \($1)" }.joined(separator: "\n"))

            [V4+ Styles]
            \(ASSStyle.format)
            \(style.line)

            [Events]
            \(ASSEvent.format)

            """
        self.events = events
    }

    /// Reads a document as libass does: lines that are no events are kept as the header as long as no event has come,
    /// and are left out after that; events with unreadable times or that are never seen are left out.
    package init(parsing text: String) {
        var header: [Substring] = []
        events = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if let event = ASSEvent(line: line) {
                events.append(event)
            } else if events.isEmpty, !line.hasPrefix(ASSEvent.prefix) {
                header.append(line)
            }
        }
        self.header = header.joined(separator: "\n")
        if !self.header.hasSuffix("\n") { self.header += "\n" }
    }

    /// The document as a file has it.
    package var text: String { header + events.map(\.line).joined() }
}
