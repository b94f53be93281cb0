import ReelASS

/// The events of a caption document by the frames in which they were drawn, for holding them against the sound.
package struct DrawnEvents: Hashable, Sendable {
    package struct Event: Hashable, Sendable {
        /// Frames of the document in which it is seen.
        package var frames: Range<Int>
        package var event: ASSEvent
        /// What can be read; empty for a drawing.
        package var words: String
    }

    /// Everything before the first event: documents with the same one can be drawn together.
    package var header: String
    package var events: [Event] = []

    package init(_ document: String, frameRate: Int) {
        let document = ASSDocument(parsing: document)
        header = document.header
        events = document.events.compactMap { event in
            let start = event.start.firstFrame(frameRate: frameRate)
            let end = event.end.firstFrame(frameRate: frameRate)
            return start < end ? Event(frames: start..<end, event: event, words: event.words) : nil
        }
    }

    /// A document of one frame a second that shows every text once, with all that was drawn at the same time.
    package var specimens: (document: String, count: Int) {
        var document = ASSDocument(parsing: header)
        var seen: Set<String> = []
        var count = 0
        for event in events where !event.words.isEmpty && seen.insert(event.words).inserted {
            for shown in events where shown.frames.contains(event.frames.lowerBound) {
                var copy = shown.event
                (copy.layer, copy.start, copy.end) =
                    (0, ASSTime(hundredths: 100 * count), ASSTime(hundredths: 100 * (count + 1)))
                document.events.append(copy)
            }
            count += 1
        }
        return (document.text, count)
    }

    /// The same style, no events.
    var withoutEvents: DrawnEvents {
        var copy = self
        copy.events = []
        return copy
    }
}

extension [DrawnEvents.Event] {
    func later(_ frames: Int) -> [DrawnEvents.Event] {
        map { event in
            var event = event
            event.frames = event.frames.lowerBound + frames..<event.frames.upperBound + frames
            return event
        }
    }
}
