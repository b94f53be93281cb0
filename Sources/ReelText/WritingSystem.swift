/// What captions and cards must know of scripts: which part words by spaces, which way they run, what changes with its
/// neighbours. Where lines of scripts without spaces may end, `DictionaryWords` tells.
package enum WritingSystem {
    /// Scripts in which words are not divided by spaces: Han, kana, Thai, Lao, Myanmar, Khmer.
    package static func isUnspaced(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x2E80...0x303F, 0x3040...0x30FF, 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF,
            0xFF00...0xFFEF, 0x20000...0x3FFFF, 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF:
            true
        default: false
        }
    }

    /// Chinese, Japanese and Korean.
    package static func isEastAsian(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x11FF, 0x2E80...0x9FFF, 0xA960...0xA97F, 0xAC00...0xD7FF, 0xF900...0xFAFF, 0xFF00...0xFFEF,
            0x20000...0x3FFFF:
            true
        default: false
        }
    }

    /// Scripts whose letters change with their neighbours, or that are written from the right: lines that have them are
    /// left to libass as a whole, which shapes and orders them.
    package static func isComplex(_ text: String) -> Bool {
        text.unicodeScalars.contains { scalar in
            switch scalar.value {
            case 0x0590...0x08FF, 0x0900...0x109F, 0x1780...0x17FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFE, 0x10800...0x10FFF,
                0x1E800...0x1EFFF:
                true
            default: false
            }
        }
    }

    /// Arabic and its kin, whose letters join and grow narrower.
    package static func isJoined(_ text: String) -> Bool {
        text.unicodeScalars.contains { (0x0620...0x08FF).contains($0.value) && $0.properties.isAlphabetic }
    }

    /// Whether a text's first letter with a direction is written from the right (UAX #9, P2 and P3).
    package static func isFromRight(_ text: String) -> Bool {
        for scalar in text.unicodeScalars where scalar.properties.isAlphabetic {
            switch scalar.value {
            case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFE, 0x10800...0x10FFF, 0x1E800...0x1EFFF: return true
            default: return false
            }
        }
        return false
    }

    /// Marks that belong to the word after them.
    package static func opens(_ scalar: Unicode.Scalar) -> Bool {
        "（「『【〈《〔［｛“‘([{¿¡".unicodeScalars.contains(scalar)
    }
}
