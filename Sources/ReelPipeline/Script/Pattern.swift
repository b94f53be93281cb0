import Foundation

/// A regular expression that is known to be well formed.
struct Pattern: Sendable {
    private let expression: NSRegularExpression

    /// - Parameter pattern: a literal of this module.
    init(_ pattern: String, ignoringCase: Bool = false) {
        // Every pattern is a literal and is compiled by the first test that touches it.
        expression = try! NSRegularExpression(pattern: pattern, options: ignoringCase ? [.caseInsensitive] : [])
    }

    func matches(_ text: String) -> Bool {
        expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
    }

    func replacing(in text: String, with template: String = "") -> String {
        expression.stringByReplacingMatches(
            in: text, range: NSRange(text.startIndex..., in: text), withTemplate: template)
    }
}
