import Testing

/// A kind of hostile input that can be made in any length.
public struct HostileShape: Sendable, CustomTestStringConvertible {
    /// What it is, for the log.
    public let name: String
    /// - Parameter count: how often the unit is repeated.
    public let text: @Sendable (_ count: Int) -> String

    public init(_ name: String, _ text: @escaping @Sendable (_ count: Int) -> String) {
        self.name = name
        self.text = text
    }

    public var testDescription: String { name }

    /// `prefix`, the unit `count` times, `suffix`: one character repeated, what is opened and never closed, what nearly
    /// matches, two things in turn.
    public static func repeated(_ unit: String, after prefix: String = "", before suffix: String = "") -> HostileShape {
        HostileShape("\(prefix.prefix(20))(\(unit.prefix(30)))…\(suffix.prefix(20))") {
            prefix + String(repeating: unit, count: $0) + suffix
        }
    }

    /// What is opened `count` times and closed as often.
    public static func nested(
        _ opening: String, _ closing: String, around middle: String = "", after prefix: String = "",
        before suffix: String = ""
    ) -> HostileShape {
        HostileShape("nested \(opening.prefix(30)) \(closing.prefix(30))") {
            prefix + String(repeating: opening, count: $0) + middle + String(repeating: closing, count: $0) + suffix
        }
    }

    /// Five kinds of it for any format: one sign repeated, opened and never closed, nested, two in turn, nearly matching.
    ///
    /// - Parameters:
    ///   - sign: the sign that means most to the reader.
    ///   - opening: what opens something, and `closing` what ends it.
    ///   - nearly: what looks like the reader's own form and is not.
    ///   - prefix: what has to stand in front for the reader to come so far, and `suffix` behind.
    public static func five(
        sign: String, opening: String, closing: String, nearly: String, after prefix: String = "",
        before suffix: String = ""
    ) -> [HostileShape] {
        [
            .repeated(sign, after: prefix, before: suffix),
            .repeated(opening, after: prefix, before: suffix),
            .nested(opening, closing, around: "x", after: prefix, before: suffix),
            .repeated("a" + sign, after: prefix, before: suffix),
            .repeated(nearly, after: prefix, before: suffix),
        ]
    }
}
