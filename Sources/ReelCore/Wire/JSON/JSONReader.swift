/// Reads a JSON text (RFC 8259) in one pass and strictly: what the grammar does not have is refused, such as a comma
/// before a closing bracket.
///
/// The cost is proportional to the length. Foundation's decoder, asked for "any JSON", tries each type in turn for each
/// value, and each try that fails writes down the whole path to it: a body of 1 KiB, 510 arrays deep, took 1.5 s.
public struct JSONReader {
    private let bytes: UnsafeRawBufferPointer
    private let limits: JSONLimits
    private let budget: CPUBudget?
    private var position = 0
    private var values = 0
    private var depth = 0

    private init(_ bytes: UnsafeRawBufferPointer, _ limits: JSONLimits, _ budget: CPUBudget?) {
        self.bytes = bytes
        self.limits = limits
        self.budget = budget
    }

    /// - Parameters:
    ///   - bytes: a whole JSON text in UTF-8.
    ///   - limits: how much it may hold.
    ///   - budget: of the thread; asked now and then.
    public static func read(
        _ bytes: UnsafeRawBufferPointer, limits: JSONLimits, budget: CPUBudget? = nil
    ) throws(JSONError) -> JSONValue {
        var reader = JSONReader(bytes, limits, budget)
        try reader.readBeginning()
        let value = try reader.value()
        reader.skipSpace()
        guard reader.next == nil else { throw reader.error("something follows the end of the value") }
        return value
    }

    // MARK: Values

    private mutating func value() throws(JSONError) -> JSONValue {
        skipSpace()
        values += 1
        guard values <= limits.values else { throw error("there are more than \(limits.values) values", isLimit: true) }
        if values % 256 == 0 { try checkBudget() }
        switch next {
        case UInt8(ascii: "{"): return .object(try nested { reader throws(JSONError) in try reader.object() })
        case UInt8(ascii: "["): return .array(try nested { reader throws(JSONError) in try reader.array() })
        case UInt8(ascii: "\""): return .string(try string(longest: limits.stringBytes, of: "string"))
        case UInt8(ascii: "-"), .some(UInt8(ascii: "0")...UInt8(ascii: "9")): return .number(try number())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case nil: throw error("the text ends where a value should be")
        default: throw error("a value should be here")
        }
    }

    private mutating func nested<Content>(
        _ content: (inout JSONReader) throws(JSONError) -> Content
    ) throws(JSONError) -> Content {
        depth += 1
        guard depth <= limits.depth else {
            throw error("more than \(limits.depth) lists and objects are within each other", isLimit: true)
        }
        position += 1
        let result = try content(&self)
        depth -= 1
        return result
    }

    /// What follows an opening bracket, with the closing one.
    private mutating func array() throws(JSONError) -> [JSONValue] {
        var elements: [JSONValue] = []
        if skip(UInt8(ascii: "]")) { return elements }
        repeat { elements.append(try value()) } while skip(UInt8(ascii: ","))
        guard skip(UInt8(ascii: "]")) else { throw error("a comma or the end of the list should be here") }
        return elements
    }

    /// What follows an opening brace, with the closing one.
    private mutating func object() throws(JSONError) -> [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        if skip(UInt8(ascii: "}")) { return members }
        repeat {
            skipSpace()
            let start = position
            guard next == UInt8(ascii: "\"") else { throw error("a name in quotation marks should be here") }
            let name = try string(longest: limits.nameBytes, of: "name")
            if limits.repeatedNames == .refused, members[name] != nil {
                position = start
                throw error("an object has this name twice")
            }
            guard skip(UInt8(ascii: ":")) else { throw error("a colon should be here") }
            let value = try value()
            if members[name] == nil { members[name] = value }
        } while skip(UInt8(ascii: ","))
        guard skip(UInt8(ascii: "}")) else { throw error("a comma or the end of the object should be here") }
        return members
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        let letters = UnsafeRawBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        guard bytes[position...].starts(with: letters) else { throw error("a value should be here") }
        position += letters.count
        return value
    }

    private func checkBudget() throws(JSONError) {
        do {
            try budget?.check()
        } catch {
            throw self.error("\(error)", isLimit: true)
        }
    }

    // MARK: Numbers

    /// More digits than any number has that a computer writes: 767 would name a double to the last one.
    private static let longestNumber = 800

    private mutating func number() throws(JSONError) -> Double {
        let start = position
        if next == UInt8(ascii: "-") { position += 1 }
        if next == UInt8(ascii: "0") { position += 1 } else { try digits() }
        if next == UInt8(ascii: ".") {
            position += 1
            try digits()
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            position += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        guard position - start <= Self.longestNumber,
            let number = Double(String(decoding: bytes[start..<position], as: UTF8.self)), number.isFinite
        else {
            position = start
            throw error("this number is too large or too long", isLimit: true)
        }
        return number
    }

    /// One digit or more.
    private mutating func digits() throws(JSONError) {
        let start = position
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        guard position > start else { throw error("a digit should be here") }
    }

    // MARK: Strings

    /// The string whose opening quotation mark is next.
    private mutating func string(longest: Int, of kind: StaticString) throws(JSONError) -> String {
        let opening = position
        position += 1
        // What stands before the last escape, decoded.
        var decoded: [UInt8] = []
        var start = position
        while true {
            guard let byte = next else {
                position = opening
                throw error("this \(kind) does not end")
            }
            guard position - opening - 1 <= longest else {
                position = opening
                throw error("this \(kind) is longer than \(longest) bytes", isLimit: true)
            }
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                let rest = bytes[start..<position - 1]
                let text =
                    decoded.isEmpty
                    ? String(validating: rest, as: UTF8.self) : String(validating: decoded + rest, as: UTF8.self)
                if let text { return text }
                position = opening
                throw error("this \(kind) is not UTF-8")
            case UInt8(ascii: "\\"):
                decoded += bytes[start..<position]
                decoded += Array(String(try escape()).utf8)
                start = position
            case ..<0x20: throw error("control characters are written as escapes, such as \\n or \\u0000")
            default: position += 1
            }
        }
    }

    /// The character that an escape stands for; its backslash is next.
    private mutating func escape() throws(JSONError) -> Unicode.Scalar {
        let start = position
        position += 2
        switch position <= bytes.count ? bytes[position - 1] : 0 {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            if let scalar = codePoint() { return scalar }
            position = start
            throw error("\\u takes four hexadecimal digits; a surrogate takes its other half behind it")
        default:
            position = start
            throw error("there is no such escape")
        }
    }

    /// The character of which `\u` was read: four hexadecimal digits, or two surrogates.
    private mutating func codePoint() -> Unicode.Scalar? {
        guard let first = fourDigits() else { return nil }
        guard (0xD800...0xDBFF).contains(first) else { return Unicode.Scalar(first) }
        guard bytes[position...].starts(with: #"\u"#.utf8) else { return nil }
        position += 2
        guard let second = fourDigits(), (0xDC00...0xDFFF).contains(second) else { return nil }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    }

    private mutating func fourDigits() -> UInt32? {
        guard position + 4 <= bytes.count else { return nil }
        var code: UInt32 = 0
        for byte in bytes[position..<position + 4] {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): code = code << 4 | UInt32(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): code = code << 4 | UInt32(byte - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): code = code << 4 | UInt32(byte - UInt8(ascii: "A") + 10)
            default: return nil
            }
        }
        position += 4
        return code
    }

    // MARK: Bytes

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    /// - Returns: whether the sign came next; it is passed then, with the space before it.
    private mutating func skip(_ sign: UInt8) -> Bool {
        skipSpace()
        guard next == sign else { return false }
        position += 1
        return true
    }

    private mutating func readBeginning() throws(JSONError) {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            guard limits.allowsByteOrderMark else { throw error("the text begins with a byte order mark") }
            position = 3
        }
        // A JSON text begins with an ASCII character, whose other bytes are zero in UTF-16 and UTF-32.
        if bytes.prefix(4).contains(0) || bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) {
            throw error("the text is not UTF-8")
        }
    }

    /// What is wrong at the present position.
    private func error(_ reason: String, isLimit: Bool = false) -> JSONError {
        let before = bytes[..<min(position, bytes.count)]
        let line = before.split(separator: 0x0A, omittingEmptySubsequences: false)
        return JSONError(reason: reason, line: line.count, column: (line.last?.count ?? 0) + 1, isLimit: isLimit)
    }
}
