import ReelASS
import ReelTool

/// The font of cards as libass draws it: whatever it needs of other fonts for letters that this one does not have is
/// measured with it.
package struct CardFont: Hashable, Sendable {
    /// Weights as OpenType has them.
    package enum Weight: Int, CaseIterable, Sendable {
        case text = 600
        case heading = 800
    }

    /// The name by which libass finds it.
    package var family: String
    /// A word for the fonts of this machine, for content keys.
    package var installed: String

    /// - Parameter pattern: a fontconfig pattern; its family alone counts.
    /// - Throws: `GatherError.cardFailed` without fontconfig.
    package static func find(_ pattern: String) async throws -> CardFont {
        do {
            // A comma would end the field of the style that holds the name.
            let family = (try await FontCatalog.match(pattern)?.family ?? "").filter { $0 != "," && $0 != "\n" }
            return CardFont(family: family, installed: try await FontCatalog.installed())
        } catch let error as ToolError {
            throw GatherError.cardFailed(reason: error.description)
        }
    }

    /// Whether one installed font has all the letters that are beyond Latin. Letters of two such scripts in one text
    /// are rare enough to be left out.
    static func canDraw(_ texts: [String]) async throws -> Bool {
        let rare = Set(texts.flatMap { $0.unicodeScalars }.map(\.value).filter { $0 > 0x24F })
            .subtracting(0x2000...0x20CF).sorted()
        guard !rare.isEmpty else { return true }
        return (try? await FontCatalog.hasFont(with: rare)) ?? false
    }
}
