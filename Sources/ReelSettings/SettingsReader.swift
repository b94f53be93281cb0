import Configuration
import Foundation
import ReelCore

/// Reads settings by type and range. A value that cannot be used is refused with its key, with the value (a secret's is
/// not shown) and with what would do; `ConfigReader`'s own methods return the default for what they cannot parse.
public struct SettingsReader: Sendable {
    let config: ConfigReader

    public init(_ config: ConfigReader) {
        self.config = config
    }

    /// A whole number.
    public func int(_ key: ConfigKey, in range: ClosedRange<Int>, default value: Int) throws -> Int {
        let number = try int(key, in: range) ?? value
        return config.int(forKey: key, default: number)
    }

    /// A whole number, `nil` when none is set.
    public func int(_ key: ConfigKey, in range: ClosedRange<Int>) throws -> Int? {
        guard let raw = raw(key) else { return nil }
        let number: Int? =
            switch raw {
            case .int(let number): number
            case .text(let text) where !isInFile(key): Int(text)
            default: nil
            }
        guard let number, range.contains(number) else {
            throw refusal(of: key, raw.text, expected: "a whole number" + Self.words(range))
        }
        return number
    }

    /// A number.
    public func double(_ key: ConfigKey, in range: ClosedRange<Double>, default value: Double) throws -> Double {
        let number = try double(key, in: range) ?? value
        return config.double(forKey: key, default: number)
    }

    /// A number, `nil` when none is set.
    public func double(_ key: ConfigKey, in range: ClosedRange<Double>, unit: String = "a number") throws -> Double? {
        guard let raw = raw(key) else { return nil }
        let number: Double? =
            switch raw {
            case .int(let number): Double(number)
            case .double(let number): number
            case .text(let text) where !isInFile(key): Self.decimal(text)
            default: nil
            }
        guard let number, range.contains(number) else {
            throw refusal(
                of: key, raw.text,
                expected: "\(unit) from \(Self.brief(range.lowerBound)) to "
                    + Self.brief(range.upperBound))
        }
        return number
    }

    /// Seconds, with a fraction or without.
    public func seconds(_ key: ConfigKey, in range: ClosedRange<Double>, default value: Duration) throws -> Duration {
        guard let seconds = try double(key, in: range, unit: "seconds, a number without a unit,") else { return value }
        return .milliseconds(Int((seconds * 1000).rounded()))
    }

    /// `true`, `yes`, `on` or `1`; `false`, `no`, `off` or `0`.
    public func bool(_ key: ConfigKey, default value: Bool) throws -> Bool {
        guard let raw = raw(key) else { return config.bool(forKey: key, default: value) }
        let answer: Bool? =
            switch raw {
            case .bool(let answer): answer
            case .text(let text) where !isInFile(key): Self.answers[text.lowercased()]
            default: nil
            }
        guard let answer else {
            throw refusal(
                of: key, raw.text,
                expected: isInFile(key)
                    ? "true or false, without quotes" : "true or false (also yes, no, on, off, 1, 0)")
        }
        return config.bool(forKey: key, default: answer)
    }

    private static let answers = [
        "true": true, "yes": true, "on": true, "1": true, "false": false, "no": false, "off": false, "0": false,
    ]

    /// One of the words of an enumeration.
    public func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: ConfigKey, default value: Choice
    ) throws -> Choice {
        let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        return try parsed(key, expected: "one of \(words)", Choice.init(rawValue:)) ?? value
    }

    /// What `parse` makes of a line of text; `nil` when none is set.
    ///
    /// - Parameters:
    ///   - key: as in the file, such as `fetch.timeout`.
    ///   - expected: what would do, for the refusal.
    ///   - parse: `nil` for what cannot be used.
    public func parsed<Value>(
        _ key: ConfigKey, expected: String, _ parse: (String) throws -> Value?
    ) throws -> Value? {
        guard let text = try text(key) else { return nil }
        guard let value = try parse(text) else { throw refusal(of: key, text, expected: expected) }
        return value
    }

    /// One line of text; `nil` when none or an empty one is set.
    public func text(_ key: ConfigKey) throws -> String? {
        guard let raw = raw(key) else { return nil }
        guard case .text(let text) = raw, Self.isOneLine(text) else {
            throw refusal(of: key, raw.text, expected: "one line of text" + (isInFile(key) ? " in quotes" : ""))
        }
        return text.isEmpty ? nil : text
    }

    /// One line of text.
    public func text(_ key: ConfigKey, default value: String) throws -> String {
        let text = try text(key) ?? value
        return config.string(forKey: key, default: text).isEmpty ? value : text
    }

    /// The path of a file or folder, from the working directory; it need not be there.
    public func path(_ key: ConfigKey, default value: String) throws -> URL {
        URL(fileURLWithPath: try text(key, default: value)).standardizedFileURL
    }

    /// The path of a folder that is there and can be read; `nil` when none is set.
    public func folder(_ key: ConfigKey) throws -> URL? {
        try parsed(key, expected: "the path of a folder that exists and can be read") { path in
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue,
                FileManager.default.isReadableFile(atPath: path)
            else { return nil }
            return URL(fileURLWithPath: path, isDirectory: true)
        }
    }

    /// The address of a web service: http or https, with a host, without user and query; `nil` when none is set.
    ///
    /// - Parameters:
    ///   - key: as in the file, such as `fetch.timeout`.
    ///   - example: for the refusal.
    public func webAddress(_ key: ConfigKey, example: String) throws -> String? {
        try parsed(key, expected: "an address such as \(example)") { text in
            guard let parts = URLComponents(string: text), ["http", "https"].contains(parts.scheme?.lowercased()),
                parts.host?.isEmpty == false, parts.user == nil, parts.query == nil
            else { return nil }
            return text
        }
    }

    /// The entries of a list that are not empty.
    public func list(_ key: ConfigKey) throws -> [String] {
        guard let raw = raw(key) else { return [] }
        let entries: [String]
        switch raw {
        case .list(let values): entries = values
        case .text(let text) where !isInFile(key):
            entries = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        default:
            throw refusal(of: key, raw.text, expected: #"a list of texts in quotes, such as ["a", "b"]"#)
        }
        guard entries.allSatisfy(Self.isOneLine) else {
            throw refusal(of: key, raw.text, expected: "a list of texts without line ends")
        }
        _ = config.stringArray(forKey: key, default: [])
        return entries.filter { !$0.isEmpty }
    }

    /// What `parse` makes of the entries of a list. A refusal names the entry that cannot be used.
    public func list<Value>(
        _ key: ConfigKey, expected: String, _ parse: (String) throws -> Value?
    ) throws -> [Value] {
        try list(key).map { entry in
            guard let value = try parse(entry) else { throw refusal(of: key, entry, expected: expected) }
            return value
        }
    }

    /// Printable ASCII without blanks, as it is sent in a header; `nil` when none is set. It is never shown. It comes from the
    /// setting itself, or from the file that the setting of the same name with `File` behind it names, or else from a
    /// credential of systemd.
    public func secret(_ key: ConfigKey) throws -> Secret? {
        let name = key.components.joined(separator: ".")
        let fileName = SecretSource.fileKey(of: name)
        let fileKey = ConfigKey(fileName.split(separator: ".").map(String.init))
        let path = try text(fileKey)
        if let raw = raw(key, isSecret: true) {
            guard case .text(let text) = raw, text.utf8.allSatisfy({ 0x21...0x7e ~= $0 }) else {
                throw refusal(of: key, "(not shown)", expected: "printable ASCII without blanks")
            }
            guard path == nil || text.isEmpty else {
                throw refusal(
                    of: fileKey, path ?? "", expected: "left out where \(KnownSettings.variable(name)) is set")
            }
            if !text.isEmpty { return Secret(text) }
        }
        let credential = SettingsOrigin.credentials(config).flatMap { SecretSource.credentialFile(of: name, in: $0) }
        guard let file = path ?? credential else { return nil }
        do {
            return Secret(try SecretFile(path: file).read())
        } catch {
            throw refusal(of: path == nil ? key : fileKey, file, expected: "a file with the key alone: \(error.reason)")
        }
    }

    /// The error for a value that has the right type and still cannot be used.
    ///
    /// - Parameters:
    ///   - key: as in the file, such as `fetch.timeout`.
    ///   - value: what holds when nothing is set.
    ///   - expected: what would do, to follow "it should be".
    public func refusal(of key: ConfigKey, _ value: String, expected: String) -> SettingsError {
        let name = key.components.joined(separator: ".")
        let variable = KnownSettings.variable(name)
        let place = SettingsOrigin.file(of: key, config).map { "\(name) in \($0) (as a variable: \(variable))" }
        return .invalidValue(key: place ?? variable, value: Redaction.message(value), expected: expected)
    }
}

extension SettingsReader {
    /// A value as it stands where it was found.
    private enum Raw {
        case text(String)
        case int(Int)
        case double(Double)
        case bool(Bool)
        case list([String])
        /// A value of the file that no setting can have, as JSON.
        case other(String)

        var text: String {
            switch self {
            case .text(let value), .other(let value): value
            case .int(let value): String(value)
            case .double(let value): String(value)
            case .bool(let value): String(value)
            case .list(let values): "[" + values.map { "\"\($0)\"" }.joined(separator: ", ") + "]"
            }
        }
    }

    /// Text is asked for first: all of the environment is text.
    private func raw(_ key: ConfigKey, isSecret: Bool = false) -> Raw? {
        if let value = config.string(forKey: key, isSecret: isSecret) { return .text(value) }
        if let value = config.int(forKey: key, isSecret: isSecret) { return .int(value) }
        if let value = config.double(forKey: key, isSecret: isSecret) { return .double(value) }
        if let value = config.bool(forKey: key, isSecret: isSecret) { return .bool(value) }
        if let value = config.stringArray(forKey: key, isSecret: isSecret) { return .list(value) }
        return config.bytes(forKey: key, isSecret: isSecret).map { .other(String(decoding: $0, as: UTF8.self)) }
    }

    /// In the file a value has a type, and a number in quotes is none.
    private func isInFile(_ key: ConfigKey) -> Bool { SettingsOrigin.file(of: key, config) != nil }

    private static func isOneLine(_ text: String) -> Bool {
        !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }

    /// Digits with at most one point: `Double` alone also takes `0x1p4`, `nan` and `inf`.
    private static func decimal(_ text: String) -> Double? {
        guard text.allSatisfy({ "+-.0123456789eE".contains($0) }), let number = Double(text), number.isFinite else {
            return nil
        }
        return number
    }

    private static func words(_ range: ClosedRange<Int>) -> String {
        range.upperBound == .max
            ? " of at least \(range.lowerBound)" : " from \(range.lowerBound) to \(range.upperBound)"
    }

    private static func brief(_ number: Double) -> String {
        Int(exactly: number).map(String.init) ?? String(number)
    }
}
