import Foundation
import ReelCore

/// Captions as Advanced SubStation Alpha: the cues of the other files, with the time of each word (`\k`), for editors and
/// players that light up what is spoken.
package enum KaraokeFile {
    package static func text(_ cues: [CaptionCue], title: String, frame: FrameSize) -> String {
        header(title, frame) + cues.map(event).joined()
    }

    private static func header(_ title: String, _ frame: FrameSize) -> String {
        let short = Double(min(frame.width, frame.height))
        let size = Int((short * 0.07).rounded())
        let outline = String(format: "%.1f", short * 0.004)
        let side = Int((short * 0.08).rounded())
        let below = Int((Double(frame.height) * 0.24).rounded())
        // Words still to come have the secondary colour, white; those that were spoken the primary one, amber.
        return """
            [Script Info]
            Title: \(escaped(title))
            ScriptType: v4.00+
            PlayResX: \(frame.width)
            PlayResY: \(frame.height)
            WrapStyle: 2
            ScaledBorderAndShadow: yes
            YCbCr Matrix: TV.709

            [V4+ Styles]
            Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, \
            Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, \
            MarginR, MarginV, Encoding
            Style: Words,Inter,\(size),&H0028C9FF,&H00FFFFFF,&H00140E0C,&H60000000,-1,0,0,0,100,100,0,0,1,\(outline),1,2,\
            \(side),\(side),\(below),-1

            [Events]
            Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text

            """
    }

    /// Times are hundredths of a second; each word's length is a difference of rounded times, so that errors do not add up.
    private static func event(_ cue: CaptionCue) -> String {
        let start = hundredths(cue.start)
        var now = start
        var text = ""
        for (index, word) in cue.words.enumerated() {
            let next = index + 1 < cue.words.count ? cue.words[index + 1].start : word.end
            let end = max(now, hundredths(next))
            text += "{\\k\(end - now)}\(escaped(word.text))"
            now = end
            if index + 1 < cue.words.count { text += cue.breaks.contains(index + 1) ? "\\N" : " " }
        }
        if cue.words.isEmpty { text = cue.lines.map(escaped).joined(separator: "\\N") }
        return "Dialogue: 0,\(time(start)),\(time(hundredths(cue.end))),Words,,0,0,0,,\(text)\n"
    }

    /// Braces and backslashes would be commands; there are no escapes that all players know.
    private static func escaped(_ text: String) -> String {
        String(
            text.map { character in
                switch character {
                case "{": "("
                case "}": ")"
                case "\\": "⧵"
                case _ where character.isNewline: " "
                default: character
                }
            })
    }

    private static func hundredths(_ seconds: Double) -> Int { Int((seconds * 100).rounded()) }

    private static func time(_ hundredths: Int) -> String {
        String(
            format: "%d:%02d:%02d.%02d", hundredths / 360_000, hundredths / 6000 % 60, hundredths / 100 % 60,
            hundredths % 100)
    }
}
