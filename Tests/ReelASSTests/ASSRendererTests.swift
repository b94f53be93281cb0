import ReelASS
import ReelCore
import Testing

/// What libass makes of what is written.
@Suite("Documents as libass draws them") struct ASSRendererTests {
    private static let size = FrameSize(width: 320, height: 240)

    /// The box around all that is seen at a time, and the colours that it is seen in.
    private func seen(
        _ text: String, from start: Int = 0, to end: Int = 100, at milliseconds: Int = 500
    ) throws -> (box: [Int], colours: Set<UInt32>, opacities: Set<UInt8>) {
        var style = ASSStyle(name: "Words", font: "sans-serif", fontSize: 40, alignment: 7)
        style.outlineColour = .white
        let document = ASSDocument(
            frame: Self.size, style: style,
            events: [
                ASSEvent(
                    start: ASSTime(hundredths: start), end: ASSTime(hundredths: end), style: "Words", text: text)
            ])
        let renderer = try #require(ASSRenderer(document.text, size: Self.size))
        var box = [Int.max, Int.max, Int.min, Int.min]
        var colours: Set<UInt32> = []
        var opacities: Set<UInt8> = []
        renderer.draw(milliseconds: milliseconds) { mask in
            for row in 0..<Int(mask.height) {
                for column in 0..<Int(mask.width) where mask.bitmap[row * Int(mask.stride) + column] > 127 {
                    let (x, y) = (Int(mask.x) + column, Int(mask.y) + row)
                    box = [min(box[0], x), min(box[1], y), max(box[2], x), max(box[3], y)]
                    colours.insert(mask.colour)
                    opacities.insert(mask.opacity)
                }
            }
        }
        return (box, colours, opacities)
    }

    @Test("A rectangle lies where it was put, in its colour, and only in its time")
    func rectangle() throws {
        let text =
            ASSTags().alignment(7).position(20, 30).fill(RGBColour(hex: 0xFF8040)).fillOpacity(0.5).drawing().block
            + ASSPath.rectangle(width: 100, height: 50, radius: 8)
        let shown = try seen(text)
        #expect(shown.box == [20, 30, 119, 79])
        #expect(shown.colours == [0xFF8040])
        #expect(shown.opacities == [127])
        #expect(try seen(text, at: 1500).colours.isEmpty)
    }

    @Test("A ring is as large as its radius and open in the middle")
    func ring() throws {
        let text = ASSTags().alignment(7).position(10, 10).drawing().block + ASSPath.ring(radius: 40, line: 6)
        #expect(try seen(text).box == [10, 10, 89, 89])
        let middle = ASSTags().alignment(7).position(10, 10).drawing().block + ASSPath.ring(radius: 40, line: 40)
        #expect(try seen(middle).box == [10, 10, 89, 89])
    }

    @Test(
        "Text from anybody gives no commands",
        arguments: ["a\\Nb", "{\\pos(200,200)}a", "{\\p1}m 0 0 l 300 0 l 300 200", "{\\fs90}a", "a\\hb", "{}", "}{"])
    func escaped(text: String) throws {
        let tags = ASSTags().alignment(7).position(8, 8).fontSize(20).block
        let box = try seen(tags + ASSText.escaped(text)).box
        // One line of it, where it was put: as high as letters with braces of this size.
        #expect(box[0] < 14 && box[1] < 20 && box[3] < 32, "\(box)")
        let portable = try seen(tags + ASSText.portable(text)).box
        #expect(portable[0] < 14 && portable[3] < 32, "\(portable)")
        #expect(!ASSText.portable(text + "\r\n\u{2028}").contains { $0.isNewline || "{}\\".contains($0) })
    }
}
