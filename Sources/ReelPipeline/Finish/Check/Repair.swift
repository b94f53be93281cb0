import Foundation
import ReelCore
import ReelTool

/// What can be put right in a finished file without making its pictures again.
package enum Repair: Hashable, Sendable {
    /// Written once more from the same streams: a disk or a kernel had a bad moment.
    case join
    /// The sound gets this gain, in dB, is limited to this peak, in dBFS, and becomes exactly as long as the pictures.
    case sound(gain: Double, ceiling: Double)

    /// - Returns: `nil` when there is something wrong that neither would put right.
    package static func of(_ report: DeliveryReport, _ wanted: DeliveryExpectation) -> Repair? {
        let aspects = Set(report.faults.map(\.aspect))
        guard !aspects.isEmpty else { return nil }
        if aspects.isSubset(of: [.loudness, .truePeak]) {
            guard let loudness = report.found.loudness, !loudness.isSilence else { return nil }
            // A decibel below what is allowed, for what the encoder adds.
            let excess = max(0, (loudness.truePeak ?? -100) - wanted.truePeak)
            return .sound(
                gain: min(20, wanted.loudness - loudness.integrated), ceiling: wanted.truePeak - 1 - excess)
        }
        if aspects.isSubset(of: [.streamTimes, .audioFormat]) {
            return .sound(gain: 0, ceiling: wanted.truePeak)
        }
        return aspects.isSubset(of: [.unreadable, .container, .order, .streams, .metadata, .frameCount, .frameRate])
            ? .join : nil
    }

    /// For people.
    package var words: String {
        switch self {
        case .join: "The file was not whole and was written once more."
        case .sound(let gain, _) where abs(gain) < 0.05: "The sound was cut to the length of the pictures."
        case .sound(let gain, _): "The sound was mastered again, with \(String(format: "%+.1f", gain)) dB."
        }
    }

    /// Arguments of ffmpeg for a sound with another gain, as `SoundMaster` makes it.
    ///
    /// - Parameter sampleCount: at `SoundFormat.rate`.
    package static func sound(
        _ sound: URL, gain: Double, ceiling: Double, sampleCount: Int, kilobits: Int, output: URL
    ) -> [String] {
        SoundArguments.master(
            sound, format: DeliveryCheck.container, codec: "aac", gain: gain, ceiling: ceiling,
            sampleCount: sampleCount, kilobits: kilobits, output: output)
    }
}
