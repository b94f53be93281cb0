import Foundation
import ReelCore
import ReelTool
import Synchronization

/// Holds the captions in the picture against the sound, the frame and the fonts: by the documents that were drawn,
/// drawn once more on black.
package struct CaptionCheck: Sendable {
    package let timeline: Timeline
    package let frame: FrameSize
    /// The documents, by the frame at which each begins; `byStart` are the places of their events, the earliest first.
    private let drawn: [(start: Int, end: Int, events: DrawnEvents, byStart: [Int])]
    /// The letters of each event's words.
    private let letters: [[String]]

    /// Frames by which a word may light up beside its sound.
    static let tolerance = 1
    /// Characters of a word that are looked for: captions end one that is longer than 48 by an ellipsis.
    private static let longestWord = 40
    /// What platforms draw over a video upright: x 60...916, y 220...1470 of 1080x1920 stay free. Of other shapes a
    /// twentieth at each edge, as broadcasters have it (EBU R 95).
    package static func safeArea(_ frame: FrameSize) -> (left: Double, top: Double, right: Double, bottom: Double) {
        let (width, height) = (Double(frame.width), Double(frame.height))
        guard height > width else { return (0.05 * width, 0.05 * height, 0.95 * width, 0.95 * height) }
        return (60 / 1080 * width, 220 / 1920 * height, 916 / 1080 * width, 1470 / 1920 * height)
    }

    package init(_ drawn: [DrawnCaptions], timeline: Timeline, frame: FrameSize) {
        self.timeline = timeline
        self.frame = frame
        self.drawn = drawn.map { captions in
            let events = DrawnEvents(captions.document, frameRate: timeline.frameRate)
            return (
                captions.startFrame, captions.startFrame + captions.frameCount, events,
                events.events.indices.sorted {
                    events.events[$0].frames.lowerBound < events.events[$1].frames.lowerBound
                }
            )
        }
        letters = self.drawn.map { $0.events.events.map(\.words.lettersOnly) }
    }

    /// - Throws: `ffmpegMissing`; file errors; `CancellationError`.
    package func run(in folder: URL) async throws -> (CaptionFindings, [DeliveryFault]) {
        var (findings, faults) = times()
        // Scenes with the same style are drawn together.
        var byHeader: [String: DrawnEvents] = [:]
        for part in drawn {
            byHeader[part.events.header, default: part.events.withoutEvents].events += part.events.events.later(
                part.start)
        }
        var bounds: [Int]?
        for (number, header) in byHeader.keys.sorted().enumerated() {
            guard let events = byHeader[header] else { continue }
            let file = folder.appending(path: "captions-\(number).ass")
            let seen = try await look(events, file)
            // Emoji are decoration; captions do without them.
            faults += seen.missing.filter { !Self.isEmoji($0) }.map { Self.missing($0) }
            if let box = seen.bounds { bounds = Self.union(bounds, box) }
        }
        if let bounds {
            findings.bounds = bounds
            faults += place(bounds)
        }
        return (findings, faults)
    }

    /// Every word of the voice lights up when it is heard: something new is drawn then that holds the word.
    package func times() -> (CaptionFindings, [DeliveryFault]) {
        var findings = CaptionFindings()
        var faults: [DeliveryFault] = []
        for scene in timeline.scenes {
            for word in scene.words where word.isSpoken {
                let spoken =
                    scene.startFrame
                    + min(
                        Int((word.start * Double(timeline.frameRate)).rounded()), max(0, scene.frameCount - 1))
                findings.words += 1
                let offset = nearest(word.text, to: spoken)
                if let offset, offset <= Self.tolerance {
                    findings.latest = max(findings.latest, offset)
                } else {
                    let time = String(format: "%.2f", timeline.seconds(spoken))
                    let found = offset.map { "is drawn \($0) frames beside its sound" } ?? "is not among the captions"
                    faults.append(
                        DeliveryFault(aspect: .captionTime, message: "the word \"\(word.text)\" at \(time) s \(found)"))
                }
            }
        }
        return (findings, faults)
    }

    /// Frames between a sound and the nearest beginning of a caption with this word, within a second.
    private func nearest(_ word: String, to frame: Int) -> Int? {
        let letters = String(word.prefix(Self.longestWord)).lettersOnly
        let isCut = word.count > Self.longestWord
        var best: Int?
        for (place, part) in drawn.enumerated()
        where part.start - timeline.frameRate < frame && frame < part.end + timeline.frameRate {
            let earliest = frame - timeline.frameRate - part.start
            for index in part.byStart[
                Self.first(in: part.byStart) { part.events.events[$0].frames.lowerBound >= earliest }...]
            {
                let start = part.start + part.events.events[index].frames.lowerBound
                if start > frame + timeline.frameRate { break }
                let offset = abs(start - frame)
                guard start < part.end, offset <= timeline.frameRate, offset < best ?? .max,
                    holds(letters, isCut, part: place, event: index)
                else { continue }
                best = offset
            }
        }
        return best
    }

    /// The first place of a list from which on all fulfil a condition.
    private static func first(in list: [Int], where isMet: (Int) -> Bool) -> Int {
        var (low, high) = (0, list.count)
        while low < high {
            let middle = (low + high) / 2
            if isMet(list[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// Whether a caption has these letters, or the first of them with the others in captions after it: a word that is
    /// too long for a line is drawn in parts.
    ///
    /// - Parameter isCut: the word has more letters than these, so the last part may have more of them.
    private func holds(_ letters: String, _ isCut: Bool, part: Int, event: Int) -> Bool {
        let own = self.letters[part][event]
        if own.contains(letters) { return true }
        guard !own.isEmpty, letters.hasPrefix(own) else { return false }
        var rest = letters.dropFirst(own.count)
        for other in [self.letters[part][(event + 1)...]] + self.letters[(part + 1)...].map({ $0[...] }) {
            for next in other {
                if !next.isEmpty, rest.hasPrefix(next) { rest = rest.dropFirst(next.count) }
                if rest.isEmpty || isCut && next.hasPrefix(rest) { return true }
            }
        }
        return false
    }

    private func place(_ bounds: [Int]) -> [DeliveryFault] {
        let area = Self.safeArea(frame)
        // Half a percent for the soft edge of a letter.
        let slack = 0.005 * Double(max(frame.width, frame.height))
        let isInside =
            Double(bounds[0]) >= area.left - slack && Double(bounds[1]) >= area.top - slack
            && Double(bounds[2]) <= area.right + slack && Double(bounds[3]) <= area.bottom + slack
        guard !isInside else { return [] }
        let words = [area.left, area.top, area.right, area.bottom].map { String(Int($0)) }.joined(separator: ", ")
        return [
            DeliveryFault(
                aspect: .captionPlace,
                message:
                    "captions reach from \(bounds[0]), \(bounds[1]) to \(bounds[2]), \(bounds[3]), beyond what stays "
                    + "visible (\(words))")
        ]
    }

    /// Emoji, and what is written between and behind them.
    private static func isEmoji(_ value: UInt32) -> Bool {
        guard let scalar = Unicode.Scalar(value) else { return false }
        return (scalar.properties.isEmoji && value > 0xFF) || scalar.properties.isEmojiModifier
            || scalar.properties.isVariationSelector || scalar.properties.isJoinControl
    }

    private static func missing(_ scalar: UInt32) -> DeliveryFault {
        let code = String(scalar, radix: 16, uppercase: true)
        let shown = Unicode.Scalar(scalar).map { " (\($0))" } ?? ""
        return DeliveryFault(
            aspect: .captionGlyph,
            message: "no font of this machine has the letter U+\(code)\(shown); install one that has it")
    }

    private static func union(_ one: [Int]?, _ other: [Int]) -> [Int] {
        guard let one else { return other }
        return [min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])]
    }

    /// Draws each text once, at half the size, and asks where there is light and which letters are missing.
    private func look(_ events: DrawnEvents, _ file: URL) async throws -> (bounds: [Int]?, missing: [UInt32]) {
        let (document, count) = events.specimens
        guard count > 0 else { return (nil, []) }
        try Data(document.utf8).write(to: file)
        let missing = Mutex<Set<UInt32>>([])
        let arguments = [
            "-nostdin", "-hide_banner", "-nostats", "-loglevel", "warning", "-f", "lavfi", "-i",
            "color=black:s=\(frame.width / 2)x\(frame.height / 2):r=1:d=\(count)",
            "-vf",
            "ass=filename=\(FFmpegText.filterOption(file.path)),format=gray,bbox=min_val=100,metadata=print:file=-",
            "-f",
            "null", "-",
        ]
        let output: Data
        do {
            output = try await Tool.run(
                ToolCommand("ffmpeg", arguments, timeout: .seconds(300)),
                onErrorLine: { line in
                    let text = String(decoding: line, as: UTF8.self)
                    guard let match = text.firstMatch(of: /failed to find any fallback with glyph 0x([0-9A-Fa-f]+)/),
                        let scalar = UInt32(match.1, radix: 16)
                    else { return }
                    _ = missing.withLock { $0.insert(scalar) }
                }
            ).standardOutput
        } catch ToolError.notFound {
            throw FinishError.ffmpegMissing
        } catch let failure as ToolError {
            throw FinishError.muxFailed(reason: failure.description)
        }
        return (Self.bounds(String(decoding: output, as: UTF8.self)), missing.withLock { $0.sorted() })
    }

    /// Reads `lavfi.bbox.x1=77` and so on; in pixels of the whole frame.
    package static func bounds(_ metadata: String) -> [Int]? {
        var found: [String: [Int]] = [:]
        for match in metadata.matches(of: /lavfi\.bbox\.(x1|y1|x2|y2)=([0-9]+)/) {
            found[String(match.1), default: []].append(Int(match.2) ?? 0)
        }
        guard let left = found["x1"]?.min(), let top = found["y1"]?.min(), let right = found["x2"]?.max(),
            let bottom = found["y2"]?.max()
        else { return nil }
        return [2 * left, 2 * top, 2 * right + 1, 2 * bottom + 1]
    }
}

extension String {
    /// Letters and digits, by which a word is known whatever was done to its dots and quotes.
    var lettersOnly: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil }))
    }
}
