import Configuration
import Foundation
import ReelCore

/// The JSON file that `REEL_CONFIG` names, each value with the type that it has there: a number in quotes is text, and
/// `true` is not 1.
struct SettingsFile {
    let path: String
    /// By their keys, such as `lease.seconds`.
    private(set) var values: [String: ConfigContent] = [:]

    /// - Throws: `SettingsError.unreadableFile`.
    init(path: String) throws {
        self.path = path
        let top: JSONValue
        do {
            top = try WireCoding.read(Data(contentsOf: URL(fileURLWithPath: path)))
        } catch let error as JSONError {
            throw SettingsError.unreadableFile(path: path, reason: "it is not JSON: \(error)")
        } catch {
            throw SettingsError.unreadableFile(path: path, reason: error.localizedDescription)
        }
        guard let fields = top.object else {
            throw SettingsError.unreadableFile(path: path, reason: "it should hold one JSON object, {...}")
        }
        take(fields, below: [])
    }

    var provider: InMemoryProvider {
        InMemoryProvider(
            name: path,
            values: Dictionary(
                uniqueKeysWithValues: values.map { key, content in
                    (
                        AbsoluteConfigKey(key.split(separator: ".").map(String.init)),
                        ConfigValue(content, isSecret: false)
                    )
                }))
    }

    private mutating func take(_ fields: [String: JSONValue], below parents: [String]) {
        for (name, value) in fields {
            let components = parents + [name]
            let key = components.joined(separator: ".")
            switch value {
            case .null: break
            case .object(let inner): take(inner, below: components)
            case .bool(let value): values[key] = .bool(value)
            case .string(let value): values[key] = .string(value)
            case .number(let value): values[key] = Int(exactly: value).map { .int($0) } ?? .double(value)
            case .array(let entries):
                let texts = entries.compactMap(\.string)
                // A list of anything else is no setting's value; its text is kept for the refusal.
                values[key] = texts.count == entries.count ? .stringArray(texts) : .bytes(Self.text(value))
            }
        }
    }

    private static func text(_ value: JSONValue) -> [UInt8] {
        (try? JSONEncoder().encode(value)).map { Array($0) } ?? []
    }
}
