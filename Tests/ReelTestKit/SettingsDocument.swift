import Foundation
import ReelSettings

/// The tables of `docs/SETTINGS.md`: what is promised of each setting.
public struct SettingsDocument: Sendable {
    public struct Row: Sendable, CustomStringConvertible {
        public let section: String
        public let key: String
        public let variable: String
        /// What may be set, such as `whole number, 1 to 64`.
        public let values: String

        public var description: String { key }
        public var isSecret: Bool { values == "secret" }
    }

    public let rows: [Row]

    public init() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../docs/SETTINGS.md")
        var section = ""
        var rows: [Row] = []
        for line in try String(contentsOf: file.standardizedFileURL, encoding: .utf8).split(separator: "\n") {
            if line.hasPrefix("## ") { section = String(line.dropFirst(3)) }
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count >= 5, cells[0].hasPrefix("`"), cells[1].hasPrefix("`REEL_") else { continue }
            rows.append(
                Row(
                    section: section, key: cells[0].filter { $0 != "`" }, variable: cells[1].filter { $0 != "`" },
                    values: cells[3]))
        }
        self.rows = rows
    }

    /// Rows of the sections whose titles begin with one of `titles`.
    public func rows(in titles: [String]) -> [Row] {
        rows.filter { row in titles.contains { row.section.hasPrefix($0) } }
    }
}

extension SettingsDocument.Row {
    /// Values that the environment may not have.
    public var wrongVariables: [String] {
        switch kind {
        case "whole number": ["abc", "30s", "1.5", "0x10"] + outside
        case "number": ["abc", "30s", "nan", "inf"] + outside
        case "true or false": ["maybe", "2"]
        case "list": ["::"]
        case "text", "path": ["two\nlines"]
        case "folder that exists": ["/no/such/folder", "/etc/passwd"]
        case "file that exists": ["/no/such/file", "/"]
        case "address": ["ftp://example.org", "example", "http://"]
        case "secret": ["not a secret"]
        case "name", "one": ["no such name"]
        default: []
        }
    }

    /// JSON values that the file may not have: of a wrong type, or out of range.
    public var wrongJSON: [String] {
        switch kind {
        case "whole number":
            [#""\#(Int(range?.lowerBound ?? 0))""#, "true", "[1]", "1.5"] + outside
        case "number": [#""\#(Int(range?.upperBound ?? 0))""#, "true", "[1]"] + outside
        case "true or false": [#""true""#, "1", "[true]"]
        case "list": [#""a""#, "5", "[5]", #"["::"]"#, "true"]
        case "secret": [#""not a secret""#, "524317", #"["tiger7"]"#]
        default: ["524317", "true", #"["a"]"#, "[[1]]"]
        }
    }

    private var kind: String {
        for kind in ["list", "one"] where values.hasPrefix(kind + " ") { return kind }
        return values.split(separator: ",").first.map(String.init) ?? ""
    }

    private var range: ClosedRange<Double>? {
        let numbers = values.split { !"-.0123456789".contains($0) }.compactMap { Double($0) }
        return numbers.count == 2 && numbers[0] <= numbers[1] ? numbers[0]...numbers[1] : nil
    }

    /// One below the range and one above it.
    private var outside: [String] {
        (range.map { [$0.lowerBound - 1, $0.upperBound + 1] } ?? []).map { number in
            Int(exactly: number).map(String.init) ?? String(number)
        }
    }
}
