import Foundation

/// A fragmented MP4 of one piece, taken apart: what a player needs once, and what it needs for this piece.
package struct LiveFragment: Sendable {
    /// `ftyp` and `moov`.
    package var opening: Data
    /// `moof` and `mdat`.
    package var media: Data

    /// - Returns: `nil` for anything else.
    package init?(_ file: Data) {
        let boxes = MP4Boxes.topLevel(in: file)
        guard let moof = boxes.first(where: { $0.type == "moof" }), boxes.contains(where: { $0.type == "moov" }) else {
            return nil
        }
        // An index for seeking in files may follow; a stream has none.
        let end = boxes.first { $0.type == "mfra" }?.range.lowerBound ?? file.count
        opening = Data(file[..<(file.startIndex + moof.range.lowerBound)])
        media = Data(file[(file.startIndex + moof.range.lowerBound)..<(file.startIndex + end)])
    }

    /// `avc1.PPCCLL`, by the bytes for profile, constraints and level that `avcC` begins with after its version
    /// (ISO/IEC 14496-15, section 5.3.3.1), and AAC-LC.
    package var codecs: String? {
        guard let mark = opening.range(of: Data("avcC".utf8)), mark.upperBound + 4 <= opening.endIndex else {
            return nil
        }
        let bytes = opening[(mark.upperBound + 1)..<(mark.upperBound + 4)]
        return "avc1." + bytes.map { String(format: "%02X", $0) }.joined() + ",mp4a.40.2"
    }
}
