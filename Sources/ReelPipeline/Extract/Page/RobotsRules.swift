import Foundation
import ReelText

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
    /// What is read of a line, as in Google's parser (github.com/google/robotstxt, robots.cc: 8 * 2,083 bytes).
    private static let maximumLine = 16_664

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
        for line in text.utf8.prefix(Self.maximumBytes).split(whereSeparator: { $0 == 0x0a || $0 == 0x0d }) {
            let content = String(
                decoding: line.prefix(Self.maximumLine).prefix { $0 != UInt8(ascii: "#") }, as: UTF8.self)
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
                let rule = Rule(allows: key == "allow", pattern: Self.normalized(value))
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
        let path = Self.normalized(path)
        var best: Rule?
        for rule in rules where Self.matches(rule.pattern, path) {
            // The longest counts; between equals the one that allows.
            let length = best?.pattern.count ?? -1
            if rule.pattern.count > length || rule.pattern.count == length && rule.allows { best = rule }
        }
        return best?.allows ?? true
    }

    /// `%7E` is `~`: letters, digits and a few marks mean the same either way.
    private static func normalized(_ path: String) -> [UInt8] {
        let bytes = Array(path.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let high = hexValue(bytes[index + 1]), let low = hexValue(bytes[index + 2])
            else {
                result.append(bytes[index])
                index += 1
                continue
            }
            let byte = high << 4 | low
            if isUnreserved(byte) {
                result.append(byte)
            } else {
                result += [UInt8(ascii: "%"), hexDigit(high), hexDigit(low)]
            }
            index += 3
        }
        return result
    }

    private static func hexValue(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }

    /// RFC 3986, 2.3.
    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._~".utf8.contains(byte)
        }
    }

    /// `*` stands for anything, `$` at the end for the path's end.
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
        path.withUnsafeBufferPointer { path in
            piece.withUnsafeBufferPointer { piece in
                ByteSearch.first(piece, in: UnsafeBufferPointer(rebasing: path[start...])).map { start + $0 }
            }
        }
    }
}
