import Foundation
import ReelCompose
import ReelCore
import Testing

@Suite("Text in captions") struct CaptionTextTests {
    @Test(
        "Strangers' words cannot give orders",
        arguments: [
            (#"{\pos(0,0)}Hi"#, "\\{\\\u{2060}pos(0,0)\\}Hi"),
            (#"a\Nb"#, "a\\\u{2060}Nb"),
            (#"end\"#, "end\\\u{2060}"),
            ("two\nlines\r\n", "two lines"),
            ("\u{202E}evil\u{202C}", "evil"),
            ("\u{7}bell\u{0}\u{9B}", "bell"),
            ("שלום", "שלום"),
            ("👩‍🔬", "👩‍🔬"),
            ("naïve, “quoted” & <b>", "naïve, “quoted” & <b>"),
            (" \u{200B}\u{FEFF} ", ""),
        ])
    func escape(raw: String, wanted: String) {
        #expect(CaptionText.escapeASS(raw) == wanted)
    }

    @Test("What is not spoken hangs onto the word before")
    func readable() {
        let words = spoken("– forty percent — faster … \u{202E} 😀 !")
        #expect(CaptionText.readable(words).map(\.text) == ["–", "forty", "percent —", "faster …", "😀 !"])
    }
}

@Suite("Captions as ASS") struct ASSDocumentTests {
    private func font() throws -> CaptionFont {
        CaptionFont(name: "Inter Display Extra Bold", metrics: try #require(FontMetrics.anyInstalled()))
    }

    @Test("Events begin and end half a frame early, light one word, and dim those to come")
    func events() throws {
        let states = [
            CaptionState(lines: [["One", "two"], ["three"]], spoken: nil, begun: 0, frames: 0..<3),
            CaptionState(lines: [["One", "two"], ["three"]], spoken: 1, begun: 2, frames: 3..<200),
        ]
        let caption = ASSDocument.text(states, style: .caption, font: try font())
        let events = caption.split(separator: "\n").filter { $0.hasPrefix("Dialogue:") }
        #expect(
            events == [
                #"Dialogue: 0,0:00:00.00,0:00:00.08,Words,,0,0,0,,{\pos(540,1285)\blur1.5}{\fscx100\fscy100}One two\N{\fscx100\fscy100}three"#,
                #"Dialogue: 0,0:00:00.08,0:00:06.65,Words,,0,0,0,,{\pos(540,1285)\blur1.5}{\fscx100\fscy100}One {\1c&H2FCEF9&}two{\1c}\N{\fscx100\fscy100}three"#,
            ])
        let headline = ASSDocument.text([states[1]], style: .headline, font: try font())
        #expect(headline.contains(#"{\alpha&HA8&}three{\alpha}"#))
        #expect(!headline.contains(#"{\alpha&HA8&}One"#))
    }

    @Test("A word that is too long for a line is drawn smaller")
    func longWord() throws {
        let states = [
            CaptionState(
                lines: [["Donaudampfschifffahrtsgesellschaftskapitän"]], spoken: nil, begun: 0, frames: 0..<3)
        ]
        let text = ASSDocument.text(states, style: .caption, font: try font())
        let percent = try #require(text.firstMatch(of: /fscx(\d+)\\fscy/)?.1)
        #expect((30..<70).contains(Int(percent) ?? 0))
    }

    @Test("White stays white, and yellow is asked for so that it comes out as yellow")
    func colours() {
        let white = Colour(red: 255, green: 255, blue: 255)
        #expect(white.asDrawnByFFmpeg == white)
        let black = Colour(red: 0, green: 0, blue: 0)
        #expect(black.asDrawnByFFmpeg == black)
    }
}

extension FontMetrics {
    /// Of the font that the tests' machine would take.
    static func anyInstalled() -> FontMetrics? {
        for file in [
            "/usr/share/fonts/opentype/inter/InterDisplay-ExtraBold.otf",
            "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf",
        ] {
            if let data = try? Data(contentsOf: URL(fileURLWithPath: file)), let metrics = FontMetrics(data) {
                return metrics
            }
        }
        return nil
    }
}

@Suite("Widths of a font") struct FontMetricsTests {
    @Test("Widths are those of the font's tables")
    func widths() throws {
        let metrics = try #require(FontMetrics.anyInstalled())
        #expect(metrics.width("") == 0)
        #expect(metrics.width("iii") < metrics.width("mmm"))
        #expect((1.0...6.0).contains(metrics.width("Hamburgefonts") / 2))
        #expect((0.9...1.6).contains(metrics.lineHeight))
        // A combining accent has no width of its own; a character of another font counts as one em.
        #expect(metrics.width("e\u{301}\u{200D}") == metrics.width("e") || metrics.width("\u{301}") < 0.1)
        #expect(metrics.width("漢字") == 2)
    }

    @Test("Anything else is no font, however it is cut")
    func damage() throws {
        #expect(FontMetrics(Data()) == nil)
        #expect(FontMetrics(Data("not a font at all, only some text".utf8)) == nil)
        let file = URL(fileURLWithPath: "/usr/share/fonts/opentype/inter/InterDisplay-ExtraBold.otf")
        guard let whole = try? Data(contentsOf: file) else { return }
        for length in stride(from: 0, to: 4000, by: 37) { _ = FontMetrics(whole.prefix(length)) }
    }
}
