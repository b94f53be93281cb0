import Foundation
import ReelTool

/// A card as an Advanced SubStation Alpha document, which libass draws over the background.
struct CardDocument: Sendable {
    private let size: (width: Int, height: Int)
    private let font: CardFont
    private var events: [String] = []

    init(size: (width: Int, height: Int), font: CardFont) {
        self.size = size
        self.font = font
    }

    mutating func add(_ text: String, seconds: Range<Int> = 0..<1) {
        func time(_ second: Int) -> String {
            String(format: "%d:%02d:%02d.00", second / 3600, second / 60 % 60, second % 60)
        }
        events.append(
            "Dialogue: \(events.count),\(time(seconds.lowerBound)),\(time(seconds.upperBound)),Card,,0,0,0,,\(text)\n")
    }

    /// A line of words.
    ///
    /// - Parameters:
    ///   - x: its left end, or its right end when it `isRightAligned`.
    ///   - top: of its line, not of its letters.
    mutating func add(
        line: String, x: Double, top: Double, size: Double, weight: CardFont.Weight, colour: UInt32,
        isRightAligned: Bool
    ) {
        add(
            "{\\an\(isRightAligned ? 9 : 7)\\pos(\(Self.number(x)),\(Self.number(top)))\\fs\(Self.number(size))"
                + "\\b\(weight.rawValue)\\1c\(Self.colour(colour))}" + FFmpegText.ass(line))
    }

    /// A filled rectangle with round ends.
    mutating func add(bar x: Double, _ y: Double, width: Double, height: Double, colour: UInt32) {
        let radius = min(width, height) / 2
        let k = radius * 0.4477
        func p(_ x: Double, _ y: Double) -> String { "\(Self.number(x)) \(Self.number(y))" }
        let path =
            "m \(p(radius, 0)) l \(p(width - radius, 0)) b \(p(width - k, 0)) \(p(width, k)) \(p(width, radius)) "
            + "l \(p(width, height - radius)) b \(p(width, height - k)) \(p(width - k, height)) "
            + "\(p(width - radius, height)) l \(p(radius, height)) b \(p(k, height)) \(p(0, height - k)) "
            + "\(p(0, height - radius)) l \(p(0, radius)) b \(p(0, k)) \(p(k, 0)) \(p(radius, 0))"
        add("{\\an7\\pos(\(Self.number(x)),\(Self.number(y)))\\1c\(Self.colour(colour))\\p1}\(path){\\p0}")
    }

    /// A circle's line.
    ///
    /// - Parameter alpha: 0 for opaque, 255 for invisible.
    mutating func add(
        ring x: Double, _ y: Double, radius: Double, line: Double, colour: UInt32, alpha: Int
    ) {
        // Two circles wound in opposite directions leave a ring.
        func circle(_ r: Double, _ way: Double) -> String {
            let k = r * 0.5523
            func p(_ dx: Double, _ dy: Double) -> String {
                "\(Self.number(radius + dx)) \(Self.number(radius + dy * way))"
            }
            return "m \(p(0, -r)) b \(p(k, -r)) \(p(r, -k)) \(p(r, 0)) b \(p(r, k)) \(p(k, r)) \(p(0, r)) "
                + "b \(p(-k, r)) \(p(-r, k)) \(p(-r, 0)) b \(p(-r, -k)) \(p(-k, -r)) \(p(0, -r))"
        }
        let path = circle(radius, 1) + " " + circle(max(0, radius - line), -1)
        add(
            "{\\an7\\pos(\(Self.number(x - radius)),\(Self.number(y - radius)))\\1c\(Self.colour(colour))"
                + "\\1a&H\(String(format: "%02X", alpha))&\\p1}\(path){\\p0}")
    }

    var text: String {
        """
        [Script Info]
        ScriptType: v4.00+
        PlayResX: \(size.width)
        PlayResY: \(size.height)
        WrapStyle: 2

        [V4+ Styles]
        Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, \
        StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
        Style: Card,\(font.family),100,&H00FFFFFF,&H00FFFFFF,&H00000000,&H00000000,0,0,0,0,100,100,0,0,1,0,0,7,0,0,0,-1

        [Events]
        Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text

        """ + events.joined()
    }

    private static func number(_ value: Double) -> String { String(format: "%.2f", value) }

    /// `&HBBGGRR&`.
    private static func colour(_ hex: UInt32) -> String {
        String(format: "&H%02X%02X%02X&", hex & 0xFF, hex >> 8 & 0xFF, hex >> 16 & 0xFF)
    }
}
