import Foundation
import ReelCache
import ReelCore
import ReelGather
import ReelTestKit
import Testing

struct PictureNormalizerTests {
    /// Red, lime, blue and white, from the top left in reading order.
    private static let quarters =
        "color=c=red:s=600x400,drawbox=x=300:y=0:w=300:h=200:c=lime:t=fill,"
        + "drawbox=x=0:y=200:w=300:h=200:c=blue:t=fill,drawbox=x=300:y=200:w=300:h=200:c=white:t=fill"

    private func normalize(
        _ bytes: Data, in folder: URL, largestEdge: Int = 3000
    ) async throws -> NormalizedPicture {
        let file = folder.appending(path: UUID().uuidString)
        try bytes.write(to: file)
        let source = SourcePicture(
            file: file, digest: try SHA256Digest.file(file), header: try ImageHeader.read([UInt8](bytes)))
        let cache = ContentCache(root: folder.appending(path: "cache"))
        return try await PictureNormalizer(cache: cache, settings: GatherSettings()).normalize(
            source, largestEdge: largestEdge, workFolder: folder.appending(path: "work"))
    }

    /// The names of the colours of the four quarters.
    private func colours(_ picture: NormalizedPicture) async throws -> [String] {
        let pixels = try await TestPicture.pixels(picture.file, width: 2, height: 2)
        return stride(from: 0, to: 12, by: 3).map { offset in
            switch (pixels[offset] > 128, pixels[offset + 1] > 128, pixels[offset + 2] > 128) {
            case (true, false, false): "red"
            case (false, true, false): "lime"
            case (false, false, true): "blue"
            case (true, true, true): "white"
            default: "dark"
            }
        }
    }

    @Test(arguments: [
        ("a.jpg", []), ("a.png", []), ("a.gif", []), ("a.webp", ["-quality", "95"]), ("a.webp", ["-lossless", "1"]),
        ("a.png", ["-pix_fmt", "rgb48be"]), ("a.png", ["-pix_fmt", "rgba"]), ("a.png", ["-pix_fmt", "pal8"]),
    ])
    func everyFormatComesOutAsPlainRGB(name: String, options: [String]) async throws {
        try await withTemporaryFolder { folder in
            let bytes = try await TestPicture.bytes(Self.quarters, as: name, options)
            let picture = try await normalize(bytes, in: folder)
            #expect(picture.size == FrameSize(width: 600, height: 400))
            #expect(try await colours(picture) == ["red", "lime", "blue", "white"])
            let header = try ImageHeader.read([UInt8](Data(contentsOf: picture.file)))
            #expect([.jpeg, .png].contains(header.format))
            #expect(!header.mayBeTransparent)
        }
    }

    /// EXIF 2.3: for each value where the stored corners are seen.
    @Test(arguments: [
        (1, ["red", "lime", "blue", "white"]), (2, ["lime", "red", "white", "blue"]),
        (3, ["white", "blue", "lime", "red"]), (4, ["blue", "white", "red", "lime"]),
        (5, ["red", "blue", "lime", "white"]), (6, ["blue", "red", "white", "lime"]),
        (7, ["white", "lime", "blue", "red"]), (8, ["lime", "white", "red", "blue"]),
    ])
    func turnsPicturesUpright(orientation: Int, corners: [String]) async throws {
        try await withTemporaryFolder { folder in
            let stored = [UInt8](try await TestPicture.bytes(Self.quarters, as: "a.jpg"))
            let segment = ImageBytes.exifSegment(orientation: orientation)
            let tagged = stored[..<2] + [0xFF, 0xE1] + ImageBytes.big(segment.count + 2, 2) + segment + stored[2...]
            let picture = try await normalize(Data(tagged), in: folder)
            #expect(picture.size == FrameSize(width: orientation < 5 ? 600 : 400, height: orientation < 5 ? 400 : 600))
            #expect(try await colours(picture) == corners)
        }
    }

    @Test func largePicturesAreScaledDownAndSmallOnesStay() async throws {
        try await withTemporaryFolder { folder in
            let bytes = try await TestPicture.bytes("testsrc2=s=2000x1000", as: "a.jpg")
            #expect(try await normalize(bytes, in: folder, largestEdge: 800).size == FrameSize(width: 800, height: 400))
            #expect(try await normalize(bytes, in: folder).size == FrameSize(width: 2000, height: 1000))
        }
    }

    @Test func whatIsTransparentGetsABackgroundItStandsOutFrom() async throws {
        func logo(_ colour: String) async throws -> Data {
            try await TestPicture.bytes(
                "color=c=\(colour):s=600x400,format=rgba,geq=r='r(X,Y)':g='g(X,Y)':b='b(X,Y)':a='if(lt(X,300),255,0)'",
                as: "a.png", ["-pix_fmt", "rgba"])
        }
        try await withTemporaryFolder { folder in
            let dark = try await normalize(logo("black"), in: folder)
            #expect(try await colours(dark) == ["dark", "white", "dark", "white"])
            let light = try await normalize(logo("white"), in: folder)
            #expect(try await colours(light) == ["white", "dark", "white", "dark"])
        }
    }

    @Test func nothingButThePictureIsKept() async throws {
        try await withTemporaryFolder { folder in
            let stored = [UInt8](try await TestPicture.bytes(Self.quarters, as: "a.jpg"))
            let secret = ImageBytes.exifSegment(orientation: 1) + Array("49.0N 8.4E, at home".utf8)
            let tagged = stored[..<2] + [0xFF, 0xE1] + ImageBytes.big(secret.count + 2, 2) + secret + stored[2...]
            let picture = try await normalize(Data(tagged), in: folder)
            let written = String(decoding: try Data(contentsOf: picture.file), as: Unicode.ASCII.self)
            for word in ["at home", "Exif", "Lavc"] { #expect(!written.contains(word)) }
        }
    }

    @Test(arguments: ["a.jpg", "a.png", "a.webp"])
    func halfAPictureIsNoPicture(name: String) async throws {
        try await withTemporaryFolder { folder in
            let bytes = try await TestPicture.bytes("mandelbrot=s=800x600", as: name)
            await #expect(throws: PictureProblem.self) {
                try await normalize(bytes.prefix(bytes.count / 2), in: folder)
            }
        }
    }

    @Test func oneColourIsNoPicture() async throws {
        try await withTemporaryFolder { folder in
            let bytes = try await TestPicture.bytes("color=c=0x808080:s=600x400", as: "a.png")
            await #expect(throws: PictureProblem.blank) { try await normalize(bytes, in: folder) }
        }
    }

    /// A decoder of its own is not chosen by the bytes: what calls itself a JPEG is read as a JPEG or not at all.
    @Test func theHeaderCannotChooseAnotherDecoder() async throws {
        try await withTemporaryFolder { folder in
            var bytes = try await TestPicture.bytes("testsrc2=s=600x400", as: "a.bmp")
            bytes.replaceSubrange(0..<40, with: ImageBytes.jpeg(width: 600, height: 400))
            await #expect(throws: PictureProblem.self) { try await normalize(bytes, in: folder) }
        }
    }
}
