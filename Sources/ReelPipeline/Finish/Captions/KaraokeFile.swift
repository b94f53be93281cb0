import Foundation
import ReelASS
import ReelCore

/// Captions as Advanced SubStation Alpha: the cues of the other files, with the time of each word (`\k`), for editors
/// and players that light up what is spoken.
package enum KaraokeFile {
    package static func text(_ cues: [CaptionCue], title: String, frame: FrameSize) -> String {
        let style = style(frame)
        return ASSDocument(
            title: title, frame: frame, options: [("ScaledBorderAndShadow", "yes"), ("YCbCr Matrix", "TV.709")],
            style: style, events: cues.map { event($0, style) }
        ).text
    }

    private static func style(_ frame: FrameSize) -> ASSStyle {
        let short = Double(min(frame.width, frame.height))
        var style = ASSStyle(name: "Words", font: "Inter", fontSize: Int((short * 0.07).rounded()), alignment: 2)
        // Words still to come have the secondary colour, white; those that were spoken the primary one, amber.
        style.primary = RGBColour(hex: 0xFFC928)
        style.outlineColour = RGBColour(hex: 0x0C0E14)
        style.shadowTransparency = 0x60
        style.isBold = true
        style.outline = String(format: "%.1f", short * 0.004)
        style.shadow = 1
        let side = Int((short * 0.08).rounded())
        style.margins = (side, side, Int((Double(frame.height) * 0.24).rounded()))
        return style
    }

    /// Each word's length is a difference of rounded times, so that errors do not add up.
    private static func event(_ cue: CaptionCue, _ style: ASSStyle) -> ASSEvent {
        let start = ASSTime(seconds: cue.start)
        let breaks = cue.breaks
        var now = start.hundredths
        var text = ""
        for (index, word) in cue.words.enumerated() {
            let next = index + 1 < cue.words.count ? cue.words[index + 1].start : word.end
            let end = max(now, ASSTime(seconds: next).hundredths)
            text += ASSTags().karaoke(hundredths: end - now).block + ASSText.portable(word.text)
            now = end
            if index + 1 < cue.words.count { text += breaks.contains(index + 1) ? "\\N" : " " }
        }
        if cue.words.isEmpty { text = cue.lines.map(ASSText.portable).joined(separator: "\\N") }
        return ASSEvent(start: start, end: ASSTime(seconds: cue.end), style: style.name, text: text)
    }
}
