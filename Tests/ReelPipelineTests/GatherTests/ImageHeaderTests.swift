import Foundation
import ReelCore
import ReelGather
import Testing

struct ImageHeaderTests {
    @Test(arguments: [
        (ImageBytes.png(width: 800, height: 600), ImageFormat.png, 800, 600),
        (ImageBytes.jpeg(width: 640, height: 480), .jpeg, 640, 480),
        (ImageBytes.gif(width: 500, height: 300), .gif, 500, 300),
        (ImageBytes.extendedWebP(width: 1024, height: 768, flags: 0), .webP, 1024, 768),
        // Lossy: frame tag, start code, 14 bits each of size below 2 of scale.
        (ImageBytes.webP([("VP8 ", [0, 0, 0, 0x9D, 0x01, 0x2A, 0x20, 0x43, 0x58, 0x42])]), .webP, 800, 600),
        // Lossless: 799 | 599 << 14.
        (ImageBytes.webP([("VP8L", [0x2F] + ImageBytes.little(799 | 599 << 14, 4))]), .webP, 800, 600),
    ])
    func readsFormatAndSizeFromTheFirstBytes(bytes: [UInt8], format: ImageFormat, width: Int, height: Int) throws {
        let header = try ImageHeader.read(bytes)
        #expect(header.format == format)
        #expect(header.size == FrameSize(width: width, height: height))
        #expect(header.orientation == .upright)
    }

    @Test(arguments: ["jpg", "png", "webp", "gif"])
    func agreesWithWhatFFmpegWrites(ending: String) async throws {
        let bytes = try await TestPicture.bytes("testsrc2=s=642x482", as: "a.\(ending)")
        let header = try ImageHeader.read([UInt8](bytes))
        #expect(header.size == FrameSize(width: 642, height: 482))
    }

    @Test(arguments: [
        ("", nil), ("<!DOCTYPE html><html><body>No", nil), ("<?xml version='1.0'?><svg width='900'>", "SVG"),
        ("<svg xmlns='http://www.w3.org/2000/svg'>", "SVG"), ("\0\0\0\u{1C}ftypavif\0\0\0\0", "AVIF"),
        ("\0\0\0\u{18}ftypheic\0\0\0\0", "HEIC"), ("\0\0\0\u{18}ftypisom\0\0\0\0", "a film"), ("BM000000", "BMP"),
        ("II*\0\0\0", "TIFF"), ("%PDF-1.7", "PDF"), ("GIF", nil), ("{\"error\": 404}", nil),
    ])
    func whatIsNoPictureIsRefused(text: String, name: String?) {
        #expect(throws: name.map { PictureProblem.unsupported($0) } ?? .notAPicture) {
            try ImageHeader.read(Array(text.utf8))
        }
    }

    @Test(arguments: 1...8, [true, false])
    func readsTheOrientation(value: Int, littleEndian: Bool) throws {
        let exif = ImageBytes.exif(orientation: value, littleEndian: littleEndian)
        let segment = ImageBytes.exifSegment(orientation: value, littleEndian: littleEndian)
        let files = [
            ImageBytes.jpeg(width: 300, height: 200, segments: [(0xE0, [1, 2, 3]), (0xE1, segment)]),
            ImageBytes.png(width: 300, height: 200, chunks: [("eXIf", exif)]),
            ImageBytes.extendedWebP(width: 300, height: 200, flags: 8, chunks: [("VP8 ", [1, 2, 3]), ("EXIF", exif)]),
        ]
        for file in files {
            let header = try ImageHeader.read(file)
            #expect(header.orientation.rawValue == value)
            #expect(header.uprightSize.width == (value < 5 ? 300 : 200))
        }
    }

    @Test func orientationsThatDoNotExistAreUpright() throws {
        for value in [0, 9, 65535] {
            let segment = ImageBytes.exifSegment(orientation: value)
            #expect(
                try ImageHeader.read(ImageBytes.jpeg(width: 9, height: 9, segments: [(0xE1, segment)])).orientation
                    == .upright)
        }
    }

    @Test func theThumbnailInsideIsNotThePicture() throws {
        let inner = ImageBytes.jpeg(width: 160, height: 120)
        let file = ImageBytes.jpeg(
            width: 1600, height: 1200, segments: [(0xE1, ImageBytes.exifSegment(orientation: 1) + inner)])
        #expect(try ImageHeader.read(file).size == FrameSize(width: 1600, height: 1200))
    }

    @Test func knowsWhatMayBeTransparent() throws {
        #expect(try ImageHeader.read(ImageBytes.png(width: 9, height: 9, colourType: 6)).mayBeTransparent)
        #expect(try ImageHeader.read(ImageBytes.png(width: 9, height: 9, chunks: [("tRNS", [0])])).mayBeTransparent)
        #expect(try !ImageHeader.read(ImageBytes.png(width: 9, height: 9)).mayBeTransparent)
        #expect(try ImageHeader.read(ImageBytes.extendedWebP(width: 9, height: 9, flags: 0x10)).mayBeTransparent)
        #expect(try ImageHeader.read(ImageBytes.extendedWebP(width: 9, height: 9, flags: 0x02)).isAnimatedWebP)
    }

    /// Ends with an error or an answer, never with a trap, whatever is cut off or changed.
    @Test func damagedHeadersNeverTrap() throws {
        let segment = ImageBytes.exifSegment(orientation: 6)
        let files = [
            ImageBytes.png(width: 800, height: 600, chunks: [("eXIf", ImageBytes.exif(orientation: 3))]),
            ImageBytes.jpeg(width: 640, height: 480, segments: [(0xE1, segment)]), ImageBytes.gif(width: 5, height: 3),
            ImageBytes.extendedWebP(
                width: 10, height: 7, flags: 8, chunks: [("EXIF", ImageBytes.exif(orientation: 3))]),
            ImageBytes.webP([("VP8L", [0x2F, 1, 2, 3, 4])]),
            ImageBytes.webP([("VP8 ", [UInt8](repeating: 0, count: 10))]),
        ]
        var answers = 0
        for file in files {
            for length in file.indices {
                answers += (try? ImageHeader.read(Array(file[..<length]))) == nil ? 0 : 1
                for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
                    var changed = file
                    changed[length] = value
                    answers += (try? ImageHeader.read(changed)) == nil ? 0 : 1
                }
            }
        }
        #expect(answers > 0)
    }

    @Test func rulesRefuseBeforeAnythingIsDecoded() throws {
        let settings = GatherSettings()
        func problem(_ bytes: [UInt8]) -> PictureProblem? {
            do throws(PictureProblem) {
                try PictureRules.check(ImageHeader.read(bytes), settings)
                return nil
            } catch {
                return error
            }
        }
        let large = FrameSize(width: 20_000, height: 20_000)
        #expect(problem(ImageBytes.png(width: 20_000, height: 20_000)) == .tooLarge(large, pixels: 64_000_000))
        let absurd = FrameSize(width: 0xFFFF_FFFF, height: 0xFFFF_FFFF)
        #expect(
            problem(ImageBytes.png(width: absurd.width, height: absurd.height)) == .tooLarge(absurd, pixels: 64_000_000)
        )
        #expect(problem(ImageBytes.png(width: 0, height: 20)) == .damaged("its header gives no size"))
        #expect(problem(ImageBytes.gif(width: 1, height: 1)) != nil)
        #expect(problem(ImageBytes.jpeg(width: 399, height: 300)) != nil)
        #expect(problem(ImageBytes.jpeg(width: 400, height: 300)) == nil)
        #expect(problem(ImageBytes.jpeg(width: 2000, height: 90)) == .strip(FrameSize(width: 2000, height: 90)))
        #expect(
            problem(ImageBytes.extendedWebP(width: 900, height: 900, flags: 2)) == .unsupported("animated WebP"))
    }
}
