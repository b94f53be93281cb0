import Foundation
import ReelTool

/// The installed fonts, as fontconfig tells of them; libass takes its fonts from there as well.
package enum FontCatalog {
    /// An installed font.
    package struct Match: Hashable, Sendable {
        package var file: URL
        /// Which font of a collection.
        package var face: Int
        /// Whether fontconfig wants it drawn bolder than it is, because it has no weight that is bold enough.
        package var isEmboldened: Bool
        package var family: String
        package var fullName: String

        /// A name by which libass finds it, and that can stand in a style or a tag, whose field a comma would end.
        package var name: String? {
            [fullName, family].first { !$0.isEmpty && !$0.contains(",") && !$0.contains("\\") }
        }
    }

    /// The font nearest to a pattern, which is the one that libass will take.
    ///
    /// - Parameter pattern: of fontconfig, such as `Inter Display:extrabold`.
    /// - Returns: `nil` where there is none.
    /// - Throws: `ToolError`.
    package static func match(_ pattern: String) async throws -> Match? {
        let format = "%{file}\n%{index}\n%{embolden}\n%{family[0]}\n%{fullname[0]}\n"
        let match = try await Tool.run(ToolCommand("fc-match", ["-f", format, "--", pattern]))
        let lines = String(decoding: match.standardOutput, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.count >= 5 else { return nil }
        return Match(
            file: URL(fileURLWithPath: lines[0]),
            // The upper half of the index is the instance of a variable font.
            face: (Int(lines[1]) ?? 0) & 0xFFFF, isEmboldened: lines[2] == "True", family: lines[3],
            fullName: lines[4])
    }

    /// All fonts of this machine with their versions, a line each, for content keys: the same name may mean another
    /// font tomorrow.
    ///
    /// - Throws: `ToolError`.
    package static func installed() async throws -> String {
        let list = try await Tool.run(ToolCommand("fc-list", ["--format", "%{file} %{fontversion}\n"]))
        return String(decoding: list.standardOutput, as: UTF8.self).split(separator: "\n").sorted()
            .joined(separator: "\n")
    }

    /// Whether one installed font has all these characters.
    ///
    /// - Throws: `ToolError`.
    package static func hasFont(with characters: [UInt32]) async throws -> Bool {
        let charset = characters.map { String($0, radix: 16) }.joined(separator: " ")
        let fonts = try await Tool.run(ToolCommand("fc-list", ["--format", "%{file}\n", ":charset=\(charset)"]))
        return !fonts.standardOutput.isEmpty
    }
}
