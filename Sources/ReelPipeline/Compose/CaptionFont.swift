import Foundation
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
            let format = "%{file}\n%{index}\n%{embolden}\n%{family[0]}\n%{fullname[0]}\n"
            let match = try await Tool.run(ToolCommand("fc-match", ["-f", format, "--", pattern]))
            let lines = String(decoding: match.standardOutput, as: UTF8.self)
                .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            guard lines.count >= 5 else { throw ComposeError.fontMissing(pattern: pattern) }
            let file = URL(fileURLWithPath: lines[0])
            // A comma would end the field of the style that holds the name.
            let name = [lines[4], lines[3]].first { !$0.isEmpty && !$0.contains(",") && !$0.contains("\\") }
            // The upper half of the index is the instance of a variable font.
            let face = (Int(lines[1]) ?? 0) & 0xFFFF
            guard let name, let metrics = FontMetrics(try Data(contentsOf: file, options: .mappedIfSafe), face: face)
            else { throw ComposeError.fontMissing(pattern: pattern) }
            return CaptionFont(
                name: name, family: lines[3], metrics: metrics, isEmboldened: lines[2] == "True")
        } catch is ToolError {
            throw ComposeError.fontMissing(pattern: pattern)
        }
    }

    /// A word for all fonts of this machine: the same name may mean another font tomorrow.
    static func installedFonts() async throws -> String {
        let list = try? await Tool.run(ToolCommand("fc-list", ["--format", "%{file} %{fontversion}\n"]))
        return String(decoding: list?.standardOutput ?? Data(), as: UTF8.self)
            .split(separator: "\n").sorted().joined(separator: "\n")
    }
}
