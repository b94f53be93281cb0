/// A line of `[V4+ Styles]`. The properties that are not here are the same in all documents: no italics, no scaling, no
/// rotation, an outline rather than a box, and the direction of writing taken from the text (encoding -1).
package struct ASSStyle: Hashable, Sendable {
    package var name: String
    /// A family that libass can find; it must not have a comma.
    package var font: String
    /// Pixels of the document, from the font's ascent to its descent.
    package var fontSize: Int
    package var primary = RGBColour.white
    /// Of karaoke's words still to come.
    package var secondary = RGBColour.white
    package var outlineColour = RGBColour(hex: 0)
    package var shadowColour = RGBColour(hex: 0)
    /// 0 is solid, 255 is unseen.
    package var shadowTransparency = 0
    package var isBold = false
    /// Pixels, as written.
    package var outline = "0"
    package var shadow = 0
    /// As a numeric keypad has it: 5 is the middle, 7 the left top corner.
    package var alignment: Int
    package var margins: (left: Int, right: Int, vertical: Int) {
        get { (marginLeft, marginRight, marginVertical) }
        set { (marginLeft, marginRight, marginVertical) = newValue }
    }
    private var marginLeft = 0
    private var marginRight = 0
    private var marginVertical = 0

    package init(name: String, font: String, fontSize: Int, alignment: Int) {
        (self.name, self.font, self.fontSize, self.alignment) = (name, font, fontSize, alignment)
    }

    static let format =
        "Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, "
        + "Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, "
        + "MarginR, MarginV, Encoding"

    var line: String {
        let colours = [(primary, 0), (secondary, 0), (outlineColour, 0), (shadowColour, shadowTransparency)]
            .map { $0.assStyle(transparency: $1) }.joined(separator: ",")
        return "Style: \(name),\(font),\(fontSize),\(colours),\(isBold ? -1 : 0),0,0,0,100,100,0,0,1,\(outline),"
            + "\(shadow),\(alignment),\(marginLeft),\(marginRight),\(marginVertical),-1"
    }
}
