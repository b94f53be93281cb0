import Configuration
import Foundation
import ReelSettings
import Testing

/// Holds a process to what `docs/SETTINGS.md` promises: whatever it cannot use ends it at its start, with the key, the value
/// and what would do.
public struct SettingsExercise: Sendable {
    private let rows: [SettingsDocument.Row]
    private let scope: SettingsScope
    private let read: @Sendable (ConfigReader) throws -> Void

    /// - Parameters:
    ///   - sections: beginnings of the titles whose settings the process reads.
    ///   - keys: of other sections, that it reads as well.
    ///   - others: of these sections, that it does not read.
    ///   - scope: what whoever starts the process gives it, which must be the same.
    ///   - read: what the process does with its settings at its start.
    package init(
        sections: [String], keys: Set<String> = [], without others: Set<String> = [],
        scope: SettingsScope, read: @escaping @Sendable (ConfigReader) throws -> Void
    ) throws {
        let document = try SettingsDocument()
        rows =
            document.rows(in: sections).filter { !others.contains($0.key) }
            + document.rows.filter { keys.contains($0.key) }
        self.scope = scope
        self.read = read
    }

    public func run() async throws {
        try read(try await Settings.load(environment: [:]))
        try read(try await Settings.load(environment: Dictionary(uniqueKeysWithValues: rows.map { ($0.variable, "") })))
        #expect(!rows.isEmpty)
        #expect(Set(rows.map(\.key)) == KnownSettings.keys.filter(scope.reads))
        for row in rows {
            #expect(!row.wrongVariables.isEmpty, "\(row.key): docs/SETTINGS.md does not say which values it takes")
            for value in row.wrongVariables {
                let config = try await Settings.load(environment: [row.variable: value])
                check(refusal(config), row, value, place: [row.variable])
            }
            try await withTemporaryFolder { folder in
                let file = folder.appending(path: "reel.json")
                for value in row.wrongJSON {
                    try Data(Self.nested(row.key, value).utf8).write(to: file)
                    let config = try await Settings.load(environment: ["REEL_CONFIG": file.path])
                    check(refusal(config), row, value, place: [row.variable, row.key, file.path])
                }
            }
        }
    }

    private func refusal(_ config: ConfigReader) -> String? {
        do { try read(config) } catch let error as SettingsError { return error.description } catch {
            return "\(error)"
        }
        return nil
    }

    private func check(_ refusal: String?, _ row: SettingsDocument.Row, _ value: String, place: [String]) {
        guard let refusal else {
            Issue.record("\(row.key) = \(value) is not refused")
            return
        }
        for word in place + ["The setting ", "but it should be "] {
            #expect(refusal.contains(word), "\(row.key) = \(value): \(refusal)")
        }
        // A list's refusal names the entry.
        let core = value.trimmingCharacters(in: CharacterSet(charactersIn: "[]\""))
        #expect(refusal.contains(core) != row.isSecret, "\(row.key) = \(value): \(refusal)")
    }

    /// `a.b` and `5` become `{"a": {"b": 5}}`.
    private static func nested(_ key: String, _ value: String) -> String {
        key.split(separator: ".").reversed().reduce(value) { #"{"\#($1)": \#($0)}"# }
    }
}
