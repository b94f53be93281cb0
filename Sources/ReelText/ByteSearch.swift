#if canImport(Glibc)
    import Glibc
#endif

/// Searching in the bytes of texts: the standard library compares character by character, canonical forms and all, which
/// costs more than the whole rest of a page's reading where every block is looked through for dozens of words.
package enum ByteSearch {
    /// The place of the first `byte` at or behind `start`.
    package static func first(_ byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        guard let base = bytes.baseAddress, start < bytes.count,
            let found = memchr(base + start, Int32(byte), bytes.count - start)
        else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    /// The place of the first `part`; 0 for an empty one.
    package static func first(_ part: UnsafeBufferPointer<UInt8>, in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let sought = part.baseAddress, !part.isEmpty else { return 0 }
        guard let base = bytes.baseAddress else { return nil }
        var index = 0
        // Only as far as the whole part has room.
        while index + part.count <= bytes.count,
            let found = memchr(base + index, Int32(part[0]), bytes.count - part.count - index + 1)
        {
            if memcmp(found, sought, part.count) == 0 { return UnsafeRawPointer(found) - UnsafeRawPointer(base) }
            index = UnsafeRawPointer(found) - UnsafeRawPointer(base) + 1
        }
        return nil
    }

    /// Whether the bytes of `part` stand somewhere in `bytes`.
    package static func holds(_ bytes: UnsafeBufferPointer<UInt8>, _ part: String) -> Bool {
        part.utf8.withContiguousStorageIfAvailable { first($0, in: bytes) != nil } ?? false
    }

    /// Whether `word`, in lower case, stands at a place in whatever case.
    package static func matches(_ word: StaticString, in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
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
    package func holds(_ part: String) -> Bool {
        let found = utf8.withContiguousStorageIfAvailable { whole in
            part.utf8.withContiguousStorageIfAvailable { ByteSearch.first($0, in: whole) != nil }
        }
        // Only strings that come from Foundation may lie elsewhere.
        return (found ?? nil) ?? contains(part)
    }

    /// Without ASCII blanks and line breaks at its ends.
    package var trimmedBlanks: Substring {
        let rest = utf8.drop { $0 <= 0x20 }
        guard let last = rest.lastIndex(where: { $0 > 0x20 }) else { return "" }
        return Substring(rest[...last])
    }
}
