import Foundation
import ReelExtract
import ReelTestKit
import Testing

/// What comes beside pages is read in time that grows with its length: `robots.txt`, encodings, `Content-Type`.
@Suite struct FetchedFileDoublingTests {
    private static let group = "User-agent: *\nDisallow: /"

    static let robots: [HostileShape] =
        // One line of 480 KB of the third was 174 s.
        HostileShape.five(sign: "%41", opening: "%", closing: "41", nearly: "%4", after: group)
        + [
            .repeated("*a", after: group), .repeated("$", after: group), .repeated("\nDisallow: /*a*b*c"),
            .repeated("\nDisallow: /", after: group), .repeated("User-agent: *\n"), .repeated(":"), .repeated("#"),
            .repeated("\r"), .repeated("Sitemap: http://a.example/b\n"),
            .repeated("\nDisallow: /" + String(repeating: "a", count: 1_000) + "*b", after: group),
        ]

    @Test(arguments: robots)
    func robotsRules(_ shape: HostileShape) {
        let path = "/" + String(repeating: "a", count: 2_000)
        DoublingExercise(of: shape, upTo: 512_000).run(shape) { text in
            _ = RobotsRules(text, agent: "ReelCraft").allows(path)
        }
    }

    static let encodings = [
        "utf-16le", "shift_jis", "iso-2022-jp", "gb18030", "windows-1252", "euc-kr", "x-user-defined",
    ]
    static let bytes = HostileShape.five(
        sign: "\u{FF}", opening: "\u{1B}$B", closing: "\u{1B}(B", nearly: "\u{81}", after: "a")

    /// Bytes that mean nothing in an encoding, and its changes of state.
    @Test(arguments: encodings, bytes)
    func decoding(_ encoding: String, _ shape: HostileShape) {
        DoublingExercise(of: shape, upTo: 1_000_000).run(shape) { text in
            // Each scalar is one byte.
            let data = Data(text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })
            _ = Charset.decode(data, contentType: "text/html; charset=" + encoding)
        }
    }

    static let declarations = HostileShape.five(
        sign: "<", opening: "<meta ", closing: ">", nearly: "<meta charset ")

    @Test(arguments: declarations)
    func whatThePageSaysOfItsEncoding(_ shape: HostileShape) {
        DoublingExercise(of: shape, upTo: 1_000_000).run(shape) { _ = Charset.decode(Data($0.utf8), contentType: nil) }
    }

    static let contentTypes = HostileShape.five(
        sign: ";", opening: "\"", closing: "\"", nearly: "charset ", after: "text/html")

    @Test(arguments: contentTypes)
    func contentType(_ shape: HostileShape) {
        DoublingExercise(of: shape, upTo: 300_000).run(shape) { text in
            _ = try? extractArticle(html: Data("a".utf8), contentType: text)
        }
    }
}
