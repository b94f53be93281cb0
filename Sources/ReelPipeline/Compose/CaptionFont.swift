import Foundation
import ReelTool

/// The font of the captions, with what is needed to know how wide a word will be.
package struct CaptionFont: Hashable, Sendable {
    /// The name by which libass finds the font.
    package var name: String
    package var metrics: FontMetrics

    package init(name: String, metrics: FontMetrics) {
        self.name = name
        self.metrics = metrics
    }

    /// Asks fontconfig for the installed font nearest to the pattern, which is the one libass will take.
    ///
    /// - Parameter pattern: a fontconfig pattern, such as `Inter Display:extrabold`.
    /// - Throws: `ComposeError.fontMissing`.
    static func find(_ pattern: String) async throws -> CaptionFont {
        do {
            let match = try await Tool.run(
                ToolCommand("fc-match", ["-f", "%{file}\n%{fullname[0]}\n%{family[0]}\n", "--", pattern]))
            let lines = String(decoding: match.standardOutput, as: UTF8.self).split(
                separator: "\n", omittingEmptySubsequences: false)
            guard lines.count >= 3 else { throw ComposeError.fontMissing(pattern: pattern) }
            let file = URL(fileURLWithPath: String(lines[0]))
            // A comma would end the field of the style that holds the name.
            let name = lines[1...2].first { !$0.isEmpty && !$0.contains(",") }
            guard let name, let metrics = FontMetrics(try Data(contentsOf: file, options: .mappedIfSafe)) else {
                throw ComposeError.fontMissing(pattern: pattern)
            }
            return CaptionFont(name: String(name), metrics: metrics)
        } catch is ToolError {
            throw ComposeError.fontMissing(pattern: pattern)
        }
    }

    /// A word for all fonts of this machine: captions are drawn with the one above, and with others for characters
    /// that it does not have.
    static func installedFonts() async throws -> String {
        let list = try? await Tool.run(ToolCommand("fc-list", ["--format", "%{file} %{fontversion}\n"]))
        return String(decoding: list?.standardOutput ?? Data(), as: UTF8.self)
            .split(separator: "\n").sorted().joined(separator: "\n")
    }
}
