import Foundation
import ReelCore
import ReelGather
import ReelTestKit
import Testing

/// What pictures are and what is said of them is read in time that grows with its length.
@Suite struct GatherDoublingTests {
    static let captions: [HostileShape] =
        HostileShape.five(sign: "(", opening: "(Photo: ", closing: ")", nearly: "Photo by ")
        + [
            .repeated("\u{301}", after: "Photo: A"), .repeated("\u{A9} "), .repeated("courtesy of "),
            .repeated("(AFP", before: ")"), .repeated(" ", after: "Image credit"),
        ]

    @Test(arguments: captions)
    func whoseAPictureIs(_ shape: HostileShape) {
        let article = Article(url: "https://a.example/", title: "T", text: "T")
        DoublingExercise(of: shape, upTo: 300_000).run(shape) { text in
            let image = ArticleImage(url: "https://a.example/b.jpg", caption: text, alt: text)
            _ = PictureCredit.of(image, in: article)
        }
    }

    static let words: [HostileShape] =
        HostileShape.five(sign: "a", opening: "(a ", closing: ")", nearly: "reefs ")
        + [
            .repeated("/", after: "https://a.example/"), .repeated("."), .repeated("-1"),
            .repeated("\u{301}", after: "a"),
        ]

    @Test(arguments: words)
    func wordsOfPictures(_ shape: HostileShape) {
        DoublingExercise(of: shape, upTo: 300_000).run(shape) { text in
            _ = SceneWords.of(text)
            _ = SceneWords.ofFileName(text)
        }
    }

    static let sentences: [HostileShape] =
        HostileShape.five(sign: "\"", opening: "\u{201C}", closing: "\u{201D}", nearly: "\"a b c d ")
        + HostileShape.five(sign: "1", opening: "$1 ", closing: "%", nearly: "12 of ")
        + [
            .repeated("\u{AB}a "), .repeated("said Ada Van ", after: "\"Of all the hens we have\" "), .repeated("1,"),
            .repeated("Ada van de ", before: " said \"Of all the hens we have\""),
        ]

    @Test(arguments: sentences)
    func wordsOfCards(_ shape: HostileShape) {
        DoublingExercise(of: shape, upTo: 300_000).run(shape) { text in
            _ = NumberPhrase.find(in: text)
            if let quotation = QuotationPhrase.find(in: text) {
                _ = QuotationPhrase.speaker(of: quotation, in: text)
            }
            _ = CardText.clean(text)
        }
    }

    /// The bytes of a file, each the scalar of that value.
    private static func bytes(_ text: String) -> [UInt8] {
        text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    }

    private static let png = "\u{89}PNG\r\n\u{1A}\n\0\0\0\u{D}IHDR\0\0\u{4}\0\0\0\u{4}\0\u{8}\u{2}\0\0\0\0\0\0\0"
    private static let webP = "RIFF\0\0\0\0WEBPVP8X\u{A}\0\0\0\0\0\0\0\u{FF}\u{3}\0\u{FF}\u{3}\0"
    private static let jpeg = "\u{FF}\u{D8}"
    private static let exif = "\u{FF}\u{E1}\0\u{12}Exif\0\0MM\0*\0\0\0\u{4}"

    static let files: [HostileShape] =
        HostileShape.five(
            sign: "\u{FF}", opening: exif, closing: "\u{FF}\u{1}", nearly: "\u{FF}\u{E1}\0\u{2}", after: jpeg)
        + HostileShape.five(
            sign: "\0", opening: "\0\0\0\0eXIf", closing: "\0\0\0\0", nearly: "\0\0\0\u{1}tRNS", after: png)
        + HostileShape.five(
            sign: "\0", opening: "EXIF\0\0\0\0", closing: "VP8L", nearly: "EXIF\u{1}\0\0\0", after: webP)
        + [
            .repeated("\0", after: "GIF89a"), .repeated("<", after: "<?xml"),
            .repeated("\0", after: "\0\0\0\u{20}ftypavif"),
        ]

    @Test(arguments: files)
    func headersOfPictures(_ shape: HostileShape) {
        DoublingExercise(of: shape, upTo: 4_000_000).run(shape) { _ = try? ImageHeader.read(Self.bytes($0)) }
    }

    static let answers: [HostileShape] =
        HostileShape.five(sign: "[", opening: "{\"a\":", closing: "}", nearly: "[],", after: "{\"photos\":[")
        + [
            .repeated("{},", after: "{\"photos\":[", before: "{}]}"), .repeated("\\u0041", after: "{\"photos\":\""),
            HostileShape("nesting again and again") { count in
                let deep = String(repeating: "[", count: 500) + String(repeating: "]", count: 500)
                return "{\"photos\":[" + String(repeating: "{\"a\":\(deep)},", count: count) + "{}]}"
            },
        ]

    @Test(arguments: answers)
    func answersOfTheLibrary(_ shape: HostileShape) {
        DoublingExercise(of: shape, upTo: 2_000_000).run(shape) { text in
            _ = try? WireCoding.decode(PexelsPhotos.self, from: Data(text.utf8))
            _ = try? WireCoding.decode(PexelsVideos.self, from: Data(text.utf8))
        }
    }
}
