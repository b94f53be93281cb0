import ReelASS
import ReelCore

extension ASSDocument {
    /// Captions as they are drawn into frames. Everything but the outline's colour is told by each event itself.
    ///
    /// - Parameters:
    ///   - events: with frames counted from the first one that is drawn.
    ///   - canvas: what the events' positions are counted in.
    package init(captions events: [CaptionEvent], canvas: CaptionCanvas, frameRate: Int = reelFrameRate) {
        var style = ASSStyle(name: "Words", font: "sans-serif", fontSize: 80, alignment: 5)
        style.outlineColour = CaptionColours.dark
        style.shadowTransparency = 0x60
        self.init(
            frame: canvas.size, options: [("ScaledBorderAndShadow", "yes"), ("Kerning", "yes")], style: style,
            events: events.map { event in
                ASSEvent(
                    layer: event.layer, start: ASSTime(frame: event.frames.lowerBound, frameRate: frameRate),
                    end: ASSTime(frame: event.frames.upperBound, frameRate: frameRate), style: style.name,
                    text: event.text)
            })
    }
}
