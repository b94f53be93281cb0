import Foundation
import ReelCore

extension DeliveryReport {
    /// For people: what was found, and what of it is wrong.
    public var listing: String {
        let rows = facts + stretches + tags
        var lines = rows.filter { !$0.words.isEmpty }.map { row in
            "  " + row.name.padding(toLength: 11, withPad: " ", startingAt: 0) + row.words
        }
        lines += repairs.map { "  repaired   " + $0 }
        if faults.isEmpty {
            lines.append("Nothing is wrong with it.")
        } else {
            lines.append("\(faults.count) \(faults.count == 1 ? "thing is" : "things are") wrong:")
            lines += faults.map { "  - \($0.message)" }
        }
        return lines.joined(separator: "\n")
    }

    private typealias Row = (name: String, words: String)

    private var facts: [Row] {
        var rows: [Row] = [("container", Self.list([found.container, found.boxes.joined(separator: " ")]))]
        rows.append(("picture", picture))
        rows.append(("sound", sound))
        rows.append(
            (
                "times",
                Self.list([
                    Self.span("picture", found.videoStart, found.videoEnd),
                    Self.span("sound", found.audioStart, found.audioEnd),
                ])
            ))
        rows.append(("bit rate", found.bitRate.map { "\($0 / 1000) kbit/s" } ?? ""))
        if let captions = found.captions {
            rows.append(("captions", "\(captions.words) words, at most \(captions.latest) frames beside their sound"))
        }
        return rows
    }

    private var picture: String {
        guard found.videoCodec != nil else { return "" }
        let rate = found.constantFrameRate.map { String(format: "%g frames per second", $0) }
        return Self.list([
            found.videoCodec, found.profile, found.pixelFormat,
            found.frameSize.map { "\($0.width)x\($0.height)" }, rate ?? "an uneven frame rate",
            found.frameCount.map { "\($0) frames" }, Set(found.colour).sorted().joined(separator: "/"),
        ])
    }

    private var sound: String {
        Self.list([
            found.audioCodec, found.audioProfile, found.sampleRate.map { "\($0) Hz" },
            found.channels.map { "\($0) channels" }, found.loudness.map { "\($0.integrated) LUFS" },
            found.loudness?.truePeak.map { "\($0) dBTP" },
        ])
    }

    private var stretches: [Row] {
        found.stretches.map { stretch in
            let times = String(format: "%.2f to %.2f s", stretch.start, stretch.end)
            return (stretch.kind.rawValue, times + (stretch.reason.map { ": \($0)" } ?? ""))
        }
    }

    private var tags: [Row] {
        found.tags.sorted { $0.key < $1.key }.map { ("tag", "\($0.key)=\($0.value)") }
    }

    private static func list(_ words: [String?]) -> String {
        words.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ", ")
    }

    private static func span(_ name: String, _ start: Double?, _ end: Double?) -> String? {
        guard let start, let end else { return nil }
        return "\(name) " + String(format: "%.3f to %.3f s", start, end)
    }
}
