import Foundation
import ReelText

/// A regular expression that is known to be well formed.
///
/// Every sentence of an article is held against a dozen of them and hardly any matches, so most name literals one of which
/// stands in every match: looking for those in the bytes first costs a hundredth of asking the expression.
struct Pattern: Sendable {
    private let expression: NSRegularExpression
    private let literals: Literals

    /// What stands in every text that matches, in lower case.
    enum Literals: Sendable {
        case none
        /// At least one of these, somewhere.
        case anywhere([String])
        /// One of these, at the beginning.
        case prefix([String])
    }

    /// - Parameter pattern: a literal of this module.
    init(_ pattern: String, ignoringCase: Bool = false, literals: Literals = .none) {
        // Every pattern is a literal and is compiled by the first test that touches it.
        expression = try! NSRegularExpression(pattern: pattern, options: ignoringCase ? [.caseInsensitive] : [])
        self.literals = literals
    }

    func matches(_ text: String) -> Bool {
        mayMatch(text) && expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
    }

    func replacing(in text: String, with template: String = "") -> String {
        guard mayMatch(text) else { return text }
        return expression.stringByReplacingMatches(
            in: text, range: NSRange(text.startIndex..., in: text), withTemplate: template)
    }

    private func mayMatch(_ text: String) -> Bool {
        switch literals {
        case .none: return true
        case .anywhere(let literals):
            let (bytes, isCertain) = Self.lowercased(text.utf8[...])
            return !isCertain
                || bytes.withUnsafeBufferPointer { bytes in literals.contains { ByteSearch.holds(bytes, $0) } }
        case .prefix(let literals):
            let (bytes, isCertain) = Self.lowercased(text.utf8.prefix(24))
            return !isCertain || literals.contains { bytes.starts(with: $0.utf8) }
        }
    }

    /// ASCII in lower case, the rest as it is; not certain with one of the two letters outside ASCII that expressions take
    /// for an `s` and a `k` (U+017F, U+212A).
    private static func lowercased(_ text: Substring.UTF8View) -> (bytes: [UInt8], isCertain: Bool) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var isCertain = true
        var last: UInt8 = 0
        for byte in text {
            if byte == 0xbf, last == 0xc5 || byte == 0x84, last == 0xe2 { isCertain = false }
            bytes.append(UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte)
            last = byte
        }
        return (bytes, isCertain)
    }
}
