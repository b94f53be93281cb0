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
    ///
    /// The text is read strictly first: Foundation's decoder takes commas at ends and other encodings, and 512 levels of
    /// nesting.
    ///
    /// - Throws: `DecodingError`; what is not JSON, or more than `JSONLimits.document`, is `.dataCorrupted` with a
    ///   `JSONError` in it.
    public static func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
        let value: JSONValue
        do {
            value = try read(data)
        } catch {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(codingPath: [], debugDescription: "\(error)", underlyingError: error))
        }
        if let value = value as? Value { return value }
        let decoder = JSONDecoder()
        decoder.userInfo[JSONValue.wholeText] = value
        return try decoder.decode(type, from: data)
    }

    /// What `encode` has written and no stranger can have changed: a row of the database. So it is read once, by Foundation
    /// alone; lists of jobs read hundreds of such texts.
    ///
    /// - Throws: `DecodingError`.
    public static func decodeStored<Value: Decodable>(_ type: Value.Type, from text: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }

    /// Any JSON, read by `JSONReader`.
    ///
    /// - Parameters:
    ///   - data: a whole JSON text.
    ///   - limits: how much it may hold.
    ///   - budget: of the thread.
    public static func read(
        _ data: Data, limits: JSONLimits = .document, budget: CPUBudget? = nil
    ) throws(JSONError) -> JSONValue {
        try data.withUnsafeBytes { bytes in
            Result { () throws(JSONError) in try JSONReader.read(bytes, limits: limits, budget: budget) }
        }.get()
    }
}
