#if canImport(Glibc)
    import Glibc
#endif

/// Searching in the bytes of texts: the standard library compares character by character, canonical forms and all, which
/// costs more than the whole rest of a page's reading where every block is looked through for dozens of words.
enum ByteSearch {
    /// The place of the first `byte` at or behind `start`.
    static func first(_ byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        guard let base = bytes.baseAddress, start < bytes.count,
            let found = memchr(base + start, Int32(byte), bytes.count - start)
        else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    /// The place of the first `part`, which is not empty.
    static func first(_ part: UnsafeBufferPointer<UInt8>, in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var index = 0
        while let place = first(part[0], in: bytes, from: index), place + part.count <= bytes.count {
            if memcmp(bytes.baseAddress! + place, part.baseAddress!, part.count) == 0 { return place }
            index = place + 1
        }
        return nil
    }

    /// Whether `word`, in lower case, stands at a place in whatever case.
    static func matches(_ word: StaticString, in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        guard index + word.utf8CodeUnitCount <= bytes.count else { return false }
        for offset in 0..<word.utf8CodeUnitCount {
            let byte = bytes[index + offset]
            let lower = UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
            if lower != word.utf8Start[offset] { return false }
        }
        return true
    }
}

extension String {
    /// Whether the bytes of `part` stand somewhere in the text.
    func holds(_ part: String) -> Bool {
        guard !part.isEmpty else { return true }
        let found = utf8.withContiguousStorageIfAvailable { whole in
            part.utf8.withContiguousStorageIfAvailable { ByteSearch.first($0, in: whole) != nil }
        }
        // Only strings that come from Foundation may lie elsewhere.
        return (found ?? nil) ?? contains(part)
    }

    /// Without ASCII blanks and line breaks at its ends.
    var trimmedBlanks: Substring {
        let rest = utf8.drop { $0 <= 0x20 }
        guard let last = rest.lastIndex(where: { $0 > 0x20 }) else { return "" }
        return Substring(rest[...last])
    }
}
