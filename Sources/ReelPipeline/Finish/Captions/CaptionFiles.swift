import Foundation

/// Captions as files that players load beside the video.
package enum CaptionFiles {
    /// WebVTT, W3C Candidate Recommendation of 4 April 2019.
    package static func webVTT(_ cues: [CaptionCue]) -> String {
        let blocks = cues.map { cue in
            "\(time(cue.start, ".")) --> \(time(cue.end, "."))\n"
                + cue.lines.map(escapedForWebVTT).joined(separator: "\n")
        }
        return (["WEBVTT"] + blocks).joined(separator: "\n\n") + "\n"
    }

    /// SubRip, which has no standard: a number, times with a comma, lines, an empty line.
    package static func subRip(_ cues: [CaptionCue]) -> String {
        cues.enumerated().map { index, cue in
            "\(index + 1)\n\(time(cue.start, ",")) --> \(time(cue.end, ","))\n"
                + cue.lines.map(escapedForSubRip).joined(separator: "\n") + "\n"
        }.joined(separator: "\n")
    }

    /// Section 4.2.2 of WebVTT: `&` and `<` begin something, and `-->` would begin a cue.
    private static func escapedForWebVTT(_ line: String) -> String {
        line.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\u{0}", with: "\u{FFFD}")
    }

    /// There are no escapes, so what players would take for formatting or for times is written with its look-alike.
    private static func escapedForSubRip(_ line: String) -> String {
        line.replacing("-->", with: "→").replacing("<", with: "‹").replacing(">", with: "›")
            .replacing("{\\", with: "(\\")
    }

    /// `00:01:02.345`.
    static func time(_ seconds: Double, _ point: String) -> String {
        let milliseconds = Int((seconds * 1000).rounded())
        func digits(_ value: Int, _ count: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, count - text.count)) + text
        }
        let clock = [milliseconds / 3_600_000, milliseconds / 60_000 % 60, milliseconds / 1000 % 60]
        return clock.map { digits($0, 2) }.joined(separator: ":") + point + digits(milliseconds % 1000, 3)
    }
}
