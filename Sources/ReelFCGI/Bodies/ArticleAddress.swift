import Foundation
import ReelCore

/// Which addresses a job may be made for, as far as the text alone can tell. Where an address leads is looked at when it
/// is fetched, by the fetcher's own rules.
package enum ArticleAddress {
    /// Bytes of UTF-8.
    package static let maximumLength = 2_048
    /// Programs disagree about what these mean inside an address, so none gets through. The control characters are those of
    /// the categories Cc and Cf, direction marks and joiners among them.
    private static let doubtful = CharacterSet.whitespacesAndNewlines.union(.controlCharacters).union(["\\"])

    /// - Parameters:
    ///   - field: where the address stands, for the messages.
    ///   - thing: whose address it is, for the messages.
    /// - Returns: the address without the space around it.
    /// - Throws: `HTTPError.invalid`.
    package static func check(
        _ text: String, in field: String = "url", of thing: String = "article"
    ) throws(HTTPError) -> String {
        let address = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !address.isEmpty else {
            throw .invalid("The field \(field) is blank: send the \(thing)'s address in it.")
        }
        guard address.utf8.count <= maximumLength else {
            throw .invalid("The \(field) is longer than \(maximumLength) characters: send the \(thing)'s own address.")
        }
        guard address.rangeOfCharacter(from: doubtful) == nil else {
            throw .invalid(
                "The \(field) holds a space, a backslash or a control character: percent-encode it or leave it out.")
        }
        guard let parts = URLComponents(string: address), let scheme = parts.scheme?.lowercased() else {
            throw .invalid("The \(field) is not a web address: it should look like https://example.com/\(thing).")
        }
        guard scheme == "http" || scheme == "https" else {
            throw .invalid("The \(field) begins with \(scheme.excerpt(20)): only http and https addresses can be read.")
        }
        guard parts.user == nil, parts.password == nil else {
            throw .invalid("The \(field) holds a user name or password: leave it out; only what is public can be read.")
        }
        guard let host = parts.host, !host.isEmpty else {
            throw .invalid("The \(field) names no host: it should look like https://example.com/\(thing).")
        }
        guard isName(host) else {
            throw .invalid(
                "The \(field)'s host \(host.excerpt()) is no name of a server: check it for a typing mistake.")
        }
        if let port = parts.port, !(1...65_535).contains(port) {
            throw .invalid("The \(field)'s port \(port) does not exist: leave it out or use 1 to 65535.")
        }
        return address
    }

    /// Letters of any script, digits, dots, hyphens and underscores; or an IPv6 address.
    private static func isName(_ host: String) -> Bool {
        let isAddress = host.contains(":")
        return host.unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", ".", "-", "_": true
            case ":", "[", "]": isAddress
            default: !scalar.isASCII
            }
        }
    }
}
