/// Any JSON, for input whose every field is to be judged and not only the first that is wrong. `WireCoding.read` makes it.
public enum JSONValue: Hashable, Codable, Sendable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    public init(from decoder: any Decoder) throws {
        // Else each type is tried for each value, and a try that fails costs as much as the value is deep.
        if let text = decoder.userInfo[Self.wholeText] as? JSONValue, let value = text[decoder.codingPath[...]] {
            self = value
            return
        }
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .number(let value):
            if let whole = Int(exactly: value) { try container.encode(whole) } else { try container.encode(value) }
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }

    public var string: String? { if case .string(let value) = self { value } else { nil } }
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    public var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }
    public var object: [String: JSONValue]? { if case .object(let value) = self { value } else { nil } }
    /// A number without a fraction.
    public var integer: Int? { if case .number(let value) = self { Int(exactly: value) } else { nil } }

    /// A field of an object; `nil` when it is absent or `null`.
    public subscript(_ name: String) -> JSONValue? {
        guard case .object(let fields) = self, let value = fields[name], value != .null else { return nil }
        return value
    }

    /// Where `WireCoding.decode` puts the text that it has read, for those of its parts that may be any JSON.
    static let wholeText = CodingUserInfoKey(rawValue: "JSONValue.wholeText")!

    private subscript(_ path: ArraySlice<any CodingKey>) -> JSONValue? {
        guard let key = path.first else { return self }
        return switch self {
        case .object(let members): members[key.stringValue]?[path.dropFirst()]
        case .array(let elements):
            key.intValue.flatMap { elements.indices.contains($0) ? elements[$0][path.dropFirst()] : nil }
        default: nil
        }
    }
}
