import ReelASS
import ReelCore

/// A card's words and ornaments, which libass draws over the background.
struct CardDocument: Sendable {
    private var document: ASSDocument

    init(size: FrameSize, font: CardFont) {
        document = ASSDocument(
            frame: size, style: ASSStyle(name: "Card", font: font.family, fontSize: 100, alignment: 7))
    }

    var text: String { document.text }

    /// Adds an event above those before it.
    mutating func add(_ text: String, seconds: Range<Int> = 0..<1) {
        document.events.append(
            ASSEvent(
                layer: document.events.count, start: ASSTime(hundredths: 100 * seconds.lowerBound),
                end: ASSTime(hundredths: 100 * seconds.upperBound), style: "Card", text: text))
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
        let tags = ASSTags().alignment(isRightAligned ? 9 : 7).position(x, top).fontSize(size).weight(weight.rawValue)
        add(tags.fill(RGBColour(hex: colour)).block + ASSText.escaped(line))
    }

    /// A filled rectangle with round ends.
    mutating func add(bar x: Double, _ y: Double, width: Double, height: Double, colour: UInt32) {
        add(
            ASSTags().alignment(7).position(x, y).fill(RGBColour(hex: colour)).drawing().block
                + ASSPath.rectangle(width: width, height: height, radius: height))
    }

    /// A circle's line around a point.
    ///
    /// - Parameter opacity: 0 is unseen, 1 is solid.
    mutating func add(ring x: Double, _ y: Double, radius: Double, line: Double, colour: UInt32, opacity: Double) {
        let tags = ASSTags().alignment(7).position(x - radius, y - radius).fill(RGBColour(hex: colour))
        add(tags.fillOpacity(opacity).drawing().block + ASSPath.ring(radius: radius, line: line))
    }
}
