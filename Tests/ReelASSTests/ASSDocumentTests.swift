import ReelASS
import ReelCore
import Testing

@Suite("Documents of ASS") struct ASSDocumentTests {
    private let style = ASSStyle(name: "Words", font: "Inter", fontSize: 80, alignment: 5)

    private func document(title: String? = nil, _ events: [ASSEvent]) -> ASSDocument {
        ASSDocument(
            title: title, frame: FrameSize(width: 1080, height: 1920), options: [("Kerning", "yes")], style: style,
            events: events)
    }

    @Test("A document is written as the format wants it")
    func written() {
        var style = style
        style.primary = RGBColour(hex: 0xFFC928)
        style.shadowTransparency = 0x60
        style.isBold = true
        style.outline = "4.3"
        style.margins = (86, 87, 461)
        let text = ASSDocument(
            title: "A {title}\nof two lines", frame: FrameSize(width: 1080, height: 1920),
            options: [("YCbCr Matrix", "TV.709")], style: style,
            events: [
                ASSEvent(
                    layer: 2, start: ASSTime(seconds: 0.999), end: ASSTime(hundredths: 366_001), style: "Words",
                    text: "{\\k10}One, two")
            ]
        ).text
        #expect(
            text == """
                [Script Info]
                Title: A (title) of two lines
                ScriptType: v4.00+
                PlayResX: 1080
                PlayResY: 1920
                WrapStyle: 2
                YCbCr Matrix: TV.709

                [V4+ Styles]
                Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, \
                Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, \
                MarginL, MarginR, MarginV, Encoding
                Style: Words,Inter,80,&H0028C9FF,&H00FFFFFF,&H00000000,&H60000000,-1,0,0,0,100,100,0,0,1,4.3,0,5,86,\
                87,461,-1

                [Events]
                Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
                Dialogue: 2,0:00:01.00,1:01:00.01,Words,,0,0,0,,{\\k10}One, two

                """)
    }

    @Test("What was written is read again, event by event")
    func roundTrip() {
        let events = (0..<50).map { index in
            ASSEvent(
                layer: index % 4, start: ASSTime(hundredths: 7 * index), end: ASSTime(hundredths: 7 * index + 3),
                style: "Words",
                text: ["plain", "commas, in, it", "{\\pos(1,2)}tags", "", " blank at both ends "][index % 5])
        }
        let written = document(events)
        #expect(ASSDocument(parsing: written.text) == written)
    }

    @Test("Lines that are no events of this format are left out")
    func unreadable() {
        let good = "Dialogue: 0,0:00:01.00,0:00:02.00,Words,,0,0,0,,seen"
        let lines = [
            "Dialogue: 0,0:00:01.00,0:00:01.00,Words,,0,0,0,,ends at once", "Dialogue: 0,0:00:02.00", good,
            "Dialogue: 0,x,0:00:02.00,Words,,0,0,0,,no time", "Comment: 0,0:00:01.00,0:00:02.00,Words,,0,0,0,,a note",
            "Dialogue: 0,0:00:01.00,99999999999:00:02.00,Words,,0,0,0,,too late",
            "Dialogue: 0,0:00:01.00,0:00:nan,,,0,0,0,,",
        ]
        let read = ASSDocument(parsing: "[Events]\n" + lines.joined(separator: "\n"))
        #expect(read.header == "[Events]\n")
        #expect(read.events.map(\.text) == ["seen"])
        #expect(read.events[0].line == good + "\n")
    }

    @Test("An event that begins with a frame is drawn from that frame on", arguments: [24, 25, 30, 50])
    func frames(rate: Int) {
        for frame in 0..<5000 { #expect(ASSTime(frame: frame, frameRate: rate).firstFrame(frameRate: rate) == frame) }
    }

    @Test(
        "What can be read of an event is its words, without tags, and nothing of a drawing",
        arguments: [
            ("{\\pos(1,2)\\1c&H00FFFF&}Coral {\\b1}gardens{\\b0}", "Coral gardens"), ("two\\Nlines\\h!", "two lines !"),
            ("{\\p1}m 0 0 l 9 9{\\p0}", ""), ("\\{braced\\}", "{braced}"), ("", ""),
        ])
    func words(text: String, wanted: String) {
        let event = ASSEvent(start: ASSTime(hundredths: 0), end: ASSTime(hundredths: 1), style: "Words", text: text)
        #expect(event.words == wanted)
    }

    @Test(
        "Numbers have hundredths, colours blue first",
        arguments: [(2.0, "2"), (-0.004, "0"), (1.005, "1"), (0.125, "0.13"), (99.999, "100"), (-3.5, "-3.50")])
    func numbers(value: Double, wanted: String) {
        #expect(ASSTags().blur(value).block == "{\\blur\(wanted)}")
        #expect(RGBColour(hex: 0x123456).ass == "&H563412&")
        #expect(RGBColour(hex: "#123456")?.hex == 0x123456)
        #expect(["", "#12345", "123456", "#12345g", "#1234567"].allSatisfy { RGBColour(hex: $0) == nil })
    }
}
