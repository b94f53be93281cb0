import Foundation
import ReelCore

/// Captions as an Advanced SubStation Alpha document, which libass draws into the frames.
package enum ASSDocument {
    /// - Parameter events: with frames counted from the first one that is drawn.
    package static func text(
        _ events: [CaptionEvent], canvas: CaptionCanvas, frameRate: Int = reelFrameRate
    ) -> String {
        header(canvas) + events.map { event($0, frameRate) }.joined()
    }

    /// Everything but the outline's colour is told by each event itself. Encoding -1 leaves the direction of writing to the
    /// text.
    private static func header(_ canvas: CaptionCanvas) -> String {
        """
        [Script Info]
        ScriptType: v4.00+
        PlayResX: \(canvas.size.width)
        PlayResY: \(canvas.size.height)
        WrapStyle: 2
        ScaledBorderAndShadow: yes
        Kerning: yes

        [V4+ Styles]
        Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, \
        StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
        Style: Words,sans-serif,80,&H00FFFFFF,&H00FFFFFF,\(outline),&H60000000,0,0,0,0,100,100,0,0,1,0,0,5,0,0,0,-1

        [Events]
        Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text

        """
    }

    /// `&HAABBGGRR`, as styles have it.
    private static let outline: String = {
        let dark = CaptionColours.dark
        return String(format: "&H00%02X%02X%02X", dark.blue, dark.green, dark.red)
    }()

    private static func event(_ event: CaptionEvent, _ frameRate: Int) -> String {
        let start = time(event.frames.lowerBound, frameRate)
        let end = time(event.frames.upperBound, frameRate)
        return "Dialogue: \(event.layer),\(start),\(end),Words,,0,0,0,,\(event.text)\n"
    }

    /// The time of an event that begins or ends with a frame: half a frame before it, because these times have only
    /// hundredths of a second and must not be rounded into the neighbour.
    static func time(_ frame: Int, _ frameRate: Int) -> String {
        let hundredths = max(0, (200 * frame - 100) / (2 * frameRate))
        return String(
            format: "%d:%02d:%02d.%02d", hundredths / 360_000, hundredths / 6000 % 60, hundredths / 100 % 60,
            hundredths % 100)
    }
}
