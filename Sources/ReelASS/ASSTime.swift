import Foundation

/// A time of an event: `H:MM:SS.CC`, which has no more than hundredths of a second.
package struct ASSTime: Hashable, Comparable, Sendable, CustomStringConvertible {
    package var hundredths: Int

    package init(hundredths: Int) {
        self.hundredths = hundredths
    }

    /// The nearest hundredth.
    package init(seconds: Double) {
        hundredths = Int((seconds * 100).rounded())
    }

    /// The time of an event that begins or ends with a frame: half a frame before it, so that the rounding to
    /// hundredths never moves it to a neighbouring frame, at up to 50 frames a second.
    package init(frame: Int, frameRate: Int) {
        hundredths = max(0, (200 * frame - 100) / (2 * frameRate))
    }

    /// - Parameter text: as documents have it.
    init?(_ text: Substring) {
        let parts = text.split(separator: ":").map { $0.trimmingCharacters(in: .whitespaces) }
        guard parts.count == 3, let hours = Int(parts[0]), let minutes = Int(parts[1]), let seconds = Double(parts[2]),
            // A day at most: what an untrusted document says is multiplied by a frame rate later.
            (0...24).contains(hours), (0..<60).contains(minutes), (0..<60).contains(seconds)
        else { return nil }
        hundredths = (hours * 60 + minutes) * 6000 + Int((seconds * 100).rounded())
    }

    /// The first frame that does not lie before it: an event is drawn into the frames from that of its start up to, and
    /// without, that of its end.
    package func firstFrame(frameRate: Int) -> Int { (hundredths * frameRate + 99) / 100 }

    package var description: String {
        String(
            format: "%d:%02d:%02d.%02d", hundredths / 360_000, hundredths / 6000 % 60, hundredths / 100 % 60,
            hundredths % 100)
    }

    package static func < (one: Self, other: Self) -> Bool { one.hundredths < other.hundredths }
}
