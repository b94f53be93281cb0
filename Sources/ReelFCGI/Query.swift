import Foundation

/// The part of an address after `?`, as `application/x-www-form-urlencoded` (WHATWG URL, 5.1). Of a name that comes
/// twice the last value counts, and an empty value is as good as none.
package struct Query: Hashable, Sendable {
    private var values: [String: String] = [:]

    package init(_ text: String) {
        if text.isEmpty { return }
        for pair in text.split(separator: "&") {
            let name = pair.prefix { $0 != "=" }
            values[Self.decode(name)] = Self.decode(pair.dropFirst(name.count).dropFirst())
        }
    }

    package subscript(name: String) -> String? {
        values[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The value as it was sent, an empty one too.
    package subscript(given name: String) -> String? { values[name] }

    private static func decode(_ text: Substring) -> String {
        let spaced = String(text).replacing("+", with: " ")
        return spaced.removingPercentEncoding ?? spaced
    }
}

extension CharacterSet {
    /// What stands for itself anywhere in an address (RFC 3986, 2.3), and in a parameter of a header (RFC 8187, 3.2.1).
    static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
}
