/// Collects text as a browser shows it: runs of blanks are one space, none at the ends, no invisible characters.
package struct TextCollapser {
    /// UTF-8. Bytes and not scalars, because every piece of text on a page passes here several times.
    private var bytes: [UInt8] = []
    private var needsSpace = false
    private var endsWithBreak = false
    /// Unicode scalars collected.
    package private(set) var count = 0

    /// Whether the text is wanted, or only its length.
    private let keepsText: Bool

    package init(keepingText: Bool = true) {
        keepsText = keepingText
    }

    package mutating func append(_ piece: String) {
        var piece = piece
        piece.withUTF8 { append($0) }
    }

    private mutating func append(_ piece: UnsafeBufferPointer<UInt8>) {
        var index = 0
        while index < piece.count {
            let start = index
            while index < piece.count, piece[index] > 0x20, piece[index] < 0x7f { index += 1 }
            if index > start {
                space()
                add(UnsafeBufferPointer(rebasing: piece[start..<index]), count: index - start)
                continue
            }
            let byte = piece[index]
            // The pieces are Swift strings, so sequences are whole and valid.
            let length = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4
            let scalar = Self.scalar(piece, index, length)
            switch Self.kind(scalar) {
            case .blank: needsSpace = count > 0
            case .invisible: break
            case .visible:
                space()
                add(UnsafeBufferPointer(rebasing: piece[index..<index + length]), count: 1)
            }
            index += length
        }
    }

    private mutating func add(_ piece: UnsafeBufferPointer<UInt8>, count scalars: Int) {
        if keepsText { bytes.append(contentsOf: piece) }
        count += scalars
        endsWithBreak = false
    }

    private mutating func space() {
        guard needsSpace else { return }
        if keepsText { bytes.append(0x20) }
        count += 1
        endsWithBreak = false
        needsSpace = false
    }

    /// Begins a new line within the text.
    package mutating func breakLine() {
        guard count > 0 else { return }
        if !endsWithBreak {
            if keepsText { bytes.append(0x0a) }
            count += 1
            endsWithBreak = true
        }
        needsSpace = false
    }

    /// The text so far; begins anew.
    package mutating func take() -> String {
        defer {
            bytes.removeAll(keepingCapacity: true)
            needsSpace = false
            endsWithBreak = false
            count = 0
        }
        while bytes.last == 0x0a { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func scalar(_ piece: UnsafeBufferPointer<UInt8>, _ index: Int, _ length: Int) -> UInt32 {
        if length == 1 { return UInt32(piece[index]) }
        var value = UInt32(piece[index]) & (0x7f >> UInt32(length))
        for offset in 1..<length { value = value << 6 | UInt32(piece[index + offset] & 0x3f) }
        return value
    }

    private enum Kind { case blank, invisible, visible }

    private static func kind(_ scalar: UInt32) -> Kind {
        switch scalar {
        case 0x20, 0x09...0x0d, 0x85, 0xa0, 0x1680, 0x2000...0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000: .blank
        // Controls, soft hyphen, zero width, direction marks. The joiner U+200D stays: emoji and some scripts need it.
        case 0...0x1f, 0x7f...0x9f, 0xad, 0x200b, 0x200e, 0x200f, 0x202a...0x202e, 0x2060, 0x2066...0x2069, 0xfeff,
            0xfff9...0xfffb:
            .invisible
        default: .visible
        }
    }
}

extension String {
    /// As a browser shows it.
    package var collapsed: String {
        var collapser = TextCollapser()
        collapser.append(self)
        return collapser.take()
    }
}
