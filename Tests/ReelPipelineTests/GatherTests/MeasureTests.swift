import Foundation
import ReelCore
import ReelGather
import Testing

/// What is measured of pictures that were drawn so that the answer is known.
struct MeasureTests {
    /// The image of a lavfi picture.
    private func image(_ source: String, width: Int, height: Int, filter: String = "null") async throws -> AnalysisImage
    {
        let bytes = try await TestPicture.bytes("\(source),\(filter)", as: "a.png")
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).png")
        defer { try? FileManager.default.removeItem(at: file) }
        try bytes.write(to: file)
        let size = FrameSize(width: width, height: height)
        return try #require(
            AnalysisImage(try await TestPicture.pixels(file, width: width, height: height), size: size))
    }

    @Test(arguments: ["mandelbrot=s=960x640", "testsrc=s=960x640"])
    func aBlurredPictureIsCalledLessSharpTheMoreItIsBlurred(source: String) async throws {
        var shares: [Double] = []
        for sigma in [0.01, 1.5, 3, 6] {
            shares.append(
                Sharpness.share(try await image(source, width: 960, height: 640, filter: "gblur=sigma=\(sigma)")))
        }
        #expect(shares[0] > 0.9)
        for (sharper, softer) in zip(shares, shares.dropFirst()) { #expect(softer < sharper) }
        // A blur of 6 pixels leaves about an eighth of them.
        #expect((0.06...0.25).contains(shares[3]))
    }

    @Test func contrastDoesNotMatterForSharpness() async throws {
        let full = Sharpness.share(
            try await image("mandelbrot=s=960x640", width: 960, height: 640, filter: "gblur=sigma=3"))
        let faint = Sharpness.share(
            try await image(
                "mandelbrot=s=960x640", width: 960, height: 640, filter: "gblur=sigma=3,lutrgb=r=val/3:g=val/3:b=val/3")
        )
        #expect(abs(full - faint) < 0.12)
    }

    /// A disc, its place in shares of the picture, on three kinds of ground.
    @Test(
        arguments: [(0.15, 0.3), (0.5, 0.5), (0.85, 0.7), (0.3, 0.8)],
        [
            "color=c=0x7090B0:s=900x600",
            "gradients=s=900x600:c0=0x203040:c1=0x506070:x0=0:y0=0:x1=899:y1=599:nb_colors=2",
            "color=c=0xC0C4C8:s=900x600,noise=alls=12:all_seed=7",
        ])
    func theSubjectStaysInTheCrop(place: (x: Double, y: Double), ground: String) async throws {
        let (x, y) = (place.x * 900, place.y * 600)
        let disc =
            "geq=r='if(lt(hypot(X-\(x),Y-\(y)),80),200+40*mod(floor(X/9)+floor(Y/9),2),r(X,Y))'"
            + ":g='if(lt(hypot(X-\(x),Y-\(y)),80),70,g(X,Y))':b='if(lt(hypot(X-\(x),Y-\(y)),80),40,b(X,Y))'"
        let focus = FocusMeasure.focus(
            try await image(ground, width: 900, height: 600, filter: "format=gbrp,\(disc)"))
        #expect(abs(focus.x - place.x) < 0.08, "focus \(focus) for \(place)")
        #expect(abs(focus.y - place.y) < 0.12, "focus \(focus) for \(place)")
        // An upright 9:16 crop around the focus, moved back into the picture, holds the whole disc.
        let width = 600.0 * 9 / 16
        let left = min(max(focus.x * 900 - width / 2, 0), 900 - width)
        #expect(x - 80 >= left - 1 || x - 80 < 0)
        #expect(x + 80 <= left + width + 1 || x + 80 > 900)
    }

    @Test(arguments: [
        "color=c=0x556677:s=600x400", "testsrc2=s=600x400", "color=c=gray:s=600x400,noise=alls=60:all_seed=3",
    ])
    func anEvenPictureIsCroppedInItsMiddle(source: String) async throws {
        let focus = FocusMeasure.focus(try await image(source, width: 600, height: 400))
        #expect((0.3...0.7).contains(focus.x))
        #expect((0.3...0.7).contains(focus.y))
    }

    @Test func theFaceOfAPersonCountsMoreThanTheirCoat() async throws {
        // Skin at the upper right, a dark coat below it, a plain wall.
        let focus = FocusMeasure.focus(
            try await image(
                "color=c=0xB8BCC0:s=800x1000", width: 800, height: 1000,
                filter:
                    "drawbox=x=480:y=420:w=240:h=580:c=0x303038:t=fill,drawbox=x=520:y=180:w=160:h=220:c=0xE0AC88:t=fill"
            ))
        #expect((0.6...0.9).contains(focus.x))
        #expect((0.2...0.62).contains(focus.y))
    }

    @Test(arguments: [
        ("color=c=0x2060C0:s=300x200,drawbox=x=200:y=50:w=90:h=90:c=0xF08020:t=fill", true),
        ("color=c=0x106030:s=300x200", true), ("color=c=0xE0E020:s=300x200", true), ("testsrc2=s=300x200", true),
        ("color=c=0x808080:s=300x200", false), ("color=c=white:s=300x200", false),
    ])
    func coloursOfALeadImageAreDarkEnoughForWhiteWords(source: String, isColourful: Bool) async throws {
        let colours = LeadColours.of(try await image(source, width: 300, height: 200))
        #expect((colours != nil) == isColourful)
        guard let colours else { return }
        #expect(colours.count == 4)
        let lightness = colours.map { OklabColour(hex: $0).lab.x }
        for (darker, lighter) in zip(lightness, lightness.dropFirst()) { #expect(darker < lighter) }
        // WCAG 2.2: white on the first two has a contrast of 7 at least.
        for hex in colours.prefix(2) { #expect(1.05 / (luminance(hex) + 0.05) > 7) }
        let palette = Palette(lead: colours)
        for motif in Backdrop.Motif.allCases {
            let pixels = Backdrop(palette: palette, motif: motif, seed: 3).render(FrameSize(width: 90, height: 160))
            let light = stride(from: 0, to: pixels.count, by: 3).map { offset in
                luminance(
                    UInt32(pixels[offset]) << 16 | UInt32(pixels[offset + 1]) << 8 | UInt32(pixels[offset + 2]))
            }.sorted()
            #expect(light[light.count * 98 / 100] < 0.3)
        }
    }

    @Test func theAccentIsThePicturesOtherHue() async throws {
        let colours = try #require(
            LeadColours.of(
                try await image(
                    "color=c=0x2060C0:s=300x200", width: 300, height: 200,
                    filter: "drawbox=x=200:y=50:w=90:h=90:c=0xF08020:t=fill")))
        let (dark, accent) = (OklabColour(hex: colours[0]).lab, OklabColour(hex: colours[3]).lab)
        // Blue is below 0 on Oklab's last axis, orange above.
        #expect(dark.z < -0.01)
        #expect(accent.z > 0.03)
    }

    @Test func keptColoursComeBackAsTheyWere() throws {
        for palette in Palette.all { #expect(Palette(palette.choice)?.choice == palette.choice) }
        let lead = ReelPalette(name: "lead", colours: ["#101820", "#203040", "#5080A0", "#C0D0E0"])
        #expect(
            Palette.of(theme: .auto, kept: lead, lead: nil, title: "T").choice.colours.map { $0.lowercased() }
                == lead.colours.map { $0.lowercased() })
        #expect(Palette.of(theme: .ember, kept: lead, lead: nil, title: "T").name == "ember")
        // Somebody else's are made dark, and what is no colour is passed over.
        let light = try #require(
            Palette(ReelPalette(name: "x", colours: ["#ffffff", "#ffffff", "#ffffff", "#ffffff"])))
        #expect(light.colours[1].lab.x < 0.5)
        for odd in [[], ["#12345"], ["red", "red", "red", "red"], ["#12345g", "#123456", "#123456", "#123456"]] {
            #expect(Palette(ReelPalette(name: "x", colours: odd)) == nil)
        }
    }

    private func luminance(_ hex: UInt32) -> Double {
        func linear(_ shift: UInt32) -> Double {
            let value = Double(hex >> shift & 0xFF) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(16) + 0.7152 * linear(8) + 0.0722 * linear(0)
    }
}
