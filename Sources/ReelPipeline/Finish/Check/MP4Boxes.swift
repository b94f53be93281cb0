import Foundation

/// The outermost structure of an MP4 file, ISO/IEC 14496-12, section 4.2: boxes of a size and a type.
package enum MP4Boxes {
    /// The top-level boxes of a file in memory, with their places, as far as they can be followed.
    package static func topLevel(in file: Data) -> [(type: String, range: Range<Int>)] {
        let bytes = [UInt8](file)
        var boxes: [(String, Range<Int>)] = []
        var offset = 0
        while offset + 8 <= bytes.count {
            let size = bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
            // Sizes of 64 bits do not occur in what is held in memory.
            guard size >= 8, size <= bytes.count - offset else { break }
            boxes.append((String(decoding: bytes[offset + 4..<offset + 8], as: UTF8.self), offset..<offset + size))
            offset += size
        }
        return boxes
    }

    /// The types of the top-level boxes, in order, as far as they can be followed.
    ///
    /// - Throws: when the file cannot be read.
    package static func topLevel(_ file: URL) throws -> [String] {
        let handle = try FileHandle(forReadingFrom: file)
        // Only read.
        defer { try? handle.close() }
        let end = try handle.seekToEnd()
        var offset: UInt64 = 0
        var types: [String] = []
        while offset < end, types.count < 1000 {
            try handle.seek(toOffset: offset)
            guard let header = try handle.read(upToCount: 16).map([UInt8].init), header.count >= 8 else { break }
            types.append(String(decoding: header[4..<8], as: UTF8.self))
            var size = header[0..<4].reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
            if size == 0 { break }  // to the end of the file
            if size == 1 {  // 64 bits follow
                guard header.count == 16 else { break }
                size = header[8..<16].reduce(0) { $0 << 8 | UInt64($1) }
            }
            guard size >= 8, size <= end - offset else { break }
            offset += size
        }
        return types
    }
}
