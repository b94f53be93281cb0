import Foundation

/// What a site's `robots.txt` lets a program read (RFC 9309).
package struct RobotsRules: Sendable {
    private struct Rule: Sendable {
        var allows: Bool
        var pattern: [UInt8]
    }

    private var rules: [Rule] = []

    /// What a parser has to read at least; the rest is not looked at.
    static let maximumBytes = 512_000
    private static let maximumRules = 5_000

    /// Everything is allowed.
    package init() {}

    /// - Parameter agent: the product's name, such as `ReelCraft`. Groups that name it count; where none does, those of `*`.
    package init(_ text: String, agent: String) {
        var own: [Rule] = []
        var general: [Rule] = []
        var hasOwn = false
        var isOwn = false
        var isGeneral = false
        var isHead = false
        for line in text.prefix(Self.maximumBytes).split(whereSeparator: \.isNewline) {
            let content = line.prefix { $0 != "#" }
            guard let colon = content.firstIndex(of: ":") else { continue }
            let key = content[..<colon].trimmingCharacters(in: .whitespaces).lowercased()
            let value = content[content.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            switch key {
            case "user-agent":
                // Several names in a row head one group.
                if !isHead { (isOwn, isGeneral) = (false, false) }
                isHead = true
                let name = value.lowercased().prefix { $0.isLetter || $0 == "-" || $0 == "_" || $0 == "*" }
                if name == agent.lowercased() { (isOwn, hasOwn) = (true, true) }
                if name == "*" { isGeneral = true }
            case "allow", "disallow":
                isHead = false
                guard !value.isEmpty, own.count + general.count < Self.maximumRules else { continue }
                let rule = Rule(allows: key == "allow", pattern: Array(Self.normalized(value).utf8))
                if isOwn { own.append(rule) }
                if isGeneral { general.append(rule) }
            default:
                continue  // sitemaps and others divide no groups
            }
        }
        rules = hasOwn ? own : general
    }

    /// - Parameter path: of the address, with its query, percent-encoded, beginning with a slash.
    package func allows(_ path: String) -> Bool {
        if path == "/robots.txt" { return true }
        let path = Array(Self.normalized(path).utf8)
        var best: Rule?
        for rule in rules where Self.matches(rule.pattern, path) {
            // The longest counts; between equals the one that allows.
            let length = best?.pattern.count ?? -1
            if rule.pattern.count > length || rule.pattern.count == length && rule.allows { best = rule }
        }
        return best?.allows ?? true
    }

    /// `%7E` is `~`: letters, digits and a few marks mean the same either way.
    private static func normalized(_ path: String) -> String {
        guard path.contains("%") else { return path }
        var result = ""
        var rest = path[...]
        while let character = rest.first {
            if character == "%", rest.count >= 3, let byte = UInt8(rest.dropFirst().prefix(2), radix: 16) {
                let scalar = Unicode.Scalar(byte)
                let isPlain =
                    byte < 0x80 && (scalar.properties.isAlphabetic || "0123456789-._~".unicodeScalars.contains(scalar))
                result += isPlain ? String(Character(scalar)) : String(rest.prefix(3)).uppercased()
                rest = rest.dropFirst(3)
            } else {
                result.append(character)
                rest = rest.dropFirst()
            }
        }
        return result
    }

    /// `*` stands for anything, `$` at the end for the path's end. Linear in the product of the lengths.
    private static func matches(_ pattern: [UInt8], _ path: [UInt8]) -> Bool {
        let isAnchored = pattern.last == UInt8(ascii: "$")
        let pieces = (isAnchored ? pattern.dropLast() : pattern[...])
            .split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false)
        var place = 0
        for (index, piece) in pieces.enumerated() {
            if index == 0 {
                guard path.starts(with: piece) else { return false }
                place = piece.count
            } else if isAnchored, index == pieces.count - 1 {
                return path.count - place >= piece.count && path.suffix(piece.count).elementsEqual(piece)
            } else if !piece.isEmpty {
                guard let found = find(piece, in: path, from: place) else { return false }
                place = found + piece.count
            }
        }
        return !isAnchored || place == path.count
    }

    private static func find(_ piece: ArraySlice<UInt8>, in path: [UInt8], from start: Int) -> Int? {
        guard path.count - start >= piece.count else { return nil }
        return (start...(path.count - piece.count)).first { path[$0..<($0 + piece.count)].elementsEqual(piece) }
    }
}
