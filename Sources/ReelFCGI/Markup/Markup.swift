import ReelCore

/// A piece of XML or HTML. What is interpolated is text and is escaped, so that no title of a stranger becomes markup; a piece
/// of markup is taken as it is.
///
///     let item: Markup = "<title>\(video.title)</title>"
package struct Markup: ExpressibleByStringInterpolation, Sendable {
    package private(set) var text: String

    package init(stringLiteral value: String) {
        text = value
    }

    package init(stringInterpolation: StringInterpolation) {
        text = stringInterpolation.text
    }

    /// - Parameter text: markup already, such as JSON-LD whose signs are escaped in JSON's own way.
    package init(unescaped text: String) {
        self.text = text
    }

    /// Pieces one after the other; those that are `nil` are left out.
    package init(_ pieces: [Markup?], separator: String = "\n") {
        text = pieces.compactMap { $0?.text }.joined(separator: separator)
    }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        package init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + 32 * interpolationCount)
        }

        package mutating func appendLiteral(_ literal: String) { text += literal }
        package mutating func appendInterpolation(_ value: String) { text += Markup.escaped(value) }
        package mutating func appendInterpolation(_ value: some BinaryInteger) { text += String(value) }
        package mutating func appendInterpolation(_ markup: Markup) { text += markup.text }
        package mutating func appendInterpolation(_ markup: Markup?) { text += markup?.text ?? "" }
    }

    /// The text for the content of an element, and for an attribute in quotation marks. What XML 1.0 (2.2, `Char`) has no place
    /// for, escaped or not, is left out; line ends and tabs are references, because parsers replace them in attributes.
    package static func escaped(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            byte >= 0x20 && byte < 0x7F && ![0x22, 0x26, 0x27, 0x3C, 0x3E].contains(byte)
        }
        if isPlain { return text }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count * 2)
        for scalar in text.unicodeScalars {
            if let reference = reference(scalar) {
                reference.withUTF8Buffer { bytes.append(contentsOf: $0) }
            } else if isCharacter(scalar) {
                bytes.append(contentsOf: scalar.utf8)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func reference(_ scalar: Unicode.Scalar) -> StaticString? {
        switch scalar {
        case "&": "&amp;"
        case "<": "&lt;"
        case ">": "&gt;"
        case "\"": "&quot;"
        case "'": "&#39;"
        case "\t": "&#9;"
        case "\n": "&#10;"
        case "\r": "&#13;"
        default: nil
        }
    }

    private static func isCharacter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        // The controls of 7F to 9F are allowed there and wanted nowhere.
        case 0x20...0x7E, 0xA0...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: !scalar.isControl
        default: false
        }
    }
}
