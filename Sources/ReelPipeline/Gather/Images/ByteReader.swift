/// Reads numbers from untrusted bytes: outside of them there is `nil`, never a trap.
package struct ByteReader {
    package let bytes: ArraySlice<UInt8>

    package init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
    }

    package var count: Int { bytes.count }

    package func byte(_ offset: Int) -> Int? {
        offset >= 0 && offset < bytes.count ? Int(bytes[bytes.startIndex + offset]) : nil
    }

    /// An unsigned number of `length` bytes, the highest first.
    package func big(_ offset: Int, _ length: Int) -> Int? {
        number(offset, length) { $0 }
    }

    /// An unsigned number of `length` bytes, the lowest first.
    package func little(_ offset: Int, _ length: Int) -> Int? {
        number(offset, length) { length - 1 - $0 }
    }

    package func slice(_ offset: Int, _ length: Int) -> ByteReader? {
        guard offset >= 0, length >= 0, offset <= bytes.count, length <= bytes.count - offset else { return nil }
        let start = bytes.startIndex + offset
        return ByteReader(bytes[start..<start + length])
    }

    package func has(_ text: String, at offset: Int = 0) -> Bool {
        slice(offset, text.utf8.count)?.bytes.elementsEqual(text.utf8) ?? false
    }

    private func number(_ offset: Int, _ length: Int, _ place: (Int) -> Int) -> Int? {
        guard let part = slice(offset, length) else { return nil }
        return (0..<length).reduce(0) { $0 << 8 | Int(part.bytes[part.bytes.startIndex + place($1)]) }
    }
}
