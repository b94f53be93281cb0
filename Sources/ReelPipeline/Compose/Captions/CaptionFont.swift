import Foundation
import ReelASS
import ReelTool

/// A font of the captions, with what is needed to know how wide a word will be.
package struct CaptionFont: Hashable, Sendable {
    /// The name by which libass finds the font.
    package var name: String
    /// The font's own family, by which relatives of another weight are found.
    package var family: String
    package var metrics: FontMetrics
    /// Whether libass is to draw it bolder than it is, because it has no weight that is bold enough.
    package var isEmboldened: Bool

    package init(name: String, family: String? = nil, metrics: FontMetrics, isEmboldened: Bool = false) {
        self.name = name
        self.family = family ?? name
        self.metrics = metrics
        self.isEmboldened = isEmboldened
    }

    /// Asks fontconfig for the installed font nearest to the pattern, which is the one libass will take.
    ///
    /// - Parameter pattern: a fontconfig pattern, such as `Inter Display:extrabold`.
    /// - Throws: `ComposeError.fontMissing`.
    package static func find(_ pattern: String) async throws -> CaptionFont {
        do {
            guard let match = try await FontCatalog.match(pattern), let name = match.name,
                let metrics = FontMetrics(
                    try Data(contentsOf: match.file, options: .mappedIfSafe), face: match.face)
            else { throw ComposeError.fontMissing(pattern: pattern) }
            return CaptionFont(
                name: name, family: match.family, metrics: metrics, isEmboldened: match.isEmboldened)
        } catch is ToolError {
            throw ComposeError.fontMissing(pattern: pattern)
        }
    }
}
