import Foundation
import ReelASS
import Testing

@Suite("Fonts of this machine") struct FontTests {
    private func metrics() async throws -> FontMetrics {
        let match = try #require(try await FontCatalog.match("Inter Display:extrabold"))
        return try #require(FontMetrics(try Data(contentsOf: match.file), face: match.face))
    }

    @Test("Widths are those of the font's tables")
    func widths() async throws {
        let metrics = try await metrics()
        #expect(metrics.width("") == 0)
        #expect(metrics.width("iii") < metrics.width("mmm"))
        #expect((1.0...6.0).contains(metrics.width("Hamburgefonts") / 2))
        #expect((0.9...1.6).contains(metrics.lineHeight))
        // A combining accent has no width of its own; a character of another font counts as one em.
        #expect(metrics.width("e\u{301}\u{200D}") == metrics.width("e") || metrics.width("\u{301}") < 0.1)
        #expect(metrics.width("漢字") == 2)
    }

    @Test("Anything else is no font, however it is cut")
    func damage() async throws {
        #expect(FontMetrics(Data()) == nil)
        #expect(FontMetrics(Data("not a font at all, only some text".utf8)) == nil)
        let match = try #require(try await FontCatalog.match("Inter Display:extrabold"))
        let whole = try Data(contentsOf: match.file)
        for length in stride(from: 0, to: 4000, by: 37) { _ = FontMetrics(whole.prefix(length)) }
    }

    @Test("fontconfig names a font for whatever is asked, and says which characters there are")
    func catalog() async throws {
        let match = try #require(try await FontCatalog.match("No Such Family At All"))
        #expect(FileManager.default.fileExists(atPath: match.file.path))
        #expect(match.name?.contains(",") == false)
        // A pattern is no option, whatever it begins with.
        #expect(try await FontCatalog.match("--version") != nil)
        let installed = try await FontCatalog.installed()
        #expect(installed.contains(match.file.path))
        #expect(installed == installed.split(separator: "\n").sorted().joined(separator: "\n"))
        #expect(try await FontCatalog.hasFont(with: [0x61, 0x7A]))
        #expect(try await FontCatalog.hasFont(with: [0x10FFFD]) == false)
    }
}
