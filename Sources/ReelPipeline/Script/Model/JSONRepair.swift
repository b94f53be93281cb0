import Foundation
import ReelCore

/// JSON out of a model's answer: models put it into fences, talk around it, leave commas at ends and break lines within
/// strings. What is cut off or wrong in any other way is not guessed at.
package enum JSONRepair {
    package static func value(in answer: String) -> JSONValue? {
        guard let candidate = outermostObject(answer) else { return nil }
        for text in [candidate, mended(candidate)] {
            // What is no JSON is mended once; then the model is told.
            if let value = try? WireCoding.decode(JSONValue.self, from: Data(text.utf8)) { return value }
        }
        return nil
    }

    /// From the first brace to the one that closes it.
    private static func outermostObject(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        guard let start = bytes.firstIndex(of: UInt8(ascii: "{")) else { return nil }
        var depth = 0
        var isString = false
        var isEscaped = false
        for index in start..<bytes.count {
            let byte = bytes[index]
            if isString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isString = false
                }
            } else if byte == UInt8(ascii: "\"") {
                isString = true
            } else if byte == UInt8(ascii: "{") {
                depth += 1
            } else if byte == UInt8(ascii: "}") {
                depth -= 1
                if depth == 0 { return String(decoding: bytes[start...index], as: UTF8.self) }
            }
        }
        return nil
    }

    /// Without commas before closing brackets, and with the line breaks of strings escaped.
    private static func mended(_ text: String) -> String {
        var output: [UInt8] = []
        var isString = false
        var isEscaped = false
        for byte in text.utf8 {
            if isString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isString = false
                } else if byte < 0x20 {
                    output += Array((byte == 0x0a ? "\\n" : " ").utf8)
                    continue
                }
            } else if byte == UInt8(ascii: "\"") {
                isString = true
            } else if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") {
                var end = output.count
                while end > 0, output[end - 1] <= 0x20 { end -= 1 }
                if end > 0, output[end - 1] == UInt8(ascii: ",") { output.remove(at: end - 1) }
            }
            output.append(byte)
        }
        return String(decoding: output, as: UTF8.self)
    }
}
