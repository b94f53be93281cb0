import Foundation

/// Writes JSON objects straight into bytes, for the answers that are asked for most. `JSONEncoder` builds a tree of boxes
/// first, which costs ten times what reading the rows does. Fields are written in the order of their names, so that the
/// bytes are those of `WireCoding.encode`.
struct JSONText {
    private(set) var bytes: [UInt8] = []
    private var isFirst = true

    init(capacity: Int) {
        bytes.reserveCapacity(capacity)
    }

    mutating func object(_ fields: (inout JSONText) -> Void) {
        bytes.append(UInt8(ascii: "{"))
        isFirst = true
        fields(&self)
        bytes.append(UInt8(ascii: "}"))
        isFirst = false
    }

    /// A field that holds an array of objects.
    mutating func array<Element>(
        _ name: StaticString, _ elements: [Element], _ object: (inout JSONText, Element) -> Void
    ) {
        field(name)
        bytes.append(UInt8(ascii: "["))
        for (index, element) in elements.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            object(&self, element)
        }
        bytes.append(UInt8(ascii: "]"))
        isFirst = false
    }

    mutating func field(_ name: StaticString, _ value: String?) {
        field(name)
        if let value { string(value) } else { null() }
    }

    mutating func field(_ name: StaticString, _ value: (some BinaryInteger)?) {
        field(name)
        if let value { bytes.append(contentsOf: String(value).utf8) } else { null() }
    }

    /// A field whose value is JSON already.
    mutating func field(_ name: StaticString, json value: Data?) {
        field(name)
        if let value { bytes.append(contentsOf: value) } else { null() }
    }

    private mutating func field(_ name: StaticString) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: "\":".utf8)
    }

    private mutating func null() {
        bytes.append(contentsOf: "null".utf8)
    }

    /// RFC 8259, 7: quotes, backslashes and control characters are escaped, all else is UTF-8.
    private mutating func string(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { utf8 in
            if utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }) { return bytes.append(contentsOf: utf8) }
            for byte in utf8 { escape(byte) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case 0x22: bytes.append(contentsOf: "\\\"".utf8)
        case 0x5C: bytes.append(contentsOf: "\\\\".utf8)
        case 0x08: bytes.append(contentsOf: "\\b".utf8)
        case 0x09: bytes.append(contentsOf: "\\t".utf8)
        case 0x0A: bytes.append(contentsOf: "\\n".utf8)
        case 0x0C: bytes.append(contentsOf: "\\f".utf8)
        case 0x0D: bytes.append(contentsOf: "\\r".utf8)
        case 0..<0x20:
            bytes.append(contentsOf: "\\u00".utf8)
            for digit in [byte >> 4, byte & 15] {
                bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
            }
        default: bytes.append(byte)
        }
    }
}
