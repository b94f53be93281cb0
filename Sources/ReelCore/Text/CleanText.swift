/// Control and direction characters in texts of strangers: they move the cursor of a terminal, end a header or a line, and
/// show words in another order than they have.
extension Unicode.Scalar {
    /// Whether it controls instead of being read: control characters other than white space, what embeds, overrides or
    /// isolates a direction of writing (UAX #9, 2), the deprecated format characters, annotation, the byte order mark, and
    /// code points that are no characters.
    ///
    /// Joiners (U+200C, U+200D), direction marks (U+200E, U+200F, U+061C) and variation selectors are none of these: words
    /// of Persian, Hebrew and Hindi, and emoji, are written with them, and they reach no further than their neighbours.
    public var isControl: Bool {
        switch value {
        case 0x09...0x0D, 0x85: false
        case 0x00...0x1F, 0x7F...0x9F: true
        case 0x202A...0x202E, 0x2066...0x206F: true
        case 0xFEFF, 0xFFF9...0xFFFB, 0xFDD0...0xFDEF: true
        default: value & 0xFFFE == 0xFFFE
        }
    }

    /// Whether a line ends here, by Unicode's rules (UAX #14): line feed, vertical tab, form feed, carriage return, next line,
    /// line and paragraph separator.
    fileprivate var breaksLine: Bool {
        switch value {
        case 0x0A...0x0D, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }
}

extension String {
    /// The text without control and direction characters. Line breaks of other kinds become line feeds; those that are, tabs
    /// and carriage returns stay.
    public var withoutControls: String {
        replacingScalars(butFor: "\n\t\r") { scalar in
            if scalar.isControl { return nil }
            return scalar.breaksLine && scalar != "\r" ? "\n" : scalar
        }
    }

    /// The same in one line: line breaks and tabs become blanks.
    public var asOneLine: String {
        replacingScalars(butFor: "") { scalar in
            if scalar.isControl { return nil }
            return scalar.breaksLine || scalar == "\t" ? " " : scalar
        }
    }

    /// The same line by line, for a terminal: a carriage return would write over what stands before it.
    public var asLines: String {
        split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { String($0).asOneLine }
            .joined(separator: "\n")
    }

    /// Its beginning in one line, without control and direction characters: for messages, logs and terminals, which quote
    /// what a stranger sent.
    ///
    /// - Parameter longest: scalars. A grapheme cluster may have any number of them.
    public func excerpt(_ longest: Int = 100) -> String {
        cut(to: longest).asOneLine
    }

    /// Its first scalars.
    public func cut(to count: Int) -> String {
        // In UTF-8 no scalar is shorter than a byte.
        utf8.count <= count ? self : String(unicodeScalars.prefix(count))
    }

    /// - Parameter kept: ASCII characters that stay, beside the printable ones.
    private func replacingScalars(
        butFor kept: StaticString, _ replacement: (Unicode.Scalar) -> Unicode.Scalar?
    ) -> String {
        // Most texts are ASCII and have nothing to replace.
        let kept = UnsafeBufferPointer(start: kept.utf8Start, count: kept.utf8CodeUnitCount)
        if utf8.allSatisfy({ (0x20...0x7E).contains($0) || kept.contains($0) }) { return self }
        var scalars = String.UnicodeScalarView()
        scalars.reserveCapacity(utf8.count)
        scalars.append(contentsOf: unicodeScalars.lazy.compactMap(replacement))
        return String(scalars)
    }
}
