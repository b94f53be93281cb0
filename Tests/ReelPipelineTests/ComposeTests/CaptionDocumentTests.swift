import Foundation
import ReelASS
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
            ("👩‍🔬", ""), ("Reef🐠s", "Reefs"), ("❤️", ""), ("1️⃣", "1"), ("🇧🇿", ""), ("™©", "™©"),
            ("cafe\u{301}", "café"),
            ("naïve, “quoted” & <b>", "naïve, “quoted” & <b>"),
            (" \u{200B}\u{FEFF} ", ""),
        ])
    func escape(raw: String, wanted: String) {
        #expect(CaptionText.escapeASS(raw) == wanted)
    }

    @Test("What is not spoken hangs onto the word before")
    func readable() {
        let words = spoken("– forty percent — faster … \u{202E} 😀 !")
        #expect(CaptionText.readable(words).map(\.text) == ["–", "forty", "percent —", "faster … !"])
    }
}

@Suite("Captions as ASS") struct CaptionDocumentTests {
    private let group = CaptionGroup(
        lines: [
            [CaptionGroup.Word(text: "One", lit: 3..<9), CaptionGroup.Word(text: "two", lit: 9..<12)],
            [CaptionGroup.Word(text: "three", lit: 12..<20)],
        ], frames: 0..<30)

    private func events(_ look: CaptionLook, _ type: Scene.SceneType = .media) throws -> [CaptionEvent] {
        let fonts = CaptionFonts([
            CaptionFont(name: "Inter Display Extra Bold", metrics: try #require(FontMetrics.anyInstalled()))
        ])
        return CaptionRenderer(
            style: try #require(CaptionStyle.of(type, look, .vertical)),
            colours: CaptionColours(ReelPalette(name: "x", colours: ["#ff7a59"])), fonts: fonts
        ).events([group])
    }

    @Test("Events begin and end half a frame early")
    func times() {
        let text = ASSDocument(
            captions: [
                CaptionEvent(layer: 2, frames: 0..<3, text: "a"), CaptionEvent(layer: 3, frames: 3..<200, text: "b"),
            ],
            canvas: CaptionCanvas(.square)
        ).text
        #expect(text.contains("PlayResX: 1080\nPlayResY: 1080\n"))
        #expect(
            text.hasSuffix(
                """
                Dialogue: 2,0:00:00.00,0:00:00.08,Words,,0,0,0,,a
                Dialogue: 3,0:00:00.08,0:00:06.65,Words,,0,0,0,,b

                """))
    }

    @Test(
        "Every word is seen once in every frame of its group, and lit in its own",
        arguments: [CaptionLook.bold, .plate, .soft])
    func everyFrame(look: CaptionLook) throws {
        let events = try events(look)
        for (word, lit) in [("One", 3..<9), ("two", 9..<12), ("three", 12..<20)] {
            let drawn = events.filter { $0.text.hasSuffix("}" + word) && $0.layer > 1 }
            #expect(drawn.flatMap { Array($0.frames) }.sorted() == Array(0..<30))
            #expect(Set(drawn.filter { $0.layer == 3 }.flatMap { Array($0.frames) }) == Set(lit))
        }
        let plates = events.filter { $0.text.contains("\\p1}") }
        #expect(plates.isEmpty == (look != .plate))
        if look == .plate { #expect(plates[0].frames == 0..<30 && plates.dropFirst().allSatisfy { $0.layer == 1 }) }
    }

    @Test("A word of a text scene comes in when it is spoken, quickly at first, and stays")
    func entrance() throws {
        let three = try events(.bold, .text).filter { $0.text.hasSuffix("}three") }
        #expect(three.flatMap { Array($0.frames) } == Array(12..<30))
        let heights = three.compactMap { $0.text.firstMatch(of: /pos\([\d.]+,([\d.]+)\)/).flatMap { Double($0.1) } }
        let steps = zip(heights, heights.dropFirst()).map { $0 - $1 }
        #expect(heights.count == CaptionRenderer.entrance + 1)
        #expect(steps[0] > 6 && steps[0] < 30 && steps.allSatisfy { $0 >= -0.5 })
        #expect(zip(steps, steps.dropFirst()).allSatisfy { $0 >= $1 - 0.5 })
    }

    @Test("Lines with letters from the right are left to libass as a whole")
    func fromRight() throws {
        var arabic = group
        arabic.lines[0][0].text = "الشعاب"
        let fonts = CaptionFonts([CaptionFont(name: "X", metrics: try #require(FontMetrics.anyInstalled()))])
        let events = CaptionRenderer(
            style: try #require(CaptionStyle.of(.media, .bold, .vertical)),
            colours: CaptionColours(ReelPalette(name: "x", colours: [])), fonts: fonts
        ).events([arabic])
        let whole = events.filter { $0.text.contains("الشعاب") }
        #expect(whole.allSatisfy { $0.text.contains("two") && $0.text.contains("\u{200F}") })
        #expect(whole.flatMap { Array($0.frames) } == Array(0..<30))
        #expect(events.contains { $0.text.hasSuffix("}three") })
    }

    @Test("The palette's accent is taken where it stands out, with letters that can be read on it")
    func accent() {
        func accent(_ hex: String) -> CaptionColours {
            CaptionColours(ReelPalette(name: "x", colours: ["#000000", hex]))
        }
        #expect(accent("#ff7a59").accent == RGBColour(red: 255, green: 122, blue: 89))
        #expect(accent("#4fd1a5").accent == RGBColour(hex: "#4fd1a5"))
        for bad in ["#a3bfd8", "#f4f0ff", "#20104a", "#80808", "red", ""] {
            #expect(accent(bad).accent == CaptionColours.ownAccent, "\(bad)")
        }
        for hex in ["#ff7a59", "#4fd1a5", "#e0507a", "#ffffff"] {
            #expect(accent(hex).accent.contrast(with: accent(hex).onAccent) >= 4.5)
            #expect(accent(hex).accent.contrast(with: CaptionColours.dark) >= 5)
        }
        #expect(abs(CaptionColours.white.contrast(with: RGBColour(red: 0, green: 0, blue: 0)) - 21) < 0.01)
    }
}

@Suite("Captions in the frame") struct CaptionLayoutTests {
    @Test(
        "Two lines at most, whatever is said, within the safe area of each aspect",
        arguments: Aspect.allCases, [CaptionLook.bold, .plate, .soft])
    func safe(aspect: Aspect, look: CaptionLook) async throws {
        let texts = [
            "WWWWWW WWWWW, Donaudampfschifffahrtsgesellschaftskapitän WWWWWWWWW mmmmm www.example.org/a/b/c?d=e",
            "The reef is alive", "Wwwwwwwwwwwwww", "珊瑚礁在过去十年里恢复了百分之四十，比任何人预期的都要快。",
        ]
        let fonts = try await CaptionFonts.find("Inter Display:extrabold", for: texts.joined())
        for (text, type) in texts.flatMap({ [($0, Scene.SceneType.media), ($0, .text)] }) {
            let wanted = try #require(CaptionStyle.of(type, look, aspect))
            let words = CaptionText.readable(spoken(text))
            let style = wanted.fitted(to: words, fonts)
            let grouping = style.grouping(fonts)
            let groups = CaptionTrack.groups(
                of: grouping.fitting(words), frameCount: 300, frameRate: 30, grouping: grouping)
            let safe = style.canvas.safe
            for group in groups {
                let layout = CaptionLayout(group, style, fonts)
                // What growing, outline and glow, or the plate, add.
                let around = look == .plate ? CaptionRenderer.plateMargin.x : 16
                #expect(layout.left - around >= Double(safe.x), "\(group)")
                #expect(layout.right + around <= Double(safe.x + safe.width), "\(group)")
                #expect(layout.top - 90 >= Double(safe.y) && layout.bottom + 12 <= Double(safe.y + safe.height))
                #expect(group.lines.count <= (type == .text ? 5 : 2))
                #expect(group.lines.allSatisfy { $0.map(\.text).joined(separator: " ").count <= 60 })
                // A phone shows 1080 pixels on 65 mm; these are 3 mm and more, but for words that will not fit.
                #expect(layout.lines.allSatisfy { $0.em >= 48 })
            }
        }
    }
}

@Suite("Fonts for every script") struct CaptionFontsTests {
    @Test("Each word is drawn in one font that has all of it")
    func fallbacks() async throws {
        let text = "Riff 珊瑚 회복 サンゴ الشعاب שונית προς Риф"
        let fonts = try await CaptionFonts.find("Inter Display:extrabold", for: text)
        #expect(try GlyphCheck.substitutes(for: text, in: fonts).isEmpty)
        for word in text.split(separator: " ") {
            let runs = fonts.runs(String(word))
            #expect(runs.count == 1)
            #expect(fonts.fonts[runs[0].font].metrics.covers(runs[0].text))
        }
        #expect(fonts.runs("Riff")[0].font == 0 && fonts.runs("Риф")[0].font == 0)
        #expect(fonts.runs("珊瑚")[0].font > 0)
        #expect(fonts.runs("AB珊瑚，C").map(\.text).joined() == "AB珊瑚，C")
    }

    @Test("A text full of characters that no font has costs a bounded number of questions")
    func questionsAreBounded() async throws {
        // Cuneiform, hieroglyphs and places for private use, from 60 blocks of 128 code points.
        let strange = (0..<60).flatMap { block in (0..<100).compactMap { Unicode.Scalar(0x12000 + block * 128 + $0) } }
        let text = String(String.UnicodeScalarView(strange)) + "\u{6E56}"
        // Ends within the limits of a test: 6,000 questions would take minutes.
        let fonts = try await CaptionFonts.find("Inter Display:extrabold", for: text)
        #expect(fonts.fonts.count <= CaptionFonts.mostQuestions)
        #expect(fonts.fonts.contains { $0.metrics.covers("\u{6E56}") })
    }

    @Test("What no font has is replaced if it can be, left out if it is no letter, else a clear error")
    func missing() async throws {
        // Mathematical letters, and a place for private use.
        let strange = "ﬁn 𝐑eef \u{10FFFD} → ok"
        let fonts = CaptionFonts([CaptionFont(name: "X", metrics: try #require(FontMetrics.anyInstalled()))])
        let substitutes = try GlyphCheck.substitutes(for: strange, in: fonts)
        #expect(substitutes["\u{10FFFD}"] == "" && substitutes["𝐑"] == "R")
        let words = GlyphCheck.apply(substitutes, to: CaptionText.readable(spoken(strange)))
        #expect(words.map(\.text).joined(separator: " ").contains("Reef"))
        let error = #expect(throws: ComposeError.self) { try GlyphCheck.substitutes(for: "珊瑚 ok", in: fonts) }
        #expect(error == .glyphsMissing(characters: "珊 瑚", package: "fonts-wqy-microhei"))
        #expect(error?.failure.message.contains("apt-get install fonts-wqy-microhei") == true)
        let cuneiform = #expect(throws: ComposeError.self) { try GlyphCheck.substitutes(for: "𒀀", in: fonts) }
        #expect(cuneiform?.failure.message.contains("fonts-noto-core") == true)
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
