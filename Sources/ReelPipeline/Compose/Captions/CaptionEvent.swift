/// Something that libass draws, unchanged, in some frames.
package struct CaptionEvent: Hashable, Sendable {
    /// Higher ones lie above.
    package var layer: Int
    package var frames: Range<Int>
    /// With its override tags.
    package var text: String

    package init(layer: Int, frames: Range<Int>, text: String) {
        self.layer = layer
        self.frames = frames
        self.text = text
    }
}

extension [CaptionEvent] {
    /// The events within a stretch of the scene, with frames counted from its beginning.
    package func within(_ stretch: Range<Int>) -> [CaptionEvent] {
        compactMap { event in
            var event = event
            let frames = event.frames.clamped(to: stretch)
            guard !frames.isEmpty else { return nil }
            event.frames = (frames.lowerBound - stretch.lowerBound)..<(frames.upperBound - stretch.lowerBound)
            return event
        }
    }
}

/// How something comes in: quickly at first, then ever more slowly.
enum Easing {
    /// - Returns: 0...1 for 0...1.
    static func out(_ share: Double) -> Double {
        let left = 1 - min(max(share, 0), 1)
        return 1 - left * left * left
    }
}
