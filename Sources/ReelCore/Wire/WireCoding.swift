import Foundation

/// The one way in which JSON is written and read, by every process.
public enum WireCoding {
    /// A value as JSON, in one line.
    public static func encode(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        return try encoder.encode(value)
    }

    /// One line of a JSON-lines stream, its newline included. JSON text never holds a bare newline.
    public static func encodeLine(_ value: some Encodable) throws -> Data {
        try encode(value) + Data("\n".utf8)
    }

    /// Fields that are not known are passed over, so that either side may be newer.
    public static func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
        try JSONDecoder().decode(type, from: data)
    }
}
