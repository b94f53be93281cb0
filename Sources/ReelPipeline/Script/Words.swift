#if canImport(Glibc)
    import Glibc
#endif

/// Cutting texts into words, by Unicode scalars: the standard library's characters cost ten times as much, and every
/// sentence of an article is cut several times.
enum Words {
    /// The runs of letters, digits and `marks`.
    ///
    /// - Parameter most: how many at most; the rest of the text is not looked at.
    static func all(in text: String, keeping marks: Set<Unicode.Scalar>, most: Int = .max) -> [Substring] {
        var words: [Substring] = []
        let scalars = text.unicodeScalars
        var start: String.Index?
        var index = scalars.startIndex
        while index < scalars.endIndex {
            let scalar = scalars[index]
            if isLetterOrDigit(scalar) || marks.contains(scalar) {
                start = start ?? index
            } else if let first = start {
                words.append(text[first..<index])
                if words.count >= most { return words }
                start = nil
            }
            index = scalars.index(after: index)
        }
        if let start { words.append(text[start...]) }
        return words
    }

    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x61...0x7a, 0x41...0x5a, 0x30...0x39: true
        case ..<0x80, 0x2010...0x2027: false
        default:
            // Marks belong to the letter before them.
            scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar.properties.isGraphemeExtend
        }
    }

    static let apostrophes: Set<Unicode.Scalar> = ["'", "\u{2019}"]
}

enum ByteSearch {
    /// Whether the bytes of `part` stand somewhere in `text`.
    static func holds(_ text: UnsafeBufferPointer<UInt8>, _ part: String) -> Bool {
        guard let base = text.baseAddress else { return part.isEmpty }
        return part.utf8.withContiguousStorageIfAvailable { part in
            guard let first = part.first else { return true }
            var index = 0
            while index + part.count <= text.count,
                let found = memchr(base + index, Int32(first), text.count - part.count - index + 1)
            {
                if memcmp(found, part.baseAddress!, part.count) == 0 { return true }
                index = UnsafeRawPointer(found) - UnsafeRawPointer(base) + 1
            }
            return false
        } ?? false
    }
}

extension String {
    /// Whether the bytes of `part` stand somewhere in the text.
    func holds(_ part: String) -> Bool {
        utf8.withContiguousStorageIfAvailable { ByteSearch.holds($0, part) } ?? contains(part)
    }

    /// Whether there is nothing but ASCII in it.
    var isASCII: Bool { utf8.allSatisfy { $0 < 0x80 } }

    /// What stands between spaces.
    var spacedWords: [Substring] { utf8.split(separator: 0x20).map(Substring.init) }
}
