import Foundation
import ReelASS
import ReelTestKit
import Testing

/// Reading and writing ASS, and reading fonts, costs as much as there are bytes.
@Suite struct ASSDoublingTests {
    private static let line = "Dialogue: 0,0:00:00.00,0:00:01.00,Words,,0,0,0,,"

    @Test(
        arguments: [
            .repeated("Dialogue:"), .repeated("Dialogue:\n"), .repeated(line + "a\n"), .repeated("\n"),
            .repeated(",", after: "Dialogue: "), .repeated("9", after: "Dialogue: "),
            .repeated("9:", after: "Dialogue: 0,"), .repeated("Dialogu\n"),
        ] as [HostileShape])
    func aDocumentIsReadInOnePass(_ shape: HostileShape) {
        DoublingExercise().run(shape) { _ = ASSDocument(parsing: $0).text }
    }

    @Test(
        arguments: [
            .repeated("{"), .nested("{", "}", around: String(repeating: "a", count: 50)), .repeated("{\\p"),
            .repeated("{\\p0}"), .repeated("\\"), .repeated("\\N"), .repeated("}"),
            HostileShape("{…{a…a}…}") {
                String(repeating: "{", count: $0) + String(repeating: "a", count: $0)
                    + String(repeating: "}", count: $0)
            },
        ] as [HostileShape])
    func theWordsOfAnEventAreReadInOnePass(_ shape: HostileShape) {
        DoublingExercise().run(shape) { text in
            _ = ASSDocument(parsing: Self.line + text).events.first?.words
        }
    }

    @Test(arguments: HostileShape.five(sign: "{", opening: "{\\", closing: "}", nearly: "\\\n") + HostileShape.words)
    func textIsEscapedInOnePass(_ shape: HostileShape) {
        DoublingExercise().run(shape) { text in
            _ = ASSText.escaped(text)
            _ = ASSText.portable(text)
        }
    }

    // MARK: Fonts

    /// A font of five tables, whose character map has one subtable.
    private static func font(_ subtable: [UInt8]) -> Data {
        func two(_ value: Int) -> [UInt8] { [UInt8(value >> 8 & 255), UInt8(value & 255)] }
        func four(_ value: Int) -> [UInt8] { two(value >> 16) + two(value & 65535) }
        let tables: [(String, [UInt8])] = [
            ("head", [UInt8](repeating: 0, count: 18) + two(1000)),
            ("hhea", two(0) + two(0) + two(800) + two(200) + [UInt8](repeating: 0, count: 26) + two(1)),
            ("hmtx", two(500) + two(0)),
            ("cmap", two(0) + two(1) + two(3) + two(10) + four(12) + subtable),
        ]
        var directory = four(0x10000) + two(tables.count) + [UInt8](repeating: 0, count: 6)
        var body: [UInt8] = []
        for (tag, bytes) in tables {
            directory += Array(tag.utf8) + four(0) + four(12 + 16 * tables.count + body.count) + four(bytes.count)
            body += bytes
        }
        return Data(directory + body)
    }

    private static func number(_ value: Int, _ bytes: Int) -> [UInt8] {
        (0..<bytes).reversed().map { UInt8(value >> (8 * $0) & 255) }
    }

    /// Groups of format 12, each of as many characters as it may have: all the same, overlapping, falling, or beyond
    /// Unicode.
    @Test(arguments: ["the same", "overlapping", "falling", "beyond"])
    func aFontsGroupsAreReadInOnePass(_ kind: String) {
        let shape = HostileShape(kind) { String(repeating: "x", count: $0) }
        DoublingExercise(first: 200).run(shape) { text in
            let count = text.utf8.count
            let groups = (0..<count).flatMap { index -> [UInt8] in
                let first =
                    switch kind {
                    case "overlapping": index
                    case "falling": 16 * (count - index)
                    case "beyond": 0x20_0000 + 65_536 * index
                    default: 32
                    }
                return Self.number(first, 4) + Self.number(first + 65_000, 4) + Self.number(0, 4)
            }
            let table =
                Self.number(12, 2) + Self.number(0, 2) + Self.number(16 + groups.count, 4) + Self.number(0, 4)
                + Self.number(count, 4) + groups
            _ = FontMetrics(Self.font(table))
        }
    }

    /// Segments of format 4, each with all characters.
    @Test func aFontsSegmentsAreReadInOnePass() {
        let shape = HostileShape("segments") { String(repeating: "x", count: $0) }
        DoublingExercise(first: 100).run(shape) { text in
            let count = text.utf8.count
            func all(_ value: Int) -> [UInt8] { (0..<count).flatMap { _ in Self.number(value, 2) } }
            let table =
                Self.number(4, 2) + Self.number(0, 4) + Self.number(2 * count, 2) + Self.number(0, 6) + all(0xFFFE)
                + Self.number(0, 2) + all(0) + all(0) + all(0)
            _ = FontMetrics(Self.font(table))
        }
    }
}
