import Foundation
import ReelCore

/// Captions as an Advanced SubStation Alpha document, which libass draws into the frames.
package enum ASSDocument {
    /// - Parameter states: with frames counted from the first one that is drawn.
    package static func text(
        _ states: [CaptionState], style: CaptionStyle, font: CaptionFont, frameRate: Int = reelFrameRate
    ) -> String {
        header(style, font) + states.map { event($0, style, font, frameRate) }.joined()
    }

    private static func header(_ style: CaptionStyle, _ font: CaptionFont) -> String {
        let size = decimal(style.emHeight * font.metrics.lineHeight)
        let text = colour(CaptionStyle.text)
        let outline = colour(CaptionStyle.outlineColour)
        // Alignment 5 is the middle of the block; encoding -1 lets the text's first strong letter give its direction.
        return """
            [Script Info]
            ScriptType: v4.00+
            PlayResX: 1080
            PlayResY: 1920
            WrapStyle: 2
            ScaledBorderAndShadow: yes

            [V4+ Styles]
            Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, \
            StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
            Style: Words,\(font.name),\(size),\(text),\(text),\(outline),&H60000000,0,0,0,0,100,100,0,0,1,\
            \(decimal(style.outline)),2,5,0,0,0,-1

            [Events]
            Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text

            """
    }

    private static func event(
        _ state: CaptionState, _ style: CaptionStyle, _ font: CaptionFont, _ frameRate: Int
    ) -> String {
        var position = 0
        let lines = state.lines.map { line in
            let words = line.map { word in
                defer { position += 1 }
                return run(word, position, state, style)
            }.joined(separator: " ")
            return fitting(line, style, font) + words
        }
        // A little blur makes the outline a soft glow; the letters stay sharp.
        let text = "{\\pos(\(style.centreX),\(style.centreY))\\blur1.5}" + lines.joined(separator: "\\N")
        let start = time(state.frames.lowerBound, frameRate)
        let end = time(state.frames.upperBound, frameRate)
        return "Dialogue: 0,\(start),\(end),Words,,0,0,0,,\(text)\n"
    }

    private static func run(_ word: String, _ position: Int, _ state: CaptionState, _ style: CaptionStyle) -> String {
        let text = CaptionText.escapeASS(word)
        if position == state.spoken { return "{\\1c\(override(CaptionStyle.accent))}\(text){\\1c}" }
        if style.dimsWordsToCome, position >= state.begun { return "{\\alpha&HA8&}\(text){\\alpha}" }
        return text
    }

    /// A line that is too long, which only a single long word makes, is drawn smaller.
    private static func fitting(_ line: [String], _ style: CaptionStyle, _ font: CaptionFont) -> String {
        let width = font.metrics.width(line.joined(separator: " ")) * style.emHeight
        let percent = width <= style.maxWidth ? 100 : max(20, Int(100 * style.maxWidth / width))
        return percent == 100 ? "{\\fscx100\\fscy100}" : "{\\fscx\(percent)\\fscy\(percent)}"
    }

    /// The time of an event that begins or ends with a frame: half a frame before it, because these times have only
    /// hundredths of a second and must not be rounded into the neighbour.
    static func time(_ frame: Int, _ frameRate: Int) -> String {
        let hundredths = max(0, (200 * frame - 100) / (2 * frameRate))
        return String(
            format: "%d:%02d:%02d.%02d", hundredths / 360_000, hundredths / 6000 % 60, hundredths / 100 % 60,
            hundredths % 100)
    }

    private static func decimal(_ value: Double) -> String { String(format: "%.2f", value) }

    /// `&HAABBGGRR`, as styles have it.
    private static func colour(_ colour: Colour) -> String {
        let drawn = colour.asDrawnByFFmpeg
        return String(format: "&H00%02X%02X%02X", drawn.blue, drawn.green, drawn.red)
    }

    /// `&HBBGGRR&`, as overrides have it.
    private static func override(_ colour: Colour) -> String {
        let drawn = colour.asDrawnByFFmpeg
        return String(format: "&H%02X%02X%02X&", drawn.blue, drawn.green, drawn.red)
    }
}

extension Colour {
    /// The colour to ask ffmpeg 5.1 for. Its `ass` filter turns RGB into YUV by the numbers of BT.601, whatever the frames
    /// are flagged with; ours are BT.709. This is the colour whose BT.601 numbers are the BT.709 numbers of the wanted one.
    package var asDrawnByFFmpeg: Colour {
        let r = Double(red)
        let g = Double(green)
        let b = Double(blue)
        let luma = 0.2126 * r + 0.7152 * g + 0.0722 * b
        let blueness = (b - luma) / 1.8556
        let redness = (r - luma) / 1.5748
        func byte(_ value: Double) -> Int { Int(min(max(value, 0), 255).rounded()) }
        return Colour(
            red: byte(luma + 1.402 * redness), green: byte(luma - 0.344136 * blueness - 0.714136 * redness),
            blue: byte(luma + 1.772 * blueness))
    }
}
