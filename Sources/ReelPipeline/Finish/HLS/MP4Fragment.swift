import Foundation

/// A fragmented MP4 of one media segment, taken apart: the Media Initialization Section, which a player needs once, and the
/// Media Segment (RFC 8216, section 3.3).
package struct MP4Fragment: Sendable {
    /// `ftyp` and `moov`.
    package var initSection: Data
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
        initSection = Data(file[..<(file.startIndex + moof.range.lowerBound)])
        media = Data(file[(file.startIndex + moof.range.lowerBound)..<(file.startIndex + end)])
    }

    /// `avc1.PPCCLL`, by the bytes for profile, constraints and level that `avcC` begins with after its version
    /// (ISO/IEC 14496-15, section 5.3.3.1), and AAC-LC.
    package var codecs: String? {
        guard let mark = initSection.range(of: Data("avcC".utf8)), mark.upperBound + 4 <= initSection.endIndex else {
            return nil
        }
        let bytes = initSection[(mark.upperBound + 1)..<(mark.upperBound + 4)]
        return "avc1." + bytes.map { String(format: "%02X", $0) }.joined() + ",mp4a.40.2"
    }
}
