import Foundation
import ReelTool

/// A run of the finished sound's packets.
package struct HLSSoundSlice: Hashable, Sendable {
    /// AAC in ADTS frames (ISO/IEC 13818-7, section 6.2).
    package var file: URL
    /// Seconds of the reel at which its first sample is heard.
    package var start: Double
}

/// Cuts the finished sound into one slice for each segment, at the packets nearest to their beginnings. Laid one
/// after the other they are the whole sound again: no packet is lost or comes twice.
package enum HLSSound {
    /// Samples by which an AAC encoder is ahead: its first packet only prepares the decoder.
    private static let priming = 1024.0

    /// - Parameters:
    ///   - times: seconds at which segments begin, without the first.
    ///   - folder: where the slices are written; it must exist.
    /// - Returns: `times.count + 1` slices.
    /// - Throws: `FinishError.streamFailed`; file errors; `CancellationError`.
    package static func slices(_ sound: URL, at times: [Double], into folder: URL) async throws -> [HLSSoundSlice] {
        let list = folder.appending(path: "slices.csv")
        try await Tool.finish("ffmpeg", HLSArguments.slices(sound, at: times, list: list, into: folder)) {
            .streamFailed(reason: $0)
        }
        let lines = try String(contentsOf: list, encoding: .utf8).split(separator: "\n")
        let slices = try lines.enumerated().map { index, line in
            let fields = line.split(separator: ",")
            guard fields.count == 3, let start = Double(fields[1]) else {
                throw FinishError.streamFailed(reason: "a slice that cannot be read: \(line)")
            }
            let file = folder.appending(path: "\(index).aac")
            if index == 0 { try dropFirstPacket(of: file) }
            // The list counts from the packet that prepares the decoder.
            return HLSSoundSlice(file: file, start: max(0, start - priming / Double(SoundFormat.rate)))
        }
        guard slices.count == times.count + 1 else {
            throw FinishError.streamFailed(reason: "\(slices.count) slices of sound for \(times.count + 1) segments")
        }
        return slices
    }

    /// Its length stands in 13 bits of the frame's header.
    private static func dropFirstPacket(of file: URL) throws {
        let bytes = [UInt8](try Data(contentsOf: file))
        guard bytes.count >= 7, bytes[0] == 0xFF, bytes[1] & 0xF0 == 0xF0 else {
            throw FinishError.streamFailed(reason: "a slice without an ADTS header")
        }
        let length = Int(bytes[3] & 3) << 11 | Int(bytes[4]) << 3 | Int(bytes[5]) >> 5
        try Data(bytes.dropFirst(length)).write(to: file)
    }
}
